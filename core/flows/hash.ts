import { createHash } from "node:crypto";
import type { z } from "zod";
import { isPlainMap } from "./read-steps.ts";
import { type FileKind, shallow, shallowStep } from "./schema.ts";
import { VERBS } from "./schema-steps.ts";
import { type Bare, bare, branchesOf, insideOf, kindOf, othersOf, shapeOf } from "./schema-walk.ts";

/** The two names of a version (§12). */
export interface Hashes {
	/** Of everything it says: comments, layout and the order of words do not count. */
	full: string;
	/** Of what running dialogs depend on: another wording has the same. */
	logic: string;
}

/** Takes both hashes of a file's data. */
export function hashFile(kind: FileKind, data: unknown): Hashes {
	const { full, logic } = new Canonical(data, shallow[kind]);
	return { full: digest(full), logic: digest(logic) };
}

function digest(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}

/** Stands in the logic hash where words stand in the file. */
const WORDS = JSON.stringify("…");

/**
 * Data as JSON, with all that does not count made equal: words in the order of the alphabet, ordered maps as lists of pairs, what
 * is written short as what it stands for. Both texts are written at once, as a folder has hundreds of thousands of values.
 */
class Canonical {
	full = "";
	logic = "";
	/** Within how many things that the logic does not depend on: those are written into `full` alone. */
	#apart = 0;

	constructor(data: unknown, schema: z.ZodType) {
		const wanted = bare(schema);
		this.#value(data, wanted, counts(wanted));
	}

	#write(text: string): void {
		this.full += text;
		if (this.#apart === 0) this.logic += text;
	}

	#value(data: unknown, wanted: Bare, counted: boolean): void {
		if (!counted) this.#apart++;
		this.#form(data, wanted);
		if (!counted) this.#apart--;
	}

	/** A value that is one of a row: where it does not count, it leaves a mark, as another number of them does count. */
	#marked(data: unknown, schema: z.ZodType): void {
		const wanted = bare(schema);
		const counted = counts(wanted);
		if (!counted && this.#apart === 0) this.logic += WORDS;
		this.#value(data, wanted, counted);
	}

	#form(data: unknown, wanted: Bare): void {
		if (wanted.form === "kinds") this.#kind(data, wanted.inner, wanted.meta.shorthand);
		else if (Array.isArray(data)) this.#list(data, wanted);
		else if (!isPlainMap(data)) this.#write(JSON.stringify(data));
		else if (wanted.form === "words") this.#words(data, wanted.inner);
		else if (wanted.form === "names") this.#names(data, insideOf(wanted.inner), wanted.meta.ordered === true);
		else if (wanted.form === "steps") this.#write(JSON.stringify(data));
		else this.#sorted(data);
	}

	#list(data: readonly unknown[], wanted: Bare): void {
		if (wanted.form === "steps") this.#row(data, (step) => this.#step(step));
		else if (wanted.form !== "list") this.#write(JSON.stringify(data));
		else {
			const element = insideOf(wanted.inner);
			this.#row(data, (item) => this.#marked(item, element));
		}
	}

	#row<Item>(items: readonly Item[], write: (item: Item) => void): void {
		this.#write("[");
		for (const [at, item] of items.entries()) {
			if (at > 0) this.#write(",");
			write(item);
		}
		this.#write("]");
	}

	#step(step: unknown): void {
		if (!isPlainMap(step)) {
			this.#write(JSON.stringify(step));
			return;
		}
		const verbs = VERBS.filter((verb) => verb in step);
		const verb = verbs.find((one) => !verbs.some((other) => other !== one && one in shapeOf(shallowStep[other])));
		if (verb) this.#words(step, shallowStep[verb]);
		else this.#sorted(step);
	}

	#words(data: Record<string, unknown>, schema: z.ZodObject): void {
		const shape = shapeOf(schema);
		const others = othersOf(schema);
		this.#map(data, (word) => (Object.hasOwn(shape, word) ? shape[word] : others));
	}

	#names(data: Record<string, unknown>, schema: z.ZodType, ordered: boolean): void {
		if (!ordered) {
			this.#map(data, () => schema, "marked");
			return;
		}
		this.#row(Object.entries(data), ([word, value]) => {
			this.#write(`[${JSON.stringify(word)},`);
			this.#marked(value, schema);
			this.#write("]");
		});
	}

	/** What is written short counts as what it stands for. */
	#kind(data: unknown, schema: z.ZodUnion, shorthand: string | undefined): void {
		const kind = isPlainMap(data) ? "map" : Array.isArray(data) ? "list" : "scalar";
		const branches = branchesOf(schema);
		const longer = branches.find((branch) => kindOf(branch) === "map");
		if (kind === "scalar" && shorthand !== undefined && longer) {
			this.#marked({ [shorthand]: data }, longer);
			return;
		}
		const branch = branches.find((one) => kindOf(one) === kind);
		if (branch) this.#marked(data, branch);
		else this.#write(JSON.stringify(data));
	}

	/** What no schema says more about. */
	#sorted(data: unknown): void {
		if (Array.isArray(data)) this.#row(data, (item) => this.#sorted(item));
		else if (isPlainMap(data)) this.#map(data, () => undefined);
		else this.#write(JSON.stringify(data));
	}

	/** Between one word and the next, where a word was written since the texts were so long. */
	#comma(full: number, logic: number): void {
		if (this.full.length > full) this.full += ",";
		if (this.logic.length > logic && this.#apart === 0) this.logic += ",";
	}

	/** Words that do not count are left out of the logic, or `marked` there. */
	#map(data: Record<string, unknown>, schemaOf: (word: string) => z.ZodType | undefined, marked?: "marked"): void {
		this.#write("{");
		const [full, logic] = [this.full.length, this.logic.length];
		for (const word of sortedWords(data)) {
			const schema = schemaOf(word);
			const isLeftOut = schema !== undefined && !marked && isSilent(bare(schema));
			if (isLeftOut) this.#apart++;
			this.#comma(full, logic);
			this.#write(`${JSON.stringify(word)}:`);
			if (schema) this.#marked(data[word], schema);
			else this.#sorted(data[word]);
			if (isLeftOut) this.#apart--;
		}
		this.#write("}");
	}
}

/** Whether running dialogs depend on it. */
function counts({ meta }: Bare): boolean {
	return !meta.apart && !meta.wording;
}

/** Whether they do not even depend on that it is there. */
function isSilent({ meta }: Bare): boolean {
	return meta.apart === true || meta.wording === "omit";
}

/** By the alphabet, but whole numbers before all and by size, as objects keep them: versions that are stored were hashed so. */
function sortedWords(data: Record<string, unknown>): string[] {
	const words = Object.keys(data);
	if (!isWhole(words[0])) return words.sort();
	return [...words.filter(isWhole), ...words.filter((word) => !isWhole(word)).sort()];
}

function isWhole(word: string | undefined): boolean {
	return word !== undefined && /^(?:0|[1-9]\d*)$/.test(word);
}
