import type { Step, Verb } from "./flow-file.ts";
import { missingSpace } from "./line-faults.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { readObject } from "./read-words.ts";
import { type Reading, wrongKind } from "./reading.ts";
import { shallowStep } from "./schema.ts";
import { VERBS } from "./schema-steps.ts";
import { shapeOf } from "./schema-walk.ts";
import type { Nest, Where } from "./where.ts";
import { keyWord, type YamlMap, type YamlNode } from "./yaml-nodes.ts";

/** Words that any step may carry: they never tell which step it is. */
const COMMON = ["id", "when", "about", "stage"];

/** A step that was read, with the steps round it, outermost first. */
export interface StepNode {
	step: Step;
	within: readonly Nest[];
}

/** Reads the steps of a file. Each is known by its verb alone; an unknown one is told, and its words are not looked at. */
export class StepReader {
	/** In file order. */
	readonly nodes: StepNode[] = [];
	/** All steps, unknown ones too. */
	count = 0;

	readonly read = (reading: Reading, node: YamlNode, where: Where): Step[] => {
		if (node.is !== "list") {
			wrongKind(reading, node, "a list of steps");
			return [];
		}
		return node.items.flatMap((item, at) => this.#step(reading, item, where.inside(at)));
	};

	#step(reading: Reading, node: YamlNode, where: Where): Step[] {
		this.count++;
		if (node.is !== "map") {
			const verb = node.is === "scalar" ? /^([a-z]+):\S/.exec(String(node.value))?.[1] : undefined;
			if (verb !== undefined && isVerb(verb)) reading.error("F001", node.start + verb.length, missingSpace(verb));
			else wrongKind(reading, node, "a step, such as say: …,");
			return [];
		}
		const verb = verbOf(reading, node);
		if (!verb) return [];

		const path = pathOf(where.path);
		const step = { verb, key: path, path, line: 0 };
		const inner = where.asStep(step);
		const place = this.nodes.length;
		readObject(reading, shallowStep[verb], node, inner, step);
		step.line = reading.places.lineOf(step);
		normalise(reading, step);
		// Its schema has just been held against every word, and what was wrong is blank.
		const read = step as unknown as Step;
		this.nodes.splice(place, 0, { step: read, within: inner.within });
		return [read];
	}
}

/** `steps[4].then[0]` */
export function pathOf(path: readonly (string | number)[]): string {
	return path.map((word, at) => (typeof word === "number" ? `[${word}]` : at === 0 ? word : `.${word}`)).join("");
}

function verbOf(reading: Reading, { pairs, start }: YamlMap): Verb | undefined {
	const words = pairs.map(keyWord);
	const verbs = [...new Set(words.filter(isVerb))];
	// `say` of a handoff and `if` of a wait are words there, and verbs only where no other verb stands.
	const own = verbs.filter((one) => !verbs.some((other) => other !== one && one in shapeOf(shallowStep[other])));
	const [first, second] = own;
	const startOf = (word: string) => pairs[words.indexOf(word)]?.key.start ?? start;
	if (first && second) {
		const remedy = twoSteps(reading, startOf(first), startOf(second), second);
		reading.error("F004", startOf(second), `a step does one thing: "${first}" and "${second}" are two — ${remedy}`);
		return undefined;
	}
	const hidden = first && hiddenVerb(first, words);
	if (first && hidden === undefined) return first;
	const others = words.filter((word) => !COMMON.includes(word));
	const meant = hidden ?? others.find((word) => nearest(word, VERBS) !== undefined) ?? others[0];
	if (meant === undefined) reading.error("F003", start, `this step does nothing — it needs one of ${VERBS.join(", ")}`);
	else {
		const suggestion = nearest(meant, VERBS);
		const remedy = suggestion === undefined ? ` — a step is one of ${VERBS.join(", ")}` : didYouMean(suggestion);
		reading.error("F003", startOf(meant), `unknown step "${meant}"${remedy}`, suggestion);
	}
	return undefined;
}

/** Two verbs on two lines are two steps of which the second lost its dash. */
function twoSteps(reading: Reading, first: number, second: number, verb: Verb): string {
	const isBelow = reading.source.place(second).line > reading.source.place(first).line;
	return isBelow ? `is a - missing before ${verb}:?` : "write two steps";
}

/** A misspelt `handoff` makes its `say` look like the verb, a misspelt `wait` its `if`. */
function hiddenVerb(verb: Verb, words: readonly string[]): string | undefined {
	const own = shapeOf(shallowStep[verb]);
	return words.find((word) => {
		if (Object.hasOwn(own, word)) return false;
		const meant = nearest(word, VERBS);
		return meant !== undefined && isVerb(meant) && meant !== verb && verb in shapeOf(shallowStep[meant]);
	});
}

function isVerb(word: string): word is Verb {
	return Object.hasOwn(shallowStep, word);
}

/** Brings what may be written in several ways into the one form that a `FlowFile` has. */
function normalise(reading: Reading, step: Record<string, unknown>): void {
	if (isPlainMap(step.options)) step.options = listed(reading, step.options);
	else if (step.verb === "choose") step.options = [];
	if (isPlainMap(step.variants)) step.variants = listed(reading, step.variants);
	for (const word of ["if", "until"]) if (word in step) step[word] = String(step[word]);
	if (typeof step.each === "string") step.each = eachOf(step.each);
	if (isPlainMap(step.silence)) lined(reading, step.silence);
}

/** `x in formula` */
function eachOf(written: string): { name: string; list: string } {
	const found = EACH.exec(written);
	return { name: found?.[1] ?? "", list: found?.[2] ?? "" };
}

/** A loop's variable and its list. */
export const EACH = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s+in\s+(\S[\s\S]*)$/u;

/** A map of named things as a list in file order, each with its name as `id`. */
export function listed(reading: Reading, map: Record<string, unknown>): object[] {
	return Object.entries(map).map(([id, words]) => {
		const item = isPlainMap(words) ? words : {};
		const key = reading.places.keyOf(map, id);
		reading.places.named(item, key);
		// First in the object, as it reads best in traces and tests; the places belong to the object, so it stays the same.
		return Object.assign(item, { id });
	});
}

/** Notes on which line an object stands. */
export function lined(reading: Reading, object: Record<string, unknown>): void {
	object.line = reading.places.lineOf(object);
}

export function isPlainMap(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Gives each step its key: `id`; else the variable a question fills, if it is asked in one place only; else the path. */
export function nameSteps(nodes: readonly StepNode[]): void {
	const asked = new Map<string, number>();
	for (const { step } of nodes) {
		const variable = variableOf(step);
		if (variable !== undefined) asked.set(variable, (asked.get(variable) ?? 0) + 1);
	}
	for (const { step } of nodes) {
		const variable = variableOf(step);
		step.key = step.id ?? (variable !== undefined && asked.get(variable) === 1 ? variable : step.path);
	}
}

function variableOf(step: Step): string | undefined {
	if (step.verb === "ask") return step.ask;
	return step.verb === "choose" ? step.choose : undefined;
}
