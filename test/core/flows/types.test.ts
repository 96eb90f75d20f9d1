import { describe, expect, test } from "vitest";
import {
	describeType,
	familyOf,
	fits,
	momentOf,
	parseType,
	typeWords,
	type ValueType,
	valueFrom,
} from "#core/flows/types.ts";

const product: ValueType = { is: "record", record: "product" };

test.each<[string, ValueType | undefined]>([
	["int", { is: "int" }],
	["list", { is: "list", of: { is: "text" } }],
	["list of product", { is: "list", of: product }],
	["list of list of int", { is: "list", of: { is: "list", of: { is: "int" } } }],
	["photo", { is: "file" }],
	["offer", { is: "record", record: "offer" }],
	["prodct", undefined],
	["list of", undefined],
	["list of prodct", undefined],
	["int int", undefined],
	["", undefined],
])("«%s» as a type", (written, type) => {
	expect(parseType(written)).toEqual(type);
});

test("every word that may stand for a type is one", () => {
	for (const word of typeWords()) expect(parseType(word)).toBeDefined();
});

test.each<[ValueType, string]>([
	[{ is: "int" }, "a whole number"],
	[{ is: "yesno" }, "a yes/no"],
	[product, "a product"],
	[{ is: "record", record: "offer" }, "an offer"],
	[{ is: "list", of: product }, "a list (each a product)"],
	[{ is: "fields", called: "order.created", fields: {} }, "the data of order.created"],
])("%o in words", (type, words) => {
	expect(describeType(type)).toBe(words);
});

test.each<[ValueType, ValueType, boolean]>([
	[{ is: "int" }, { is: "number" }, true],
	[{ is: "phone" }, { is: "text" }, true],
	[{ is: "text" }, { is: "int" }, false],
	[{ is: "date" }, { is: "datetime" }, false],
	[product, product, true],
	[product, { is: "record", record: "order" }, false],
	[{ is: "list", of: product }, { is: "list", of: product }, true],
	[{ is: "list", of: product }, { is: "list", of: { is: "text" } }, false],
	[{ is: "list", of: { is: "anything" } }, { is: "list", of: product }, true],
	[{ is: "anything" }, product, true],
])("%o where %o is wanted: %s", (given, wanted, right) => {
	expect(fits(given, wanted)).toBe(right);
});

test("phones and addresses of mail are texts, whole numbers are numbers", () => {
	expect([familyOf({ is: "phone" }), familyOf({ is: "email" }), familyOf({ is: "int" })]).toEqual([
		"text",
		"text",
		"number",
	]);
});

describe("what a file or a database holds becomes a value", () => {
	test.each<[unknown, unknown]>([
		[new Date("2026-03-10T12:00:00Z"), "2026-03-10T12:00:00.000Z"],
		["2026-03-10T15:00:00+03:00", "2026-03-10T12:00:00.000Z"],
		["2026-03-10", "2026-03-10"],
		["18:30", "18:30"],
		[new Date("nonsense"), null],
		[Number.NaN, null],
		[undefined, null],
		[() => 1, null],
		[
			{ id: "p1", at: new Date(0), gone: undefined },
			{ id: "p1", at: "1970-01-01T00:00:00.000Z", gone: null },
		],
		[
			[1, [true]],
			[1, [true]],
		],
	])("%o", (raw, value) => {
		expect(valueFrom(raw)).toEqual(value);
	});
});

test.each<[string, string | undefined]>([
	["2026-03-10T12:00:00.000Z", "2026-03-10T12:00:00.000Z"],
	["2026-03-10", undefined],
	["10000-01-01T00:00:00.000Z", undefined],
	["+010000-01-01T00:00:00.000Z", undefined],
	["2026-99-99T00:00:00.000Z", undefined],
	["торт", undefined],
])("%s stands for the moment %s", (value, at) => {
	expect(momentOf(value)?.toISOString()).toBe(at);
});
