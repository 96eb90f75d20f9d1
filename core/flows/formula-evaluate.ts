import { dayNumber, dayNumbered } from "#core/zoned-time.ts";
import { builtInFunctions } from "./built-in-functions.ts";
import { addDuration, type Duration, inSeconds } from "./durations.ts";
import { type Arithmetic, type Comparison, type Node, type NodeOf, pathOf } from "./formula-tree.ts";
import { isDuration, isList, isRecord, momentOf, type RecordValue, type Value } from "./types.ts";
import type { World } from "./world.ts";

/** Names and what they held, for the trace line: `cart.total` → 3200. */
export type LookedAt = Map<string, Value>;

/** A formula ready to run. */
export type Code = (world: World, looked: LookedAt | undefined) => Value;

/** Makes of a tree a function that computes it: the tree is walked once, not at each evaluation. */
export function codeOf(node: Node, source: string): Code {
	const code = bare(node, source);
	if (node.kind !== "call" && pathOf(node) === undefined) return code;
	const name = source.slice(node.at, node.end);
	return (world, looked) => {
		const value = code(world, looked);
		looked?.set(name, value);
		return value;
	};
}

function bare(node: Node, source: string): Code {
	switch (node.kind) {
		case "literal":
			return () => node.value;
		case "name":
			return named(node.name);
		case "field": {
			const of = inside(node.of, source);
			return (world, looked) => field(of(world, looked), node.field);
		}
		case "index": {
			const of = inside(node.of, source);
			return (world, looked) => element(of(world, looked), node.index);
		}
		case "call":
			return call(node, source);
		case "list": {
			const elements = node.elements.map((part) => codeOf(part, source));
			return (world, looked) => elements.map((part) => part(world, looked));
		}
		case "not": {
			const of = codeOf(node.of, source);
			return (world, looked) => of(world, looked) !== true;
		}
		case "and": {
			const operands = node.operands.map((operand) => codeOf(operand, source));
			return (world, looked) => operands.every((operand) => operand(world, looked) === true);
		}
		case "or": {
			const operands = node.operands.map((operand) => codeOf(operand, source));
			return (world, looked) => operands.some((operand) => operand(world, looked) === true);
		}
		case "empty": {
			const of = codeOf(node.of, source);
			return (world, looked) => isEmpty(of(world, looked)) !== node.negated;
		}
		case "minus": {
			const of = codeOf(node.of, source);
			return (world, looked) => negative(of(world, looked));
		}
		case "compare": {
			const { op } = node;
			const left = codeOf(node.left, source);
			const right = codeOf(node.right, source);
			return (world, looked) => compare(op, left(world, looked), right(world, looked));
		}
		case "arithmetic": {
			const { op } = node;
			const left = codeOf(node.left, source);
			const right = codeOf(node.right, source);
			return (world, looked) => compute(op, left(world, looked), right(world, looked), world.zone);
		}
	}
}

/** The front part of a dotted name is not noted by itself: `cart.total` says enough. */
function inside(node: Node, source: string): Code {
	return node.kind === "call" ? codeOf(node, source) : bare(node, source);
}

function named(name: string): Code {
	if (name === "now") return (world) => world.now.toISOString();
	return (world) => world.lookup(name) ?? null;
}

function call({ fn, args }: NodeOf<"call">, source: string): Code {
	const values = args.map((arg) => codeOf(arg, source));
	const builtIn = Object.hasOwn(builtInFunctions, fn) ? builtInFunctions[fn] : undefined;
	if (builtIn) {
		return (world, looked) =>
			builtIn.compute(
				values.map((value) => value(world, looked)),
				world,
			);
	}
	return (world, looked) =>
		world.call(
			fn,
			values.map((value) => value(world, looked)),
		);
}

/** Only what the record itself holds: `constructor` and its kin are no fields. */
function field(value: Value, name: string): Value {
	return isRecord(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null;
}

function element(value: Value, index: number): Value {
	return isList(value) ? (value[index] ?? null) : null;
}

function isEmpty(value: Value): boolean {
	return value === null || value === "" || (isList(value) && value.length === 0);
}

function compare(op: Comparison, left: Value, right: Value): boolean {
	switch (op) {
		case "==":
			return equal(left, right);
		case "!=":
			return !equal(left, right);
		case "contains":
			return contains(left, right);
		case "in":
			return contains(isList(right) ? right : null, left);
		case "<":
			return order(left, right) < 0;
		case "<=":
			return order(left, right) <= 0;
		case ">":
			return order(left, right) > 0;
		case ">=":
			return order(left, right) >= 0;
	}
}

/** Exact, `none == none` included. Records are the same if their ids are; lengths of time if they last as long. */
export function equal(left: Value | undefined, right: Value | undefined): boolean {
	const [one, other] = [left ?? null, right ?? null];
	if (one === other) return true;
	if (isList(one))
		return isList(other) && one.length === other.length && one.every((value, at) => equal(value, other[at]));
	if (isDuration(one)) return isDuration(other) && inSeconds(one) === inSeconds(other);
	return isRecord(one) && isRecord(other) && sameRecord(one, other);
}

function sameRecord(one: RecordValue, other: RecordValue): boolean {
	if (typeof one.id === "string" && typeof other.id === "string") return one.id === other.id;
	return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) => equal(one[name], other[name]));
}

