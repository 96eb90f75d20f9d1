import { type StepCountsView, WENT } from "#admin/contract/flow-page.ts";
import type { Word } from "../words.ts";

export type Went = (typeof WENT)[number];

/** What became of people at a step, in words. */
export const WENT_WORDS: Record<Went, Word> = {
	left: "wentOn",
	dropped: "wentAway",
	handed: "wentToPerson",
	here: "stillHere",
	held_out: "heldOutShort",
};

/** The counts of a step that are not nothing, in the order in which they are read. */
export function parts(counts: StepCountsView): { went: Went; word: Word; count: number }[] {
	return WENT.map((went) => ({ went, word: WENT_WORDS[went], count: counts[went] })).filter(({ count }) => count > 0);
}
