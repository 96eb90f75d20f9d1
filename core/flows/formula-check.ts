import { type Comparison, type Node, type NodeOf, partsOf, pathOf } from "./formula-tree.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { fieldsOf, type Scope } from "./scope.ts";
import { describeType, type Family, familyOf, fits, type ValueType } from "./types.ts";
import type { FunctionSpec, Parameter } from "./vocabulary.ts";

/** What is wrong with a formula, and where: `at` is an offset in its source, counted in UTF-16 units. */
export type FormulaFault = {
	readonly code: "F030" | "F031" | "F032" | "F033" | "F034";
	readonly message: string;
	readonly at: number;
	/** The nearest known word; the message holds it already. */
	readonly suggestion?: string;
};

/** Finds the type of a formula, and notes what does not fit. After a fault the type is `anything`, so that none follows. */
export function typeOfTree(tree: Node, source: string, scope: Scope): { type: ValueType; faults: FormulaFault[] } {
	const checking = new Checking(source, scope);
	const type = checking.typeOf(tree);
	return { type, faults: checking.faults };
}

/** Finds what is wrong with a formula that must say yes or no. */
export function faultsOfCondition(tree: Node, source: string, scope: Scope): FormulaFault[] {
	const checking = new Checking(source, scope);
	checking.condition(tree);
	return checking.faults;
}

const anything: ValueType = { is: "anything" };
const yesno: ValueType = { is: "yesno" };
const ordered: readonly Family[] = ["number", "date", "time", "datetime", "duration"];

class Checking {
	readonly faults: FormulaFault[] = [];
	private readonly source: string;
	private readonly scope: Scope;

	constructor(source: string, scope: Scope) {
		this.source = source;
		this.scope = scope;
	}

	typeOf(node: Node): ValueType {
		switch (node.kind) {
			case "literal":
				return node.type;
			case "name":
				return this.name(node.name, node.at);
			case "field":
				return this.field(node);
			case "index":
				return this.index(node);
			case "call":
				return this.call(node);
			case "list":
				return this.list(node.elements);
			case "not":
				this.condition(node.of);
				return yesno;
			case "and":
			case "or":
				for (const operand of node.operands) this.condition(operand);
				return yesno;
			case "empty":
				this.typeOf(node.of);
				return yesno;
			case "compare":
				this.compare(node);
				return yesno;
			case "minus":
				return this.minus(node);
			case "arithmetic":
				return this.arithmetic(node);
		}
	}

	/** A yes/no is needed here. */
	condition(node: Node): void {
		const type = this.typeOf(node);
		if (type.is === "yesno" || (type.is === "anything" && node.kind !== "literal")) return;
		this.fault("F033", this.notYesNo(node, type), node.at);
	}

	private notYesNo(node: Node, type: ValueType): string {
		if (node.kind === "literal" || node.kind === "list") return "a yes/no value is needed here";
		const written = this.written(node);
		const simple = pathOf(node) !== undefined || node.kind === "call";
		const compared = simple ? written : `(${written})`;
		const number = familyOf(type) === "number" ? `${compared} > 0 or ` : "";
		return `"${written}" is ${describeType(type)}, not a yes/no — write ${number}${compared} is not empty`;
	}

	private name(name: string, at: number): ValueType {
		const type = this.scope.typeOf(name);
		if (type) return type;
		return this.unknown("F031", `unknown name "${name}"`, name, this.scope.names(), at);
	}

	private field({ of, field, fieldAt }: NodeOf<"field">): ValueType {
		const owner = this.typeOf(of);
		if (owner.is === "anything") return anything;
		const fields = fieldsOf(owner, this.scope.vocabulary);
		const said = this.written(of);
		if (!fields) return this.fault("F031", `"${said}" is ${describeType(owner)} and has no fields`, fieldAt);
		if (Object.hasOwn(fields, field)) return fields[field] ?? anything;
		return this.unknown("F031", `"${said}" has no field "${field}"`, field, Object.keys(fields), fieldAt);
	}

	private index({ of }: NodeOf<"index">): ValueType {
		const owner = this.typeOf(of);
		if (owner.is === "anything") return anything;
		if (owner.is === "list") return owner.of;
		return this.fault("F034", `"${this.written(of)}" is ${describeType(owner)}, not a list`, of.at);
	}

	private call({ fn, args, at }: NodeOf<"call">): ValueType {
		const types = args.map((arg) => this.typeOf(arg));
		const { functions } = this.scope.vocabulary;
		const spec = Object.hasOwn(functions, fn) ? functions[fn] : undefined;
		if (!spec) return this.unknown("F032", `unknown function "${fn}"`, fn, Object.keys(functions), at);
		const needed = spec.params.filter(({ optional }) => !optional).length;
		if (args.length < needed || args.length > spec.params.length) {
			this.fault("F032", `${signature(fn, spec)} takes ${values(spec, needed)}, not ${args.length}`, at);
			return spec.gives;
		}
		for (const [position, type] of types.entries()) {
			const parameter = spec.params[position];
			if (!parameter || takes(parameter, type)) continue;
			const wanted = parameter.types.map(describeType).join(" or ");
			const message = `${signature(fn, spec)} needs ${wanted}, not ${describeType(type)}`;
			this.fault("F034", message, args[position]?.at ?? at);
		}
		return spec.gives;
	}

	private list(elements: readonly Node[]): ValueType {
		const types = elements.map((element) => this.typeOf(element));
		const of = types.find(({ is }) => is !== "anything") ?? anything;
		for (const [position, type] of types.entries()) {
			if (sameFamily(type, of)) continue;
			const message = `a list holds ${describeType(of)} and ${describeType(type)} — its elements must be of one kind`;
			this.fault("F034", message, elements[position]?.at ?? 0);
		}
		return { is: "list", of };
	}

