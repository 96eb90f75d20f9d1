import type { SourceFile } from "./source-file.ts";
import { keyWord, type YamlNode, type YamlPair } from "./yaml-nodes.ts";

/** Where the words of a file that was read stand: for every object and list, the key and the value of each word. */
export class Places {
	readonly source: SourceFile;
	// They live as long as the objects do: weak maps would only cost the collector time, which hundreds of files feel.
	readonly #nodes = new Map<object, YamlNode>();
	readonly #names = new Map<object, number>();
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

	/** The object was read from this node: there its words are looked up if anybody asks, which is seldom. */
	madeOf(object: object, node: YamlNode): void {
		this.#nodes.set(object, node);
	}

	/** The object has its name, its `id`, in another map, at this offset. */
	named(object: object, at: number): void {
		this.#names.set(object, at);
	}

	/** Whether the file holds this object; false for what stands for a missing one. */
	has(object: object): boolean {
		return this.#nodes.has(object);
	}

	/** Where an object begins: at its first key. */
	startOf(object: object): number {
		const node = this.#nodes.get(object);
		return (node?.is === "map" ? node.pairs[0]?.key.start : undefined) ?? node?.start ?? 0;
	}

	/** Where the key of a word stands; the object's beginning if it is not there. */
	keyOf(object: object, word: string): number {
		return this.#nameOf(object, word) ?? this.#pairOf(object, word)?.key.start ?? this.startOf(object);
	}

	/** Where the value of a word stands; the object's beginning if it is not there. */
	valueOf(object: object, word: string | number): number {
		const name = this.#nameOf(object, word);
		if (name !== undefined) return name;
		const node = this.#nodes.get(object);
		const pair = this.#pairOf(object, word);
		const value = node?.is === "list" ? node.items[Number(word)] : (pair?.value ?? pair?.key);
		return value?.start ?? this.startOf(object);
	}

	lineOf(object: object): number {
		return this.source.place(this.startOf(object)).line;
	}

	#nameOf(object: object, word: string | number): number | undefined {
		return word === "id" ? this.#names.get(object) : undefined;
	}

	/** The last, as a word that stands there twice has its later value. */
	#pairOf(object: object, word: string | number): YamlPair | undefined {
		const node = this.#nodes.get(object);
		return node?.is === "map" ? node.pairs.findLast((pair) => keyWord(pair) === word) : undefined;
	}
}
