import type { FlowBook } from "#core/flows/flow-book.ts";
import { handoffRules } from "#core/flows/handoff-rules.ts";
import type { Measures } from "./count-episodes.ts";

/** What numbers are counted by: opening hours and promises of the teams, and the shop's own words. */
export type InsightRules = {
	readonly zone: string;
	readonly currency: string;
	readonly measures: Measures;
	/** The title of a reason, of a team. */
	reasonTitle(id: string): string;
	teamTitle(id: string): string;
};

/** From the flow files, as they are now. */
export function insightRules(
	{ settings }: Pick<FlowBook, "settings">,
	{ zone, currency }: { readonly zone: string; readonly currency: string },
): InsightRules {
	const { defaults, reasons } = settings;
	const rules = handoffRules(defaults, zone);
	const titles = new Map(reasons.map(({ id, title }) => [id, title]));
	return {
		zone,
		currency,
		measures: { openBetween: rules.openBetween, promised: (team) => rules.times(team ?? rules.team) },
		reasonTitle: (id) => titles.get(id) ?? id,
		teamTitle: (id) => defaults.teams[id] ?? id,
	};
}
