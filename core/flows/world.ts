import type { Value } from "./types.ts";

/** What formulas and texts are evaluated against. Nothing here may wait or change anything. */
export type World = {
	/** The value of a root, a variable or a loop variable; undefined where nothing has that name. `now` is not asked for. */
	lookup(name: string): Value | undefined;
	/** The result of a `read` function. Throws `Wanting` while it is not at hand. Pure functions are never asked for. */
	call(fn: string, args: readonly Value[]): Value;
	/** The words of an entry of `_phrases.yaml`, in the language of the customer; undefined if there is none. */
	phrase(id: string): string | undefined;
	/** The turn's time. */
	readonly now: Date;
	/** IANA zone of the customer. */
	readonly zone: string;
	/** BCP 47 language of the customer. */
	readonly language: string;
	/** ISO 4217 currency of the shop. */
	readonly currency: string;
};

/**
 * Thrown by `World.call` when the result of a `read` function is not at hand: the engine catches it, obtains the result
 * and evaluates again. No accident, therefore no Error: nobody needs its stack, and taking one would be the largest cost.
 */
export class Wanting {
	readonly fn: string;
	readonly args: readonly Value[];

	constructor(fn: string, args: readonly Value[]) {
		this.fn = fn;
		this.args = args;
	}
}