/** An element of a list, or a part of a text whatever the case of its letters. */
function contains(whole: Value, part: Value): boolean {
	if (part === null) return false;
	if (isList(whole)) return whole.some((value) => equal(value, part));
	return typeof whole === "string" && typeof part === "string" && whole.toLowerCase().includes(part.toLowerCase());
}

/** Negative, zero or positive; NaN, which is neither, where the two cannot be put in order. */
function order(left: Value, right: Value): number {
	if (typeof left === "number" && typeof right === "number") return left - right;
	// Dates, times and instants are spelled so that they sort as texts (types.ts).
	if (typeof left === "string" && typeof right === "string") return left < right ? -1 : left === right ? 0 : 1;
	if (isDuration(left) && isDuration(right)) return inSeconds(left) - inSeconds(right);
	return Number.NaN;
}

function negative(value: Value): Value {
	if (typeof value === "number") return tidy(-value);
	return isDuration(value) ? lengthOf(-value.days, -value.seconds) : null;
}

function compute(op: Arithmetic, left: Value, right: Value, zone: string): Value {
	if (typeof left === "number" && typeof right === "number") return tidy(reckon(op, left, right));
	switch (op) {
		case "+":
			return sum(left, right, zone);
		case "-":
			return difference(left, right, zone);
		default:
			return null;
	}
}

function sum(left: Value, right: Value, zone: string): Value {
	if (typeof left === "string") {
		if (typeof right === "string") return left + right;
		return isDuration(right) ? moved(left, right, zone) : null;
	}
	if (!isDuration(left)) return null;
	if (typeof right === "string") return moved(right, left, zone);
	return isDuration(right) ? lengthOf(left.days + right.days, left.seconds + right.seconds) : null;
}

function difference(left: Value, right: Value, zone: string): Value {
	if (typeof left === "string" && typeof right === "string") return between(right, left);
	const back = negative(right);
	return isDuration(back) ? sum(left, back, zone) : null;
}

function reckon(op: Arithmetic, left: number, right: number): number {
	switch (op) {
		case "+":
			return left + right;
		case "-":
			return left - right;
		case "*":
			return left * right;
		case "/":
			return left / right;
	}
}

/** Division by zero is `none`, and 0.1 + 0.2 is 0.3: binary dust behind the fifteenth digit is no one's money. */
function tidy(number: number): Value {
	if (Number.isSafeInteger(number)) return number + 0;
	// Rounding the largest numbers may carry them over the edge.
	const rounded = Number(number.toPrecision(15));
	return Number.isFinite(rounded) ? rounded : null;
}

function lengthOf(days: number, seconds: number): Value {
	return Number.isFinite(days) && Number.isFinite(seconds) ? { days: days + 0, seconds: seconds + 0 } : null;
}

/** From one day or instant to another. Days count by the calendar, instants exactly. */
function between(from: string, to: string): Value {
	const [first, last] = [dayNumber(from), dayNumber(to)];
	if (first !== undefined && last !== undefined) return lengthOf(last - first, 0);
	if (first !== undefined || last !== undefined) return null;
	const [start, end] = [momentOf(from), momentOf(to)];
	return start && end ? lengthOf(0, (end.getTime() - start.getTime()) / 1000) : null;
}

/** A day moves by whole days (hours that do not make one are dropped), an instant by days of the wall clock and the rest. */
function moved(at: string, by: Duration, zone: string): Value {
	const day = dayNumber(at);
	if (day !== undefined) return dayNumbered(day + by.days + Math.trunc(by.seconds / 86_400)) ?? null;
	const instant = momentOf(at);
	// The calendar ends somewhere: beyond it there is no moment.
	if (!instant || Math.abs(inSeconds(by)) > LONGEST_MOVE) return null;
	return momentOf(addDuration(instant, by, zone).toISOString())?.toISOString() ?? null;
}

const LONGEST_MOVE = 10_000 * 366 * 86_400;
