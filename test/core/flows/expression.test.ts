import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	checkCondition,
	checkFormula,
	evaluate,
	type FormulaFault,
	functionsInFormula,
	holds,
	knownFormula,
	type LookedAt,
	namesInFormula,
	parseFormula,
} from "#core/flows/expression.ts";
import { scopeOf, widen } from "#core/flows/scope.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import type { ValueType } from "#core/flows/types.ts";
import { Wanting } from "#core/flows/world.ts";
import { aWorld } from "./a-world.ts";

const scope = scopeOf(shopVocabulary, {
	size: { is: "text" },
	qty: { is: "int" },
	score: { is: "int" },
	слот: { is: "record", record: "slot" },
	delivery: { is: "text" },
	product: { is: "record", record: "product" },
	agree: { is: "yesno" },
});

function faultOf(source: string): FormulaFault | undefined {
	const parsed = parseFormula(source);
	return "fault" in parsed ? parsed.fault : undefined;
}

function valueIn(source: string, names: Record<string, unknown> = {}) {
	return evaluate(knownFormula(source), aWorld(names));
}

describe("a formula that cannot be read says why, and where", () => {
	test.each([
		["cart.total = 1000", '"=" is not an operator here — write ==', 11],
		["cart.total +", "the formula ends too early", 12],
		["", "the formula ends too early", 0],
		["a ==", "the formula ends too early", 4],
		["a and", "the formula ends too early", 5],
		["== a", 'unexpected "=="', 0],
		["a or or b", 'unexpected "or"', 5],
		["a <> b", '"<>" is not an operator here — write !=', 2],
		["a === b", '"===" is not an operator here — write ==', 2],
		["a && b", '"&&" is not an operator here — write and', 2],
		["!a", '"!" is not an operator here — write not', 0],
		["a ≥ b", '"≥" is not an operator here — write >=', 2],
		["a, b", 'unexpected ","', 1],
		["a)", 'unexpected ")"', 1],
		["(a", "the formula ends too early", 2],
		["a not b", 'unexpected "not"', 2],
		["a == 1 b == 2", 'unexpected "b"', 7],
		['"abc', "the quote is not closed", 0],
		["«abc»", 'unexpected "«" — put texts in "straight quotes"', 0],
		["a == 1 и b == 2", 'unexpected "и" — write and', 7],
		["a == 1 AND b == 2", 'unexpected "AND" — write and', 7],
		["a == 1 или b == 2", 'unexpected "или" — write or', 7],
		["a < b < c", "comparisons do not chain — write a < b and b < c", 6],
		["f and f or t", '"and" and "or" are mixed without brackets — add brackets: a or (b and c)', 8],
		["f or f and t", '"and" and "or" are mixed without brackets — add brackets: a or (b and c)', 7],
		["wait > 3 днй", 'unexpected "днй"', 9],
		["wait > 3хх", '"3хх" is not a length of time; write 30m, 2h or 3 days', 7],
		["1 500", 'unexpected "500"', 2],
		["a.", "the formula ends too early", 2],
		["a[1.5]", 'unexpected "1.5"', 2],
		["a is full", 'unexpected "full"', 5],
		["{{ a }}", 'unexpected "{"', 0],
		["😀", 'unexpected "😀"', 0],
	])("%s", (source, message, at) => {
		expect(faultOf(source)).toEqual({ code: "F030", message, at });
	});

	test("a formula that goes on for pages, or into brackets without end, is refused and not tried", () => {
		expect(faultOf("1+".repeat(5000))?.message).toBe("a formula has at most 2000 characters");
		expect(faultOf("(".repeat(1999))?.message).toBe("the formula is nested too deeply");
		expect(faultOf("not ".repeat(499))?.message).toBe("the formula is nested too deeply");
	});

	test("a formula of 2,000 characters is still computed", () => {
		expect(valueIn(`1${"+1".repeat(999)}`)).toBe(1000);
	});
});

