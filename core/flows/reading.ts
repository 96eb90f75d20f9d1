import type { GlobalMeta } from "zod";
import { Places } from "./places.ts";
import type { Problem } from "./problem.ts";
import type { Lang } from "./schema-shared.ts";
import type { SourceFile } from "./source-file.ts";
import type { Where } from "./where.ts";
import type { YamlNode, YamlScalar } from "./yaml-nodes.ts";

/** A scalar of the file whose form is right; what it means is for the checks that come after. */
export interface Leaf {
	lang: Lang;
	meta: GlobalMeta;
	/** The scalar, for places inside it. */
	node: YamlScalar;
	/** What it says, as a text. */
	text: string;
	value: unknown;
	where: Where;
}

export type ReadSteps = (reading: Reading, node: YamlNode, where: Where) => unknown;

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

/** Keeps a scalar for the checks of what it means. */
export function addLeaf(reading: Reading, meta: GlobalMeta, node: YamlScalar, where: Where): void {
	if (meta.lang === undefined) return;
	const text = typeof node.value === "string" ? node.value : node.source;
	reading.leaves.push({ lang: meta.lang, meta, node, text, value: node.value, where });
}

/** Tells that a list stands where a text should, and the like. */
export function wrongKind(reading: Reading, node: YamlNode, wanted: string): void {
	reading.error("F013", node.start, `${wanted} is expected here, not ${CALLED[node.is]}`);
}

const CALLED = { map: "a map", list: "a list", scalar: "a single value", alias: "a single value" };