	private compare({ op, opAt, left, right }: NodeOf<"compare">): void {
		const one = this.typeOf(left);
		const other = this.typeOf(right);
		if (op === "contains") this.contains(one, other, opAt);
		else if (op === "in") this.in(one, other, opAt);
		else this.ordered(op, one, other, opAt);
	}

	private ordered(op: Comparison, one: ValueType, other: ValueType, at: number): void {
		if (!sameFamily(one, other)) {
			this.fault("F034", `${describeType(one)} is compared with ${describeType(other)}`, at);
			return;
		}
		const family = familyOf(one) ?? familyOf(other);
		if (op === "==" || op === "!=" || family === undefined || ordered.includes(family)) return;
		const type = one.is === "anything" ? other : one;
		this.fault("F034", `"${op}" needs numbers, dates, times or lengths of time, not ${describeType(type)}`, at);
	}

	private contains(one: ValueType, other: ValueType, at: number): void {
		if (one.is === "anything") return;
		if (one.is === "list") this.element(other, one.of, at);
		else if (familyOf(one) !== "text") {
			this.fault("F034", `"contains" needs a list or a text before it, not ${describeType(one)}`, at);
		} else if (!sameFamily(one, other)) {
			this.fault("F034", `a text cannot contain ${describeType(other)}`, at);
		}
	}

	private in(one: ValueType, other: ValueType, at: number): void {
		if (other.is === "anything") return;
		if (other.is === "list") this.element(one, other.of, at);
		else this.fault("F034", `"in" needs a list behind it, not ${describeType(other)}`, at);
	}

	private element(element: ValueType, of: ValueType, at: number): void {
		if (sameFamily(element, of)) return;
		this.fault("F034", `${describeType(element)} is looked for in a list of another kind: ${describeType(of)}`, at);
	}

	private minus({ of }: NodeOf<"minus">): ValueType {
		const type = this.typeOf(of);
		const family = familyOf(type);
		if (family === undefined || family === "number" || family === "duration") return type;
		return this.fault("F034", `"-" needs a number, not ${describeType(type)}`, of.at);
	}

	private arithmetic({ op, opAt, left, right }: NodeOf<"arithmetic">): ValueType {
		const one = this.typeOf(left);
		const other = this.typeOf(right);
		if (one.is === "anything" || other.is === "anything") return anything;
		const gives = result(op, familyOf(one), familyOf(other));
		if (!gives) return this.fault("F034", impossible(op, one, other), opAt);
		return gives.is === "number" && op !== "/" && one.is === "int" && other.is === "int" ? { is: "int" } : gives;
	}

	private unknown(
		code: "F031" | "F032",
		message: string,
		word: string,
		known: Iterable<string>,
		at: number,
	): ValueType {
		const suggestion = nearest(word, known);
		this.faults.push({ code, message: message + didYouMean(suggestion), at, ...(suggestion && { suggestion }) });
		return anything;
	}

	private fault(code: FormulaFault["code"], message: string, at: number): ValueType {
		this.faults.push({ code, message, at });
		return anything;
	}

	private written(node: Node): string {
		return this.source.slice(node.at, node.end);
	}
}

/** The functions that a tree calls, in order. */
export function callsIn(tree: Node): { readonly name: string; readonly at: number }[] {
	const own = tree.kind === "call" ? [{ name: tree.fn, at: tree.at }] : [];
	return [...own, ...partsOf(tree).flatMap(callsIn)];
}

/** The names that a tree reads, in order, each with its fields. */
export function pathsIn(tree: Node): { readonly path: readonly string[]; readonly at: number }[] {
	const path = pathOf(tree);
	return path ? [{ path, at: tree.at }] : partsOf(tree).flatMap(pathsIn);
}

function takes(parameter: Parameter, type: ValueType): boolean {
	return parameter.types.some((wanted) => fits(type, wanted));
}

function sameFamily(one: ValueType, other: ValueType): boolean {
	const [family, others] = [familyOf(one), familyOf(other)];
	if (family === undefined || others === undefined) return true;
	if (one.is === "list" && other.is === "list") return sameFamily(one.of, other.of);
	return family === "record" ? fits(one, other) : family === others;
}

/** What an operator gives for two families; undefined where it makes no sense. */
function result(op: string, one: Family | undefined, other: Family | undefined): ValueType | undefined {
	switch (`${one} ${op} ${other}`) {
		case "number + number":
		case "number - number":
		case "number * number":
		case "number / number":
			return { is: "number" };
		case "text + text":
			return { is: "text" };
		case "date + duration":
		case "date - duration":
		case "duration + date":
			return { is: "date" };
		case "datetime + duration":
		case "datetime - duration":
		case "duration + datetime":
			return { is: "datetime" };
		case "date - date":
		case "datetime - datetime":
		case "duration + duration":
		case "duration - duration":
			return { is: "duration" };
		default:
			return undefined;
	}
}

function impossible(op: string, one: ValueType, other: ValueType): string {
	switch (op) {
		case "+":
			return `${describeType(one)} and ${describeType(other)} cannot be added`;
		case "-":
			return `${describeType(other)} cannot be taken from ${describeType(one)}`;
		default:
			return `"${op}" needs two numbers, not ${describeType(one)} and ${describeType(other)}`;
	}
}

function signature(fn: string, { params }: FunctionSpec): string {
	return `${fn}(${params.map(({ name }) => name).join(", ")})`;
}

function values({ params }: FunctionSpec, needed: number): string {
	const most = params.length;
	if (most === 0) return "no values";
	const count = needed === most ? `${most}` : `${needed} to ${most}`;
	return `${count} ${most === 1 ? "value" : "values"}`;
}