describe("a formula that does not fit is told with the place and the remedy", () => {
	test.each([
		["crat.total > 1", "F031", 'unknown name "crat" — did you mean "cart"?', 0],
		["customer.frist_name is empty", "F031", '"customer" has no field "frist_name" — did you mean "first_name"?', 9],
		["cart.items[0].titel == 'a'", "F031", '"cart.items[0]" has no field "titel" — did you mean "title"?', 14],
		["cart.total.kopecks > 1", "F031", '"cart.total" is a number and has no fields', 11],
		["customer.constructor == 1", "F031", '"customer" has no field "constructor"', 9],
		["sise(size) > 1", "F032", 'unknown function "sise" — did you mean "size"?', 0],
		["size() > 1", "F032", "size(of) takes 1 value, not 0", 0],
		["bought(product, 90 days, 1) > 1", "F032", "bought(product, within) takes 1 to 2 values, not 3", 0],
		["size(cart.count) > 1", "F034", "size(of) needs a list or a text, not a whole number", 5],
		[
			"cart.count",
			"F033",
			'"cart.count" is a whole number, not a yes/no — write cart.count > 0 or cart.count is not empty',
			0,
		],
		["not size", "F033", '"size" is a text, not a yes/no — write size is not empty', 4],
		[
			"agree and qty + 1",
			"F033",
			'"qty + 1" is a whole number, not a yes/no — write (qty + 1) > 0 or (qty + 1) is not empty',
			10,
		],
		['""', "F033", "a yes/no value is needed here", 0],
		["none", "F033", "a yes/no value is needed here", 0],
		['"5" == 5', "F034", "a text is compared with a whole number", 4],
		['"5" > "4"', "F034", '">" needs numbers, dates, times or lengths of time, not a text', 4],
		["cart.total contains 5", "F034", '"contains" needs a list or a text before it, not a number', 11],
		["5 in size", "F034", '"in" needs a list behind it, not a text', 2],
		["customer.tags contains 5", "F034", "a whole number is looked for in a list of another kind: a text", 14],
		['["a", 5] contains "a"', "F034", "a list holds a text and a whole number — its elements must be of one kind", 6],
		["size + qty == 1", "F034", "a text and a whole number cannot be added", 5],
		["now - customer.birthday > 1 day", "F034", "a date cannot be taken from a moment", 4],
		["-size == 1", "F034", '"-" needs a number, not a text', 1],
		["cart[0] == 1", "F034", '"cart" is a cart, not a list', 0],
		["product == слот", "F034", "a product is compared with a slot", 8],
	])("%s", (source, code, message, at) => {
		const faults = checkCondition(knownFormula(source), scope);
		expect(faults.map(({ code, message, at }) => ({ code, message, at }))).toEqual([{ code, message, at }]);
	});

	test("what a function may do without can be left out", () => {
		expect(checkCondition(knownFormula("bought(product) > 1 and bought(product.id, 90 days) > 1"), scope)).toEqual([]);
	});

	test("one mistake is one message: what depends on an unknown name is not complained about", () => {
		expect(checkCondition(knownFormula("nobody.knows + 1 > size(nothing)"), scope)).toHaveLength(2);
	});

	test.each<[string, ValueType]>([
		["cart.total", { is: "number" }],
		["qty + 1", { is: "int" }],
		["qty / 2", { is: "number" }],
		["now + 3 days", { is: "datetime" }],
		["customer.birthday - 3 дня", { is: "date" }],
		["now - customer.last_order_at", { is: "duration" }],
		["products_in(delivery)", { is: "list", of: { is: "record", record: "product" } }],
		["last_order().number", { is: "text" }],
		["customer.addresses[0].text", { is: "text" }],
		["[]", { is: "list", of: { is: "anything" } }],
		["слот.title + '!'", { is: "text" }],
		["none", { is: "anything" }],
		["not agree", { is: "yesno" }],
	])("%s has a type", (source, type) => {
		expect(checkFormula(knownFormula(source), scope)).toEqual({ type, faults: [] });
	});

	test("a place may know more names: the new answer inside reject", () => {
		const inside = widen(scope, { answer: { is: "int" } });
		expect(checkCondition(knownFormula("answer > product.stock"), inside)).toEqual([]);
		expect(checkCondition(knownFormula("answer > product.stock"), scope)).toHaveLength(1);
	});
});

