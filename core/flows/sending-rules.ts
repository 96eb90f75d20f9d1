import type { WorthRules } from "#core/delivery/worth.ts";
import { inSeconds, parseDuration } from "./durations.ts";
import type { FlowBook } from "./flow-book.ts";
import type { OpenBook } from "./open-book.ts";
import { writtenWorth } from "./written-worth.ts";

/** What `_defaults.yaml` and the flows say about writing uninvited, as plain words and numbers for the planner and the outbox. */
export type WrittenRules = {
	/** `1 per day`, `2 per 7 days`. */
	readonly caps: readonly string[];
	/** Milliseconds. */
	readonly live: number;
	/** Whether customers live all over the country, and not round the shop. */
	readonly nationwide: boolean;
	/** What messages are expected to bring, and what they cost. */
	readonly money: WorthRules;
	/** Programmes of one family are judged together. */
	familyOf(flow: string): string | undefined;
	/** `21:00-10:00`; absent: no quiet hours. Without a flow: what holds for the shop itself. */
	of(flow: string | null): { readonly quiet?: string; readonly urgent: boolean };
};

/** Reads the rules of a loaded folder; a flow's own `send:` goes over the defaults. */
export function writtenRules(loaded: FlowBook, { book, settings }: OpenBook): WrittenRules {
	const { defaults } = loaded.settings;
	const familyOf = (flow: string) => book.newest.get(flow)?.family;
	return {
		caps: defaults.caps.marketing ?? [],
		nationwide: defaults.nationwide ?? false,
		money: writtenWorth(defaults, familyOf),
		familyOf,
		live: milliseconds(settings.live),
		of(flow) {
			const send = { ...settings.send, ...(flow ? book.newest.get(flow)?.send : undefined) };
			return { ...(send.quiet && { quiet: send.quiet }), urgent: send.urgent ?? false };
		},
	};
}

/** A length as files write it, in milliseconds; days are taken as 24 hours. */
export function milliseconds(written: string): number {
	const duration = parseDuration(written);
	if (!duration) throw new Error(`"${written}" is no length of time, though the checker let it pass.`);
	return inSeconds(duration) * 1000;
}
