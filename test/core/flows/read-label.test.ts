import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalise } from "#core/flows/normalise.ts";
import { readLabel, readMany, type ShownOption } from "#core/flows/read-label.ts";

const options: ShownOption[] = [
	{ id: "where", label: "Где мой заказ", also: ["где заказ", "когда привезут"], number: 1 },
	{ id: "wrong", label: "Проблема с заказом", short: "Проблема", also: ["не привезли"], number: 2 },
	{ id: "other", label: "Другой вопрос", number: 3 },
	{ id: "like", label: "👍", number: 4 },
	{ id: "cake", label: "Торт «Мёд» 1500 ₽", number: 5 },
];

describe("an answer to a question with options", () => {
	test.each<[string, string | undefined, string | undefined]>([
		["Где мой заказ", "where", "label"],
		["где мой заказ?!", "where", "label"],
		["  ГДЕ   МОЙ ЗАКАЗ ", "where", "label"],
		["когда привезут", "where", "label"],
		["проблема", "wrong", "label"],
		["торт мед 1500", "cake", "label"],
		["👍", "like", "label"],
		["2", "wrong", "number"],
		["2️⃣", "wrong", "number"],
		["2.", "wrong", "number"],
		["7", undefined, undefined],
		["другой", "other", "beginning"],
		["проблема с", "wrong", "beginning"],
		["где", undefined, undefined],
		["друг", undefined, undefined],
		["где мой закас", "where", "typo"],
		["гед заказ", undefined, undefined],
		["где закза", "where", "typo"],
		["дргой вопрос", "other", "typo"],
		["другоой вопросс", "other", "typo"],
		["торт мёд 1501", undefined, undefined],
		["где мой торт", undefined, undefined],
		["да вот тут такое дело", undefined, undefined],
		["", undefined, undefined],
		["🙂", undefined, undefined],
	])("«%s» means %s", (text, id, by) => {
		const match = readLabel(text, options);
		expect(match?.option.id).toBe(id);
		expect(match?.by).toBe(by);
	});

	test("that fits two options fits neither", () => {
		const twins = [
			{ id: "a", label: "Торт Медовик" },
			{ id: "b", label: "Торт Наполеон" },
		];
		expect(readLabel("торт", twins)).toBeUndefined();
		expect(readLabel("торт медовек", twins)?.option.id).toBe("a");
	});

	test("a label in full beats one that only begins so", () => {
		const menu = [
			{ id: "long", label: "Торты на заказ" },
			{ id: "short", label: "Торты" },
		];
		expect(readLabel("торты", menu)?.option.id).toBe("short");
	});

	test("a number is that of the line as it was shown, not of the list", () => {
		const page = [
			{ id: "p9", label: "Наполеон", number: 1 },
			{ id: "p10", label: "Медовик", number: 2 },
		];
		expect(readLabel("2", page)?.option.id).toBe("p10");
		expect(
			readLabel(
				"2",
				page.map(({ id, label }) => ({ id, label })),
			),
		).toBeUndefined();
	});
});

describe("an answer to a question where several may be chosen", () => {
	test.each<[string, string[] | undefined]>([
		["1, 3", ["where", "other"]],
		["1,3,1", ["where", "other"]],
		["3 1", ["other", "where"]],
		["другой вопрос; 2", ["other", "wrong"]],
		["Где мой заказ", ["where"]],
		["1, чай", undefined],
		["9", undefined],
		[",,", undefined],
		["", undefined],
	])("«%s»", (text, ids) => {
		expect(readMany(text, options)?.map(({ id }) => id)).toEqual(ids);
	});
});

describe("whatever a customer writes", () => {
	const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));

	test("is normalised once and for all", () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const normal = normalise(text);
				expect(normal).toMatch(/^(?:[\p{L}\p{M}\p{N}]+(?: [\p{L}\p{M}\p{N}]+)*)?$/u);
				expect(normalise(` ${text}!`)).toBe(normal);
			}),
			{ numRuns: 1000 },
		);
	});

	test("with one letter wrong, missing, too many or exchanged in a long word it still means its option", () => {
		const word = fc.stringMatching(/^[а-я]{5,12}$/);
		const slip = fc.constantFrom("wrong", "missing", "extra", "exchanged");
		fc.assert(
			fc.property(word, slip, fc.nat(), (label, kind, anywhere) => {
				const at = anywhere % (label.length - 1);
				const [head, letter, rest] = [label.slice(0, at), label[at] ?? "", label.slice(at + 1)];
				const written = {
					wrong: `${head}q${rest}`,
					missing: head + rest,
					extra: `${head}q${letter}${rest}`,
					exchanged: head + (rest[0] ?? "") + letter + rest.slice(1),
				}[kind];
				expect(readLabel(written, [{ id: "it", label }])?.option.id).toBe("it");
			}),
		);
	});
});