describe("a formula is computed as it reads", () => {
	const cart = { id: "k1", count: 2, total: 3200, items: [{ title: "Медовик" }] };
	const customer = { first_name: "Анна", tags: ["вип"], consent: { advertising: true } };

	test.each<[string, unknown]>([
		["cart.count > 0 and cart.total >= 500", true],
		["cart.count == 0 or (cart.total > 3000 and cart.total < 4000)", true],
		["not cart.count == 2", false],
		['not (customer.tags contains "сотрудник")', true],
		["customer.consent.advertising", true],
		["cart.items[0].title", "Медовик"],
		["cart.items[7].title", null],
		["1 + 2 * 3 - 4 / 2", 5],
		["(1 + 2) * 3", 9],
		["--5", 5],
		["-cart.count", -2],
		["0.1 + 0.2 == 0.3", true],
		["cart.total / 0", null],
		["nobody.there + 1", null],
		['"а" + "б"', "аб"],
		['"a\\"b\\\\c\\nd"', 'a"b\\c\nd'],
		["'кавычки'", "кавычки"],
		["90 days > 12 weeks", true],
		["24h == 1 day", true],
		['delivery == "courier"', false],
		["[1, 2, 3] contains 2", true],
		["2 in [1, 3]", false],
		['"МЕДОВИК с орехами" contains "медовик"', true],
		["customer.constructor", null],
		["customer.__proto__ is empty", true],
	])("%s", (source, value) => {
		expect(valueIn(source, { cart, customer })).toEqual(value);
	});

	test.each<[string, boolean]>([
		["none == none", true],
		["missing == none", true],
		["missing != none", false],
		["missing == 5", false],
		["missing != 5", true],
		["missing < 5", false],
		["missing >= 5", false],
		["not missing < 5", true],
		["missing contains 5", false],
		["missing in [1]", false],
		["missing", false],
		["not missing", true],
		["missing is empty", true],
		["missing is not empty", false],
		['"" is empty', true],
		["[] is empty", true],
		["0 is empty", false],
		["false is empty", false],
	])("where nothing is known: %s", (source, value) => {
		expect(holds(knownFormula(source), aWorld())).toBe(value);
	});

	test.each<[string, unknown]>([
		["now", "2026-03-10T12:00:00.000Z"],
		["now + 3 days", "2026-03-13T12:00:00.000Z"],
		["now - 90m", "2026-03-10T10:30:00.000Z"],
		["day + 1 week", "2026-03-08"],
		["day - 1 day", "2026-02-28"],
		["now - at", { days: 0, seconds: 3600 }],
		["day - other_day", { days: 28, seconds: 0 }],
		["at < now", true],
		["day > other_day", true],
		['open >= "09:00"', true],
		["days_since(at)", 0],
		["days_since(other_day)", 37],
		["age(born)", 25],
		["hour(now)", 15],
		["hour(open)", 10],
		["weekday(now)", 2],
		["weekday(day)", 7],
		// The nearest one: "now" is a day of March.
		['each_year("12-31")', "2025-12-31"],
		['each_year("03-08")', "2026-03-08"],
		['each_year("02-29")', "2026-02-28"],
		['each_year("31.12")', null],
		["size(list)", 3],
		['size("торт")', 4],
		["size(missing)", null],
		["age(nonsense)", null],
	])("times and lengths: %s", (source, value) => {
		const names = {
			at: "2026-03-10T14:00:00+03:00",
			day: "2026-03-01",
			other_day: "2026-02-01",
			born: "2000-03-11",
			open: "10:30",
			list: [1, 2, 3],
			nonsense: "никогда",
		};
		expect(valueIn(source, names)).toEqual(value);
	});

	test("a day keeps the wall clock where the clock changes in between", () => {
		const world = aWorld({ at: "2026-03-28T11:00:00+01:00" }, { zone: "Europe/Berlin" });
		expect(evaluate(knownFormula("at + 1 day"), world)).toBe("2026-03-29T09:00:00.000Z");
		expect(evaluate(knownFormula("at + 24h"), world)).toBe("2026-03-29T10:00:00.000Z");
	});

	test("somebody born on 29 February is a year older on the 28th in an ordinary year", () => {
		const on = (now: string) =>
			evaluate(knownFormula("age(born)"), aWorld({ born: "2004-02-29" }, { now: new Date(now) }));
		expect(on("2026-02-27T12:00:00Z")).toBe(21);
		expect(on("2026-02-28T12:00:00Z")).toBe(22);
		expect(on("2028-02-28T12:00:00Z")).toBe(23);
		expect(on("2028-02-29T12:00:00Z")).toBe(24);
	});

	test("two records are the same if their ids are", () => {
		const names = { one: { id: "p1", title: "Медовик" }, other: { id: "p1", title: "Медовик, 1 кг" } };
		expect(valueIn("one == other", names)).toBe(true);
		expect(valueIn("[one] contains other", names)).toBe(true);
	});
});

