import type { Scope } from "./scope.ts";
import type { Value, ValueType } from "./types.ts";
import type { World } from "./world.ts";

/** A formula that could be read. Obtained by `parseFormula` alone, which keeps what it has read. */
export type Formula = { readonly source: string };

/** What is wrong with a formula, and where: `at` is an offset in its source, counted in UTF-16 units. */
export type FormulaFault = {
	readonly code: "F030" | "F031" | "F032" | "F033" | "F034";
	readonly message: string;
	readonly at: number;
	/** The nearest known word; the message holds it already. */
	readonly suggestion?: string;
};

/** A name that a formula reads: `["cart", "items", "title"]` for `cart.items[0].title`. */
export type NameUse = { readonly path: readonly string[]; readonly at: number };

/** Names and what they held, for the trace line: `cart.total` → 3200. */
export type LookedAt = Map<string, Value>;

/** Reads a formula, or says what is wrong with it. Cached by source. */
export function parseFormula(_source: string): { formula: Formula } | { fault: FormulaFault } {
	throw new Error("formulas are being written");
}

/** Reads a formula that has been checked before (a stored program). Throws what is wrong, as our own mistake. */
export function knownFormula(_source: string): Formula {
	throw new Error("formulas are being written");
}

/** The type that a formula gives, and everything that is wrong with it. */
export function checkFormula(_formula: Formula, _scope: Scope): { type: ValueType; faults: FormulaFault[] } {
	throw new Error("formulas are being written");
}

/** As `checkFormula`, where a yes/no is needed (F033). */
export function checkCondition(_formula: Formula, _scope: Scope): FormulaFault[] {
	throw new Error("formulas are being written");
}

/** The names that a formula reads, in order. */
export function namesInFormula(_formula: Formula): NameUse[] {
	throw new Error("formulas are being written");
}

/** The functions that a formula calls, in order. */
export function functionsInFormula(_formula: Formula): { readonly name: string; readonly at: number }[] {
	throw new Error("formulas are being written");
}

/** The value of a formula. Total, except that a `read` function may throw `Wanting`. */
export function evaluate(_formula: Formula, _world: World, _looked?: LookedAt): Value {
	throw new Error("formulas are being written");
}

/** Whether a condition holds; `none` is "no". */
export function holds(formula: Formula, world: World, looked?: LookedAt): boolean {
	return evaluate(formula, world, looked) === true;
}
