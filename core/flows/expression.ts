import { callsIn, type FormulaFault, faultsOfCondition, pathsIn, typeOfTree } from "./formula-check.ts";
import { type Code, codeOf, type LookedAt } from "./formula-evaluate.ts";
import { readFormula } from "./formula-parse.ts";
import type { Node } from "./formula-tree.ts";
import { Unreadable } from "./formula-words.ts";
import type { Scope } from "./scope.ts";
import type { Value, ValueType } from "./types.ts";
import type { World } from "./world.ts";

export type { FormulaFault } from "./formula-check.ts";
export type { LookedAt } from "./formula-evaluate.ts";

/** A formula that could be read. Obtained by `parseFormula` alone, which keeps what it has read. */
export type Formula = { readonly source: string; readonly tree: Node; readonly code: Code };

/** A name that a formula reads: `["cart", "items", "title"]` for `cart.items[0].title`. */
export type NameUse = { readonly path: readonly string[]; readonly at: number };

/** Reads a formula, or says what is wrong with it. Cached by source. */
export function parseFormula(source: string): ParsedFormula {
	const cached = parsed.get(source);
	if (cached) return cached;
	const read = parse(source);
	if (parsed.size >= MOST) parsed.clear();
	parsed.set(source, read);
	return read;
}

/** A formula, or why it is none. */
export type ParsedFormula = { readonly formula: Formula } | { readonly fault: FormulaFault };

/** Reads a formula that has been checked before (a stored program). Throws what is wrong, as our own mistake. */
export function knownFormula(source: string): Formula {
	const read = parseFormula(source);
	if ("fault" in read)
		throw new Error(`The formula "${source}" was accepted but cannot be read: ${read.fault.message}`);
	return read.formula;
}

/** The type that a formula gives, and everything that is wrong with it. */
export function checkFormula(formula: Formula, scope: Scope): { type: ValueType; faults: FormulaFault[] } {
	return typeOfTree(formula.tree, formula.source, scope);
}

/** As `checkFormula`, where a yes/no is needed (F033). */
export function checkCondition(formula: Formula, scope: Scope): FormulaFault[] {
	return faultsOfCondition(formula.tree, formula.source, scope);
}

/** The names that a formula reads, in order. */
export function namesInFormula(formula: Formula): NameUse[] {
	return pathsIn(formula.tree);
}

/** The functions that a formula calls, in order. */
export function functionsInFormula(formula: Formula): { readonly name: string; readonly at: number }[] {
	return callsIn(formula.tree);
}

/** The value of a formula. Total, except that a `read` function may throw `Wanting`. */
export function evaluate(formula: Formula, world: World, looked?: LookedAt): Value {
	return formula.code(world, looked);
}

/** Whether a condition holds; `none` is "no". */
export function holds(formula: Formula, world: World, looked?: LookedAt): boolean {
	return formula.code(world, looked) === true;
}

/** More formulas than any shop has. Emptied when full, rather than watched: a flow that is loaded anew is read anew. */
const MOST = 10_000;
const parsed = new Map<string, ParsedFormula>();

function parse(source: string): ParsedFormula {
	try {
		const tree = readFormula(source);
		return { formula: { source, tree, code: codeOf(tree, source) } };
	} catch (reason) {
		if (reason instanceof Unreadable) return { fault: { code: "F030", message: reason.message, at: reason.at } };
		throw reason;
	}
}
