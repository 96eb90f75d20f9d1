import type { Pair, ParsedNode } from "yaml";
import type { SourceFile } from "./yaml.ts";

/** Where the words of a file that was read stand: for every object and list, the key and the value of each word. */
export class Places {
	readonly source: SourceFile;
	// They live as long as the objects do: weak maps would only cost the collector time, which hundreds of files feel.
	readonly #words = new Map<object, Map<string, Place>>();
	readonly #starts = new Map<object, number>();
	readonly #strays = new Map<object, (string | undefined)[]>();

	constructor(source: SourceFile) {
		this.source = source;
	}

	/** The object holds a word that it may not hold; `meant` is the nearest that it may. */
	stray(object: object, meant: string | undefined): void {
		this.#strays.set(object, [...(this.#strays.get(object) ?? []), meant]);
	}

	/** Whether an unknown word of the object was probably meant to be one of these: one mistake, one message. */
	wasMeant(object: object, words: readonly string[]): boolean {
		return (this.#strays.get(object) ?? []).some((meant) => meant === undefined || words.includes(meant));
	}

	/** The object begins at this offset. */
	begins(object: object, offset: number): void {
		this.#starts.set(object, offset);
	}

	put(object: object, word: string | number, place: Place): void {
		const words = this.#words.get(object) ?? new Map<string, Place>();
		words.set(String(word), place);
		this.#words.set(object, words);
	}

	/** Whether the file holds this object; false for what stands for a missing one. */
	has(object: object): boolean {
		return this.#starts.has(object);
	}

	/** Where an object begins: at its first key. */
	startOf(object: object): number {
		return this.#starts.get(object) ?? 0;
	}

	/** Where the key of a word stands; the object's beginning if it is not there. */
	keyOf(object: object, word: string): number {
		return this.#words.get(object)?.get(word)?.key ?? this.startOf(object);
	}

	/** Where the value of a word stands; the object's beginning if it is not there. */
	valueOf(object: object, word: string | number): number {
		return this.#words.get(object)?.get(String(word))?.value ?? this.startOf(object);
	}

	lineOf(object: object): number {
		return this.source.place(this.startOf(object)).line;
	}
}

export interface Place {
	key: number;
	value: number;
}

/** The offset at which a node begins. */
export function startOf(node: ParsedNode | null | undefined): number {
	return node?.range?.[0] ?? 0;
}

/** The places of a pair in a map. */
export function placeOf(pair: Pair<ParsedNode, ParsedNode | null>): Place {
	const key = startOf(pair.key);
	return { key, value: pair.value === null ? key : startOf(pair.value) };
}
