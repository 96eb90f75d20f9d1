/** What became of a tip. `missed`: nobody has answered it within a day. */
export type TipState = "open" | "sent" | "edited" | "wrong" | "missed";

/** How good a tip is: of the last so many shown those that were sent, as they were or edited. */
export type Score = { readonly shown: number; readonly taken: number };

/** So many count, the latest. */
export const COUNTED = 50;
const ENOUGH = 20;
const LEAST = 0.2;

/** `states` of the latest shown that are over. One that is still open is no verdict yet. */
export function scoreOf(states: readonly TipState[]): Score {
	const over = states.filter((state) => state !== "open").slice(0, COUNTED);
	return { shown: over.length, taken: over.filter((state) => state === "sent" || state === "edited").length };
}

/** Mostly wrong, and often enough to be sure of it: such a tip switches itself off. */
export function isMostlyWrong({ shown, taken }: Score): boolean {
	return shown >= ENOUGH && taken / shown < LEAST;
}
