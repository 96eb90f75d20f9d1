import { ANSWER, NOTHING, type Puzzle } from "./puzzle.ts";
import type { Verdict } from "./talk.ts";

/** What an assistant says to a puzzle, before anybody has believed it. */
export type Reply = { readonly choice: string; readonly answer?: string; readonly confidence: number };

/**
 * The verdict that a reply stands for. It can only name what was offered: anything else is nothing, and so is what the
 * assistant itself is not sure of. An answer read out of the words still has to pass the question's own parser and `reject`.
 */
export function readVerdict({ choices, mask }: Puzzle, { choice, answer = "", confidence }: Reply): Verdict | "none" {
	if (choice === NOTHING || !(confidence >= SURE)) return "none";
	const chosen = choices.find(({ id }) => id === choice);
	if (!chosen) return "none";
	if (choice !== ANSWER) return chosen.verdict;
	const read = mask.unmask(answer).trim();
	if (read === "" || !("answer" in chosen.verdict)) return "none";
	return { ...chosen.verdict, answer: read };
}

/** Below it a wrong guess costs the customer more than another question would. */
const SURE = 0.7;
