import { createHash } from "node:crypto";
import { z } from "zod";
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
const WORDS = "…";
/** Left out altogether. */
const NOTHING = Symbol("nothing");

function digest(data: unknown): string {
	return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}

/** The data with all that does not count made equal: words in the order of the alphabet, ordered maps as lists of pairs. */
function canonical(data: unknown, schema: z.ZodType, depth: Depth): unknown {
	const { inner, meta } = bare(schema);
	if (depth === "logic") {
		if (meta.apart || meta.wording === "omit") return NOTHING;
		if (meta.wording) return WORDS;
	}
	if (meta.lang === "steps") return Array.isArray(data) ? data.map((step) => canonicalStep(step, depth)) : data;
	if (inner instanceof z.ZodUnion && isStructured(inner)) return canonicalUnion(data, inner, meta.shorthand, depth);
	if (inner instanceof z.ZodArray && Array.isArray(data)) {
		return data.map((item) => canonical(item, insideOf(inner), depth)).map((item) => (item === NOTHING ? WORDS : item));
	}
	if (!isPlainMap(data)) return data;
	if (inner instanceof z.ZodObject) return canonicalMap(data, shapeOf(inner), othersOf(inner), depth);
	if (inner instanceof z.ZodRecord) {
		const pairs = Object.entries(data).map(([word, value]) => [word, marked(canonical(value, insideOf(inner), depth))]);
		return meta.ordered ? pairs : sorted(pairs);
	}
	return sortedDeep(data);
}

function canonicalStep(step: unknown, depth: Depth): unknown {
	if (!isPlainMap(step)) return step;
	const verbs = VERBS.filter((verb) => verb in step);
	const verb = verbs.find((one) => !verbs.some((other) => other !== one && one in shapeOf(shallowStep[other])));
	return verb ? canonicalMap(step, shapeOf(shallowStep[verb]), undefined, depth) : sortedDeep(step);
}

function canonicalMap(
	data: Record<string, unknown>,
	shape: Record<string, z.ZodType>,
	others: z.ZodType | undefined,
	depth: Depth,
): unknown {
	const pairs = Object.entries(data).flatMap(([word, value]) => {
		const schema = shape[word] ?? others;
		const kept = schema ? canonical(value, schema, depth) : sortedDeep(value);
		return kept === NOTHING ? [] : [[word, kept]];
	});
	return sorted(pairs);
}

/** What is written short counts as what it stands for. */
function canonicalUnion(data: unknown, schema: z.ZodUnion, shorthand: string | undefined, depth: Depth): unknown {
	const kind = isPlainMap(data) ? "map" : Array.isArray(data) ? "list" : "scalar";
	const branches = branchesOf(schema);
	const longer = branches.find((branch) => kindOf(branch) === "map");
	if (kind === "scalar" && shorthand !== undefined && longer) return canonical({ [shorthand]: data }, longer, depth);
	const branch = branches.find((one) => kindOf(one) === kind);
	return branch ? marked(canonical(data, branch, depth)) : data;
}

function isStructured(schema: z.ZodUnion): boolean {
	return branchesOf(schema).some((branch) => kindOf(branch) !== "scalar");
}

function marked(value: unknown): unknown {
	return value === NOTHING ? WORDS : value;
}

function sorted(pairs: unknown[][]): unknown {
	return Object.fromEntries([...pairs].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

function sortedDeep(data: unknown): unknown {
	if (Array.isArray(data)) return data.map(sortedDeep);
	return isPlainMap(data) ? sorted(Object.entries(data).map(([word, value]) => [word, sortedDeep(value)])) : data;
}
