import { inSeconds, parseDuration } from "./durations.ts";
import type { FlowBook } from "./flow-book.ts";
import type { OpenBook } from "./open-book.ts";

/** What `_defaults.yaml` and the flows say about writing uninvited, as plain words and numbers for the planner and the outbox. */
export type WrittenRules = {
	/** `1 per day`, `2 per 7 days`. */
	readonly caps: readonly string[];
	/** Milliseconds. */
	readonly live: number;
	/** `21:00-10:00`; absent: no quiet hours. Without a flow: what holds for the shop itself. */
	of(flow: string | null): { readonly quiet?: string; readonly urgent: boolean };
};

/** Reads the rules of a loaded folder; a flow's own `send:` goes over the defaults. */
export function writtenRules(loaded: FlowBook, { book, settings }: OpenBook): WrittenRules {
	return {
		caps: loaded.settings.defaults.caps.marketing ?? [],
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