describe("a formula that needs the database", () => {
	test("says what it wants, and is computed when that is at hand", () => {
		const formula = knownFormula("cart.count > 0 and bought(product.id, 90 days) > 1");
		const names = { cart: { count: 1 }, product: { id: "p1" } };
		const asks = aWorld(names, {
			call: (fn, args) => {
				throw new Wanting(fn, args);
			},
		});
		expect(() => evaluate(formula, asks)).toThrow(
			expect.objectContaining({ fn: "bought", args: ["p1", { days: 90, seconds: 0 }] }),
		);
		expect(evaluate(formula, aWorld(names, { call: () => 2 }))).toBe(true);
	});

	test("is not asked where the first condition already decides", () => {
		const formula = knownFormula("cart.count > 0 and bought(product.id) > 1");
		expect(evaluate(formula, aWorld({ cart: { count: 0 } }))).toBe(false);
	});
});

test("the trace is told what was looked at, as it is written in the file", () => {
	const looked: LookedAt = new Map();
	const world = aWorld({ cart: { total: 3200, items: [{ qty: 2 }] } });
	evaluate(knownFormula("cart.total >= 3000 and cart.items[0].qty > 1 and missing.name < 5"), world, looked);
	expect([...looked]).toEqual([
		["cart.total", 3200],
		["cart.items[0].qty", 2],
		["missing.name", null],
	]);
});

test("names and functions of a formula are listed with their places", () => {
	const formula = knownFormula("bought(product.id, 90 days) > 1 and size(cart.items) > qty");
	expect(namesInFormula(formula)).toEqual([
		{ path: ["product", "id"], at: 7 },
		{ path: ["cart", "items"], at: 41 },
		{ path: ["qty"], at: 55 },
	]);
	expect(functionsInFormula(formula).map(({ name }) => name)).toEqual(["bought", "size"]);
});

describe("whatever a marketer types", () => {
	const words = fc.constantFrom(
		..."and or not is empty contains in true false none == != < > ( ) [ ] , . + - * / \" ' cart total qty size 5 1.5 3 days 2h".split(
			" ",
		),
	);
	const anyFormula = fc.oneof(
		fc.string({ unit: "binary", maxLength: 60 }),
		fc.array(words, { maxLength: 14 }).map((list) => list.join(" ")),
		fc.array(words, { maxLength: 14 }).map((list) => list.join("")),
	);
	const anyValue = fc.oneof(
		fc.constant(null),
		fc.string(),
		fc.double(),
		fc.boolean(),
		fc.date({ noInvalidDate: false }),
		fc.record({ days: fc.double(), seconds: fc.double() }),
		fc.array(fc.integer()),
		fc.dictionary(fc.constantFrom("total", "id", "size"), fc.oneof(fc.double(), fc.string())),
	);

	test("it is read, or refused with a place inside it; it never breaks the program", () => {
		fc.assert(
			fc.property(anyFormula, (source) => {
				const parsed = parseFormula(source);
				if ("fault" in parsed) {
					expect(parsed.fault.at).toBeGreaterThanOrEqual(0);
					expect(parsed.fault.at).toBeLessThanOrEqual(source.length);
				} else {
					checkCondition(parsed.formula, scope);
				}
			}),
			{ numRuns: 2000 },
		);
	});

	test("what could be read has a value, whatever the names hold, and the value is plain JSON", () => {
		fc.assert(
			fc.property(anyFormula, anyValue, anyValue, anyValue, (source, cart, qty, size) => {
				const parsed = parseFormula(source);
				if ("fault" in parsed) return;
				const value = evaluate(parsed.formula, aWorld({ cart, qty, size }, { call: () => null }));
				expect(JSON.parse(JSON.stringify(value))).toEqual(value);
			}),
			{ numRuns: 2000 },
		);
	});

	test("operators between any two values give a value", () => {
		const ops = fc.constantFrom("+", "-", "*", "/", "==", "!=", "<", ">=", "contains", "in");
		fc.assert(
			fc.property(anyValue, ops, anyValue, (a, op, b) => {
				const value = evaluate(knownFormula(`a ${op} b`), aWorld({ a, b }));
				expect(JSON.parse(JSON.stringify(value))).toEqual(value);
			}),
			{ numRuns: 2000 },
		);
	});
});
