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
	const { full, logic } = canonical(data, shallow[kind]);
	return { full: digest(full), logic: digest(logic ?? "") };
}

function digest(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}

/** Data as JSON, with all that does not count made equal; `logic` undefined: left out there altogether. */
type Texts = { readonly full: string; readonly logic: string | undefined };

/** Stands in the logic hash where words stand in the file. */
const WORDS = JSON.stringify("…");

/**
 * Words in the order of the alphabet, ordered maps as lists of pairs, what is written short as what it stands for. Both texts are
 * written out at once, as a folder has hundreds of thousands of values.
 */
function canonical(data: unknown, schema: z.ZodType): Texts {
	const wanted = bare(schema);
	const { apart, wording } = wanted.meta;
	const { full, logic } = inForm(data, wanted);
	if (apart || wording === "omit") return { full, logic: undefined };
	return { full, logic: wording ? WORDS : logic };
}

function inForm(data: unknown, wanted: Bare): Texts {
	if (wanted.form === "kinds") return inKind(data, wanted.inner, wanted.meta.shorthand);
	if (Array.isArray(data)) {
		if (wanted.form === "steps") return listOf(data.map(ofStep));
		if (wanted.form !== "list") return alike(JSON.stringify(data));
		const element = insideOf(wanted.inner);
		return listOf(data.map((item) => canonical(item, element)));
	}
	if (isPlainMap(data)) {
		if (wanted.form === "words") return ofWords(data, wanted.inner);
		if (wanted.form === "names") return ofNames(data, insideOf(wanted.inner), wanted.meta.ordered === true);
	}
	return alike(wanted.form === "steps" ? JSON.stringify(data) : sorted(data));
}

function ofStep(step: unknown): Texts {
	if (!isPlainMap(step)) return alike(JSON.stringify(step));
	const verbs = VERBS.filter((verb) => verb in step);
	const verb = verbs.find((one) => !verbs.some((other) => other !== one && one in shapeOf(shallowStep[other])));
	return verb ? ofWords(step, shallowStep[verb]) : alike(sorted(step));
}

function ofWords(data: Record<string, unknown>, schema: z.ZodObject): Texts {
	const shape = shapeOf(schema);
	const others = othersOf(schema);
	return mapOf(data, (word, value) => {
		const known = Object.hasOwn(shape, word) ? shape[word] : others;
		return known ? canonical(value, known) : alike(sorted(value));
	});
}

function ofNames(data: Record<string, unknown>, schema: z.ZodType, ordered: boolean): Texts {
	if (!ordered) return mapOf(data, (_, value) => marked(canonical(value, schema)));
	return listOf(
		Object.entries(data).map(([word, value]) => listOf([alike(JSON.stringify(word)), canonical(value, schema)])),
	);
}

/** What is written short counts as what it stands for. */
function inKind(data: unknown, schema: z.ZodUnion, shorthand: string | undefined): Texts {
	const kind = isPlainMap(data) ? "map" : Array.isArray(data) ? "list" : "scalar";
	const branches = branchesOf(schema);
	const longer = branches.find((branch) => kindOf(branch) === "map");
	if (kind === "scalar" && shorthand !== undefined && longer) return canonical({ [shorthand]: data }, longer);
	const branch = branches.find((one) => kindOf(one) === kind);
	return branch ? marked(canonical(data, branch)) : alike(JSON.stringify(data));
}

function alike(text: string): Texts {
	return { full: text, logic: text };
}

function marked({ full, logic }: Texts): Texts {
	return { full, logic: logic ?? WORDS };
}

function listOf(items: readonly Texts[]): Texts {
	const full = items.map((item) => item.full);
	const logic = items.map((item) => item.logic ?? WORDS);
	return { full: `[${full.join(",")}]`, logic: `[${logic.join(",")}]` };
}

function mapOf(data: Record<string, unknown>, textsOf: (word: string, value: unknown) => Texts): Texts {
	let [full, logic] = ["", ""];
	for (const word of sortedWords(data)) {
		const key = JSON.stringify(word);
		const texts = textsOf(word, data[word]);
		full += `${full && ","}${key}:${texts.full}`;
		if (texts.logic !== undefined) logic += `${logic && ","}${key}:${texts.logic}`;
	}
	return { full: `{${full}}`, logic: `{${logic}}` };
}

/** The text of what no schema says more about. */
function sorted(data: unknown): string {
	if (Array.isArray(data)) return `[${data.map(sorted).join(",")}]`;
	return isPlainMap(data) ? mapOf(data, (_, value) => alike(sorted(value))).full : JSON.stringify(data);
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
