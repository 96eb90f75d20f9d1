import { createHash } from "node:crypto";
import type { z } from "zod";
import { isPlainMap } from "./read-steps.ts";
import { type FileKind, shallow, shallowStep } from "./schema.ts";
import { VERBS } from "./schema-steps.ts";
import { bare, branchesOf, insideOf, kindOf, othersOf, shapeOf } from "./schema-walk.ts";

/** The two names of a version (§12). */
export interface Hashes {
	/** Of everything it says: comments, layout and the order of words do not count. */
	full: string;
	/** Of what running dialogs depend on: another wording has the same. */
	logic: string;
}

/** Takes both hashes of a file's data. */
export function hashFile(kind: FileKind, data: unknown): Hashes {
	return {
		full: digest(canonical(data, shallow[kind], "full")),
		logic: digest(canonical(data, shallow[kind], "logic")),
	};
}

type Depth = "full" | "logic";

/** Stands in the logic hash where words stand in the file. */
const WORDS = JSON.stringify("…");

function digest(text: string | undefined): string {
	return createHash("sha256")
		.update(text ?? "")
		.digest("hex");
}

/**
 * The data as JSON, with all that does not count made equal: words in the order of the alphabet, ordered maps as lists of
 * pairs. Undefined: left out altogether. It is written out at once, as a folder has hundreds of thousands of values.
 */
function canonical(data: unknown, schema: z.ZodType, depth: Depth): string | undefined {
	const wanted = bare(schema);
	const { meta } = wanted;
	if (depth === "logic") {
		if (meta.apart || meta.wording === "omit") return undefined;
		if (meta.wording) return WORDS;
	}
	switch (wanted.form) {
		case "steps":
			return Array.isArray(data) ? listText(data, (step) => canonicalStep(step, depth)) : JSON.stringify(data);
		case "list":
			return Array.isArray(data)
				? listText(data, (item) => canonical(item, insideOf(wanted.inner), depth))
				: valueText(data);
		case "words":
			return isPlainMap(data) ? canonicalWords(data, wanted.inner, depth) : valueText(data);
		case "names":
			return isPlainMap(data) ? canonicalNames(data, wanted.inner, meta.ordered === true, depth) : valueText(data);
		case "kinds":
			return canonicalUnion(data, wanted.inner, meta.shorthand, depth);
		default:
			return valueText(data);
	}
}

function canonicalStep(step: unknown, depth: Depth): string | undefined {
	if (!isPlainMap(step)) return JSON.stringify(step);
	const verbs = VERBS.filter((verb) => verb in step);
	const verb = verbs.find((one) => !verbs.some((other) => other !== one && one in shapeOf(shallowStep[other])));
	return verb ? canonicalWords(step, shallowStep[verb], depth) : sortedText(step);
}

function canonicalWords(data: Record<string, unknown>, schema: z.ZodObject, depth: Depth): string {
	const shape = shapeOf(schema);
	const others = othersOf(schema);
	return mapText(data, (word, value) => {
		const known = Object.hasOwn(shape, word) ? shape[word] : others;
		return known ? canonical(value, known, depth) : sortedText(value);
	});
}

function canonicalNames(data: Record<string, unknown>, schema: z.ZodRecord, ordered: boolean, depth: Depth): string {
	const textOf = (value: unknown) => canonical(value, insideOf(schema), depth) ?? WORDS;
	if (!ordered) return mapText(data, (_, value) => textOf(value));
	return listText(Object.entries(data), ([word, value]) => `[${JSON.stringify(word)},${textOf(value)}]`);
}

/** What is written short counts as what it stands for. */
function canonicalUnion(
	data: unknown,
	schema: z.ZodUnion,
	shorthand: string | undefined,
	depth: Depth,
): string | undefined {
	const kind = isPlainMap(data) ? "map" : Array.isArray(data) ? "list" : "scalar";
	const branches = branchesOf(schema);
	const longer = branches.find((branch) => kindOf(branch) === "map");
	if (kind === "scalar" && shorthand !== undefined && longer) return canonical({ [shorthand]: data }, longer, depth);
	const branch = branches.find((one) => kindOf(one) === kind);
	return branch ? (canonical(data, branch, depth) ?? WORDS) : JSON.stringify(data);
}

/** What no schema says more about. */
function valueText(data: unknown): string | undefined {
	return isPlainMap(data) ? sortedText(data) : JSON.stringify(data);
}

function sortedText(data: unknown): string | undefined {
	if (Array.isArray(data)) return listText(data, sortedText);
	return isPlainMap(data) ? mapText(data, (_, value) => sortedText(value)) : JSON.stringify(data);
}

function listText<Item>(items: readonly Item[], textOf: (item: Item) => string | undefined): string {
	return `[${items.map((item) => textOf(item) ?? WORDS).join(",")}]`;
}

function mapText(data: Record<string, unknown>, textOf: (word: string, value: unknown) => string | undefined): string {
	const kept: string[] = [];
	for (const word of sortedWords(data)) {
		const text = textOf(word, data[word]);
		if (text !== undefined) kept.push(`${JSON.stringify(word)}:${text}`);
	}
	return `{${kept.join(",")}}`;
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
