import type { HandoffRules, HandoffTimes } from "#core/conversations/next-watch.ts";
import { inSeconds, parseDuration } from "./durations.ts";
import type { DefaultsFile } from "./flow-file.ts";
import { afterOpeningTime, openTimeBetween } from "./opening-time.ts";
import { isOpen } from "./working-hours.ts";

/** The shop's rules of control, from `_defaults.yaml`. */
export function handoffRules(
	{ handoff, working_hours, team: usual }: Pick<DefaultsFile, "handoff" | "working_hours" | "team">,
	zone: string,
): HandoffRules {
	return {
		zone,
		team: usual,
		assign: handoff.assign ?? "queue",
		offers: handoff.options !== undefined,
		times(team) {
			const { first, next, resolution, ...own } = handoff.teams?.[team] ?? {};
			const service = { first, next, resolution };
			return { ...USUAL, ...lengths({ ...handoff.after, ...own }), ...lengths(service) };
		},
		after: (from, milliseconds) => afterOpeningTime(from, milliseconds, working_hours, zone),
		openBetween: (from, to) => openTimeBetween(from, to, working_hours, zone),
		isOpen: (now) => isOpen(working_hours, now, zone),
	};
}

const MINUTE = 60_000;
const USUAL: HandoffTimes = { late: 3 * MINUTE, silent: 10 * MINUTE, idle: 120 * MINUTE };

function lengths(written: Readonly<Record<string, string | undefined>>): Partial<HandoffTimes> {
	const known = Object.entries(written).flatMap(([name, length]) => {
		const duration = length === undefined ? undefined : parseDuration(length);
		return duration ? [[name, inSeconds(duration) * 1000]] : [];
	});
	return Object.fromEntries(known);
}
