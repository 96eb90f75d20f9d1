import type { Urgency } from "./budget.ts";
import type { Drawn } from "./header-card.ts";
import type { TopicLine, TopicView } from "./read-topic.ts";

/** What a topic shows now; the row of the table, as far as planning goes. */
export type TopicState = {
	readonly threadId: number;
	readonly headerId: number | null;
	readonly headerHash: string | null;
	readonly pinned: boolean;
	readonly cardId: number | null;
	readonly cardFrom: bigint;
	readonly cardTo: bigint;
	readonly cardHash: string | null;
	readonly cardAt: Date | null;
	readonly cardSkipped: number;
	readonly question: Date | null;
	readonly filesTo: bigint;
	readonly dueTold: Date | null;
	readonly calledNow: string;
	readonly closed: boolean;
};

/** One thing to be done in a topic next: a single call. `notBefore`: a card is edited at most every four seconds. */
export type Step = { readonly urgency: Urgency; readonly notBefore?: Date } & (
	| { readonly do: "open-topic" }
	| { readonly do: "post-header" }
	| { readonly do: "edit-header" }
	| { readonly do: "pin" }
	| { readonly do: "post-lines" }
	| { readonly do: "edit-lines" }
	| { readonly do: "post-files"; readonly line: TopicLine }
	| { readonly do: "tell-due"; readonly text: string; readonly dueAt: Date }
	| { readonly do: "tell-called" }
	| { readonly do: "tell-closed"; readonly closed: boolean }
);

/** What planning goes by. */
export type TopicFacts = {
	readonly view: TopicView;
	readonly state: TopicState | undefined;
	readonly header: Drawn & { readonly hash: string };
	/** Lines behind the card's first, oldest first; those that the card shows as they are now. */
	readonly lines: readonly TopicLine[];
	/** The card as it would be now, with all of its lines; undefined: they do not fit any more, or there are none. */
	readonly card: { readonly hash: string } | undefined;
	readonly now: Date;
};

/** A card is edited at most this often. */
export const EDIT_PAUSE_MS = 4_000;

/** What a topic needs next; undefined: it shows all there is. Pure: the same facts give the same step. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of rules in their order: the first that applies is the step
export function nextStep({ view, state, header, lines, card, now }: TopicFacts): Step | undefined {
	if (!state) return view.control === "bot" ? undefined : { do: "open-topic", urgency: "asked" };
	if (state.headerId === null) return { do: "post-header", urgency: "asked" };
	// Buttons of an older lease do nothing: whoever looks at them is shown so at once.
	if (state.headerHash !== header.hash) return { do: "edit-header", urgency: "asked" };
	const { promise, unansweredSince } = view;
	const fresh = lines.filter(({ id }) => id > state.cardTo);
	const isAsked = fresh.some(({ by }) => by === "customer") && unansweredSince !== null;
	const isNewQuestion = isAsked && (state.question === null || state.question < unansweredSince);
	if (fresh.length > 0 && (state.cardId === null || isNewQuestion)) return { do: "post-lines", urgency: "asked" };
	if (promise && promise.dueAt <= now && state.dueTold?.getTime() !== promise.dueAt.getTime())
		return { do: "tell-due", urgency: "due", ...promise };
	if (!state.pinned) return { do: "pin", urgency: "transcript" };
	if (state.closed !== (view.closedAt !== null))
		return { do: "tell-closed", urgency: "transcript", closed: view.closedAt !== null };
	const pause = { notBefore: new Date((state.cardAt?.getTime() ?? 0) + EDIT_PAUSE_MS) };
	if (fresh.length > 0 && !card) return { do: "post-lines", urgency: "transcript", ...pause };
	if (card && state.cardId !== null && card.hash !== state.cardHash)
		return { do: "edit-lines", urgency: "transcript", ...pause };
	const line = nextFiles(lines, state.filesTo, now);
	if (line?.files.some(isAtHand)) return { do: "post-files", urgency: "transcript", line };
	if (state.calledNow !== view.name) return { do: "tell-called", urgency: "transcript" };
	return undefined;
}

/** The next line whose files are to be shown. One that is still on its way from the messenger is waited for: files keep their order. */
export function nextFiles(lines: readonly TopicLine[], shownTo: bigint, now: Date): TopicLine | undefined {
	return lines.find(
		({ id, by, files, at }) =>
			by !== "bot" &&
			id > shownTo &&
			files.some((file) => isAtHand(file) || (file.lost === null && now.getTime() - at.getTime() < COMES_WITHIN_MS)),
	);
}

/** Later nobody waits for it any more; the web shows it whenever it comes. */
const COMES_WITHIN_MS = 10 * 60_000;

/** A file that can be shown: kept by us already. */
export function isAtHand({ kept, source }: TopicLine["files"][number]): boolean {
	return kept !== null || (source !== null && !/^https?:/.test(source));
}
