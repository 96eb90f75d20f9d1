/**
 * Why the shop says no. Codes are for programs (flows read them as `error.code`), sentences are for people.
 */
export type RefusalCode =
	| "not-found"
	| "expired"
	| "out-of-stock"
	| "not-allowed"
	| "taken"
	| "stale"
	| "invalid"
	| "too-late"
	| "unavailable"
	| "limit";

/** An answer, not an accident: something asked for cannot be done, and the sentence says why to a person. */
export class Refusal extends Error {
	override readonly name = "Refusal";
	readonly code: RefusalCode;

	constructor(code: RefusalCode, sentence: string) {
		super(sentence);
		this.code = code;
	}
}
