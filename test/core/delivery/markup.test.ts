import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeMarkup, plainText, type Run, readMarkup, writeMarkup } from "#core/delivery/markup.ts";

const show = (runs: readonly Run[]) =>
	runs.map(({ text, marks, link }) =>
		link ? `${text}<${[...marks, link]}>` : marks.length ? `${text}<${marks}>` : text,
	);

describe("what a marketer writes is read as meant", () => {
	test.each<[string, string[]]>([
		["Просто слова", ["Просто слова"]],
		["", []],
		["*Заказ* принят", ["Заказ<bold>", " принят"]],
		["_тихо_ и ~дорого~", ["тихо<italic>", " и ", "дорого<struck>"]],
		["код `A*B_C`", ["код ", "A*B_C<code>"]],
		["*жирный _и курсив_*", ["жирный <bold>", "и курсив<bold,italic>"]],
		["[наш сайт](https://shop.example/a_b_c)", ["наш сайт<https://shop.example/a_b_c>"]],
		["[*жирная* ссылка](https://a.example)", ["жирная<bold,https://a.example>", " ссылка<https://a.example>"]],
		["*[ссылка](tel:+79160000000)*", ["ссылка<bold,tel:+79160000000>"]],
		["«*Чай*», *мёд*.", ["«", "Чай<bold>", "», ", "мёд<bold>", "."]],
		["цена:*500 ₽*", ["цена:", "500 ₽<bold>"]],
		["*две\nстроки*", ["две\nстроки<bold>"]],
	])("%s", (source, runs) => expect(show(readMarkup(source))).toEqual(runs));
});

describe("broken markup is an ordinary character", () => {
	test.each<[string, string]>([
		["одна *звезда", "одна *звезда"],
		["snake_case_name и 5*3*2", "snake_case_name и 5*3*2"],
		["2 * 3 * 4", "2 * 3 * 4"],
		["**", "**"],
		["*", "*"],
		["``", "``"],
		["it`s *ok", "it`s *ok"],
		["*начало\n\nконец*", "*начало\n\nконец*"],
		["[слова](javascript:alert(1))", "[слова](javascript:alert(1))"],
		["[слова] (https://a.example)", "[слова] (https://a.example)"],
		["[слова](https://a example)", "[слова](https://a example)"],
		["](https://a.example)", "](https://a.example)"],
		["\\*не жирно\\*", "*не жирно*"],
		["C:\\Users\\n", "C:\\Users\\n"],
		["конец\\", "конец\\"],
	])("%s", (source, text) => expect(show(readMarkup(source))).toEqual([text]));
});

test("an unpaired backtick does not put out the marks behind it", () => {
	expect(show(readMarkup("it`s *ok*"))).toEqual(["it`s ", "ok<bold>"]);
});

test("a customer called anything at all stays what he is called, in the middle of bold too", () => {
	fc.assert(
		fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
			expect(plainText(escapeMarkup(name))).toBe(name);
			const runs = readMarkup(`*Здравствуйте, ${escapeMarkup(name)}!*`);
			if (!/\n[ \t]*\n/.test(name)) expect(show(runs)).toEqual([`Здравствуйте, ${name}!<bold>`]);
		}),
	);
});

test("a mark that reaches over a link stays outside of it, though the link begins with a blank", () => {
	const source = "_[ да](https://a.example) и нет_";
	const runs = readMarkup(source);

	expect(runs.map(({ marks }) => marks)).toEqual([["italic"], ["italic"]]);
	expect(readMarkup(writeMarkup(runs))).toEqual(runs);
});

test("what was read and written again reads the same", () => {
	const word = fc.constantFrom(
		"*",
		"_",
		"~",
		"`",
		"[",
		"](https://a.example)",
		"\\",
		" ",
		"\n",
		"\n\n",
		"слово",
		"a",
		".",
		"<b>",
	);
	fc.assert(
		fc.property(fc.array(word), (words) => {
			const runs = readMarkup(words.join(""));
			expect(readMarkup(writeMarkup(runs))).toEqual(runs);
		}),
		{ numRuns: 2000 },
	);
});

test.each([
	"*a ",
	"_*~",
	"](tel:",
	"[",
	"`",
	"*a* ",
	"\\",
	"[x](https://a.example/",
])("fifty thousand characters of %j are read in no time", (attack) => {
	const source = attack.repeat(50_000 / attack.length);
	const started = performance.now();
	readMarkup(source);
	expect(performance.now() - started).toBeLessThan(500);
});
