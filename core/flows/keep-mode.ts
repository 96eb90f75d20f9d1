import type { JournalEntry } from "./talk.ts";
import type { Draft, DraftFrame } from "./turn.ts";

/** What was done at this instruction before the correction (§9.5), if it was undone and is not yet done again. */
export function remembered(run: Draft, frame: DraftFrame, kind: JournalEntry["kind"]): JournalEntry | undefined {
	return run.keep?.remembered.findLast(
		(entry) => entry.frame === frame.id && entry.pc === frame.pc && entry.kind === kind && isOfThisRound(entry, frame),
	);
}

/** In a loop an answer belongs to its round: what was said of the first cake is nothing about the second. */
function isOfThisRound({ kind, loops = {} }: JournalEntry, frame: DraftFrame): boolean {
	return kind !== "answer" || JSON.stringify(loops) === JSON.stringify(frame.loops);
}

/**
 * What this action did before the correction, taken out of what is remembered: an action that was done several times is
 * done again in the order in which it was done.
 */
export function takeUndone(run: Draft, frame: DraftFrame): JournalEntry | undefined {
	const { keep } = run;
	const undone = keep?.remembered.find(
		(entry) => entry.frame === frame.id && entry.pc === frame.pc && entry.kind === "action",
	);
	if (keep && undone) run.keep = { ...keep, remembered: keep.remembered.filter((entry) => entry !== undone) };
	return undone;
}

/** Whether the walk has come back to where it was when the customer corrected something. */
export function atFrontier(run: Draft, frame: DraftFrame): boolean {
	const frontier = run.keep?.frontier;
	return frontier !== undefined && frontier.frame === frame.id && frontier.pc === frame.pc;
}

export function leaveKeepMode(run: Draft): void {
	run.keep = undefined;
}
