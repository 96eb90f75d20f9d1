import { Refusal, type RefusalCode } from "#core/refusal.ts";
import type { DeskWords } from "./words.ts";

/** A no in the reader's own words; the core's sentences are for logs and programs, its codes for everybody. */
export class Told extends Refusal {}

/** What a member reads of a refusal; `holder`: who is talking to the customer, where that is the reason. */
export function refusalWords(error: Refusal, words: DeskWords, holder?: string): string {
	if (error instanceof Told) return error.message;
	return error.code === "taken" ? words.heldBy(holder ?? words.someone) : words.refusals[error.code];
}

/** Throws a no that is told as it stands. */
export function refuse(code: RefusalCode, sentence: string): never {
	throw new Told(code, sentence);
}
