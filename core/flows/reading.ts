import { isMap, isScalar, isSeq, type ParsedNode, type Scalar } from "yaml";
import type { GlobalMeta } from "zod";
import { Places, startOf } from "./places.ts";
import type { Problem } from "./problem.ts";
import type { Lang } from "./schema-shared.ts";
import { keyWord, type SourceFile } from "./yaml.ts";

/** A scalar of the file whose form is right; what it means is for the checks that come after. */
export interface Leaf {
	lang: Lang;
	meta: GlobalMeta;
	/** The scalar, for places inside it. */
	node: Scalar.Parsed;
	/** What it says, as a text. */
	text: string;
	value: unknown;
	where: Where;
}

/** Where a word stands: in the file, and in which step. */
export interface Where {
	/** From the root of the file: `["steps", 4, "text"]`. */
	path: readonly (string | number)[];
	/** The step it belongs to, and its words from there; none in the head of a file. */
	step?: object;
	words: readonly (string | number)[];
	/** The steps round it, outermost first, each with the words behind which the inner one stands. */
	within: readonly Nest[];
}

export interface Nest {
	step: object;
	words: readonly (string | number)[];
}

export type ReadSteps = (reading: Reading, node: ParsedNode, where: Where) => unknown;

/** What was found while reading a file by its schema. Nothing here stops at the first mistake. */
export class Reading {
	readonly source: SourceFile;
	readonly problems: Problem[];
	readonly leaves: Leaf[] = [];
	readonly places: Places;
	/** Reads a list of steps; handed in, as steps are read by verb. */
	readonly readSteps: ReadSteps;

	constructor(source: SourceFile, problems: Problem[], readSteps: ReadSteps) {
		this.source = source;
		this.problems = problems;
		this.places = new Places(source);
		this.readSteps = readSteps;
	}

	error(code: string, offset: number, message: string, suggestion?: string): void {
		this.problems.push(this.source.problem("error", code, offset, message, suggestion));
	}
}

/** The root of a file. */
export const ROOT: Where = { path: [], words: [], within: [] };

/** One word further in. */
export function inside(where: Where, word: string | number): Where {
	return { ...where, path: [...where.path, word], words: [...where.words, word] };
}

/** Keeps a scalar for the checks of what it means. */
export function addLeaf(reading: Reading, meta: GlobalMeta, node: Scalar.Parsed, where: Where): void {
	if (meta.lang === undefined) return;
	const text = typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
	reading.leaves.push({ lang: meta.lang, meta, node, text, value: node.value, where });
}

/** The plain data of a node. */
export function plain(node: ParsedNode | null): unknown {
	if (isMap(node)) return Object.fromEntries(node.items.map((pair) => [keyWord(pair.key) ?? "", plain(pair.value)]));
	if (isSeq(node)) return node.items.map((item) => plain(item));
	return isScalar(node) ? node.value : null;
}

/** Tells that a list stands where a text should, and the like. */
export function wrongKind(reading: Reading, node: ParsedNode, wanted: string): void {
	reading.error(
		"F013",
		startOf(node),
		`${wanted} is expected here, not ${isMap(node) ? "a map" : isSeq(node) ? "a list" : "a single value"}`,
	);
}
