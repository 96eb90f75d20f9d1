import type { Checking } from "./checking.ts";
import { checkCondition, checkFormula, parseFormula } from "./expression.ts";
import { fileScope, scopeAt } from "./flow-scope.ts";
import { offsetIn, offsetOf } from "./leaf-place.ts";
import { EACH } from "./read-steps.ts";
import type { Leaf } from "./reading.ts";
import type { Scope } from "./scope.ts";
import { checkText, parseText, phrasesIn } from "./texts.ts";
import { describeType, type ValueType } from "./types.ts";

/** Formulas, texts and values: whether they can be read, and whether every name in them is known and fits. */
export function checkNames(check: Checking): void {
	const base = fileScope(check);
	for (const leaf of check.file.leaves) {
		const scope = scopeAt(check, base, leaf);
		switch (leaf.lang) {
			case "formula":
				checkFormulaLeaf(check, leaf, scope);
				break;
			case "each":
				checkEach(check, leaf, scope);
				break;
			case "text":
			case "label":
			case "note":
			case "template":
				checkTextLeaf(check, leaf, scope);
				break;
			case "value":
			case "reason":
				checkValue(check, leaf, scope);
		}
	}
}

/** The type a value of the file has: of a formula its result, of a literal its own. Undefined where that is unknown. */
export function typeOfValue(leaf: Leaf, scope: Scope): ValueType | undefined {
	const { value } = leaf;
	if (value === null) return { is: "anything" };
	if (typeof value === "boolean") return { is: "yesno" };
	if (typeof value === "number") return { is: Number.isInteger(value) ? "int" : "number" };
	if (!leaf.text.startsWith("=")) return { is: "text" };
	const read = parseFormula(leaf.text.slice(1));
	if ("fault" in read) return undefined;
	const { type, faults } = checkFormula(read.formula, scope);
	return faults.length > 0 ? undefined : type;
}

function checkFormulaLeaf(check: Checking, leaf: Leaf, scope: Scope): void {
	formulaAt(check, leaf, leaf.text, 0, scope, leaf.meta.yields ?? "any");
}

function checkEach(check: Checking, leaf: Leaf, scope: Scope): void {
	const found = EACH.exec(leaf.text);
	const list = found?.[2];
	if (list === undefined) {
		check.error("F012", leaf.node.start, "write: each: x in list");
		return;
	}
	formulaAt(check, leaf, list, leaf.text.length - list.length, scope, "list");
}

/** Checks a formula that begins at `from` in the scalar. */
function formulaAt(
	check: Checking,
	leaf: Leaf,
	formula: string,
	from: number,
	scope: Scope,
	yields: "yesno" | "list" | "any",
): void {
	const { source } = check.file;
	const read = parseFormula(formula);
	if ("fault" in read) {
		const { code, at, message, suggestion } = read.fault;
		check.error(code, offsetIn(leaf, source, from + at), message, suggestion);
		return;
	}
	const { type, faults } = checkFormula(read.formula, scope);
	const all = yields === "yesno" ? checkCondition(read.formula, scope) : faults;
	for (const { code, at, message, suggestion } of all)
		check.error(code, offsetIn(leaf, source, from + at), message, suggestion);
	if (yields === "list" && all.length === 0 && type.is !== "list" && type.is !== "anything")
		check.error("F034", offsetIn(leaf, source, from), `a list is needed here, and this is ${describeType(type)}`);
}

function checkTextLeaf(check: Checking, leaf: Leaf, scope: Scope): void {
	const { source } = check.file;
	const read = parseText(leaf.text);
	const faults = "faults" in read ? read.faults : checkText(read.text, scope);
	for (const { code, message, row, column, suggestion } of faults)
		check.error(code, offsetOf(leaf, source, row, column), message, suggestion);
	if ("faults" in read) return;
	const known = check.phrases;
	for (const { id, row, column } of phrasesIn(read.text)) {
		const at = offsetOf(leaf, source, row, column);
		if (check.file.kind === "phrases") check.error("F045", at, "a phrase cannot show another phrase");
		else if (!known.includes(id)) check.unknown("F045", at, `there is no phrase "${id}" in _phrases.yaml`, id, known);
	}
}

/** A literal, a text, or a formula behind `=`. */
function checkValue(check: Checking, leaf: Leaf, scope: Scope): void {
	const { text, value } = leaf;
	if (typeof value !== "string") return;
	if (text.startsWith("=")) {
		formulaAt(check, leaf, text.slice(1), 1, scope, "any");
		return;
	}
	if (/\{[{%]/.test(text)) {
		checkTextLeaf(check, leaf, scope);
		return;
	}
	const variables = check.file.kind === "flow" ? check.flow.vars : {};
	if (leaf.lang === "value" && Object.hasOwn(variables, text))
		check.warn(
			"F035",
			leaf.node.start,
			`"${text}" is plain text here — for the value of the variable write =${text}`,
			`=${text}`,
		);
}
