import { describe, expect, test } from "vitest";
import { share } from "#core/chance.ts";
import { fixFile } from "#core/flows/fix.ts";
import { readFolder } from "#core/flows/load.ts";
import { type ReadFile, readFlowsFile } from "#core/flows/read-file.ts";
import { nameTells } from "#core/flows/shelf.ts";
import { atNight } from "#test/support/at-night.ts";

const HEAD = "flow: x\ntitle: Проба\npurpose: service\nstage: care\nstart: []\nvars: {a: text}\nsteps:\n";

/** What the first message of the flow says after the repair. */
function said(text: string): unknown {
	const file = readFlowsFile("flow", "x.flow.yaml", text);
	expect(file.problems).toEqual([]);
	const [first] = file.steps;
	return first?.step.verb === "say" ? first.step.say.text : undefined;
}

test.each([
	["a colon", "Итого: 500 ₽"],
	["a colon behind a word that resembles one of ours", "My first chain: hello"],
	["a number sign", "Смотрите #новинки недели"],
	["a number", "007"],
	["nothing", "~"],
	["Liquid at the beginning", "{{ customer.first_name }}, привет!"],
	["Liquid and nothing else", "{{ customer.first_name }}"],
	["Liquid with a colon", '{{ cart.count | plural: "товар", "товара", "товаров" }}'],
	["a sign of YAML", "@promo для вас"],
	["code", "`код` из письма"],
	["an answer that YAML has too", "true"],
	["a number in another system", "0x1F"],
	["a percent sign", "% скидка"],
	["bold", "*Важно*"],
	["an exclamation mark", "!Внимание"],
	["a quotation", "> так и сказал"],
	["brackets", "[Акция]"],
	["a list's sign", "- 20%"],
])("a text with %s stands as it was written", (_what, words) => {
	const { text, repairs } = fixFile("flow", `${HEAD}  # приветствие\n  - say: ${words}\n  - end: done\n`);

	expect(said(text)).toBe(words);
	expect(repairs.map(({ line }) => line)).toEqual([9]);
	expect(text).toContain("  # приветствие\n");
});

test.each([
	[
		"a hash that became a number",
		"steps:",
		"migrate: [{from: 12e4, else: keep}]\nsteps:",
		'{from: "12e4", else: keep}',
	],
	[
		"a comma in a label",
		"  - end",
		"  - choose: a\n    text: Да?\n    options:\n      y: {label: Да, хочу, goto: z}\n  - id: z\n    end",
		'{label: "Да, хочу", goto: z}',
	],
])("%s is put in quotes", (_what, from, to, quoted) => {
	const { text } = fixFile("flow", `${HEAD}  - say: Раз\n  - end: done\n`.replace(from, to));

	expect(text).toContain(quoted);
	expect(readFlowsFile("flow", "x", text).problems).toEqual([]);
});

test("tabs become spaces", () => {
	const { text } = fixFile("flow", `${HEAD}\t- ask: a\n\t\ttext: Раз\n`);

	expect(text).toBe(`${HEAD}  - ask: a\n    text: Раз\n`);
});

test("a tab before a word that stands under a step goes as far in as the word above", () => {
	const { text } = fixFile("flow", `${HEAD}  - ask: a\n\ttext: Раз\n`);

	expect(text).toBe(`${HEAD}  - ask: a\n    text: Раз\n`);
});

test.each([
	["a colon", "{label: Заказать: сейчас, launch: order}", '{label: "Заказать: сейчас", launch: order}'],
	["a comma", "{label: Да, заказать, launch: order}", '{label: "Да, заказать", launch: order}'],
])("%s in the label of a button in a list is put in quotes, and named as what it is", (_what, written, mended) => {
	const aButton = (one: string) => `${HEAD}  - say:\n      text: Раз\n      buttons: [${one}]\n`;
	const [problem] = readFlowsFile("flow", "x", aButton(written)).problems;

	expect(problem?.message).toMatch(/^a text with "[:,]" inside \{ \} must be in quotes$/);
	expect(fixFile("flow", aButton(written)).text).toBe(aButton(mended));
});

test("glued lines are kept apart", () => {
	const { text } = fixFile("flow", `${HEAD}  - say: >\n      Раз\n      Два\n`);

	expect(said(text)).toBe("Раз\nДва\n");
});

test("several traps in one file are all repaired", () => {
	const { text, repairs } = fixFile("flow", `${HEAD}  - say: Итого: 1\n  - say: @x\n  - ask: a\n    text: Раз #два\n`);

	expect(repairs.map(({ line }) => line)).toEqual([8, 10, 13]);
	expect(readFlowsFile("flow", "x", text).problems).toEqual([]);
});

test("what is no text is left alone: a variant called short is no label", () => {
	const broken = `${HEAD}  - split: s\n    variants:\n      short: [50]\n      long: 50\n`;

	expect(fixFile("flow", broken)).toEqual({ text: broken, repairs: [] });
});

test("a clean file is not touched", () => {
	const clean = `${HEAD}  - say: "Итого: 500 ₽" # сумма\n`;

	expect(fixFile("flow", clean).text).toBe(clean);
});

/** A question whose one option is written like this. */
function anOption(written: string): string {
	return `${HEAD}  - choose: a\n    text: Как?\n    options:\n      great: ${written}\n  - id: z\n    end: done\n`;
}

describe("an option in braces stays an option", () => {
	test.each([
		["a number among the synonyms", "{label: Отлично, also: [супер, 5]}", '{label: Отлично, also: [супер, "5"]}'],
		["a number for a label", "{label: 5, goto: z}", '{label: "5", goto: z}'],
		["a colon in the label", "{label: Ну: так себе, goto: z}", '{label: "Ну: так себе", goto: z}'],
		["a comma in the label", "{label: Да, хочу, goto: z}", '{label: "Да, хочу", goto: z}'],
	])("%s is put in quotes, and nothing else", (_what, written, mended) => {
		expect(fixFile("flow", anOption(written)).text).toBe(anOption(mended));
	});

	test.each([
		["a bracket closed by another kind", "{label: Отлично, also: [супер, хорошо}"],
		["a brace that is not closed", "{label: Отлично, goto: z"],
		["a brace that is not opened", "label: Отлично, goto: z}"],
		["no space behind a word", "{label: Да, goto:z}"],
		["no colon behind a word", "{label: Да, goto z}"],
		["no comma before a word", "{label: Да goto: z}"],
		["quotes inside quotes", '{label: "a "b" c", goto: z}'],
		["a list", "[Да, нет]"],
	])("%s is left to a person", (_what, written) => {
		expect(fixFile("flow", anOption(written))).toEqual({ text: anOption(written), repairs: [] });
	});
});

test.each([
	["a quote that is not closed", '"Привет, с тортом?', "Привет, с тортом?"],
	["quotes inside quotes", '"Она сказала "ура"!"', 'Она сказала "ура"!'],
	["an apostrophe inside quotes", "'It's nice'", "It's nice"],
	["a text that only begins with a quotation", '"Привет" всем!', '"Привет" всем!'],
	["a quotation at either end", '"Ура" и "ура"', '"Ура" и "ура"'],
])("the customer reads no stray quote marks: %s", (_what, written, words) => {
	expect(said(fixFile("flow", `${HEAD}  - say: ${written}\n  - end: done\n`).text)).toBe(words);
});

test.each([
	["a quote too many", '"Она сказала "ура!"'],
	["the end of the step below on its line", "Привет  - end: done"],
	["a map with a number", "{text: Привет, image: 5"],
])("%s: nobody knows what was meant, so nothing is done", (_what, written) => {
	expect(fixFile("flow", `${HEAD}  - say: ${written}\n`).repairs).toEqual([]);
});

test("what was done is told line by line, old and new", () => {
	expect(fixFile("flow", `${HEAD}  - say: Итого: 5\n  - say: 7\n`).repairs).toEqual([
		{ line: 8, was: "  - say: Итого: 5", now: ["  - say: |-", "      Итого: 5"] },
		{ line: 10, was: "  - say: 7", now: ["  - say: |-", "      7"] },
	]);
});

/** The same file with one key struck wrongly, always the same ones: a sign gone, doubled, swapped, or one of YAML's put in. */
function typosIn(path: string, text: string, count: number): string[] {
	const signs = ['"', "'", "{", "}", "[", "]", ": ", ", ", " #", "- ", "|", ">", "*", "@", "\t", " ", "\n", "5"];
	return Array.from({ length: count }, (_, n) => {
		const at = Math.floor(share("typo", `${path} ${n}`) * (text.length - 2));
		const sign = signs[Math.floor(share("sign", `${path} ${n}`) * signs.length)] ?? "";
		const [before, here, next] = [text.slice(0, at), text[at] ?? "", text[at + 1] ?? ""];
		const kinds = [
			before + text.slice(at + 1),
			before + here + text.slice(at),
			before + next + here + text.slice(at + 2),
			before + sign + text.slice(at),
			before + sign + text.slice(at + 1),
		];
		return kinds[Math.floor(share("kind", `${path} ${n}`) * kinds.length)] ?? text;
	});
}

/** All that a file says, by place. */
function saidIn({ leaves }: ReadFile): Map<string, string> {
	return new Map(leaves.map(({ where, text, lang }) => [`${where.path.join(" ")} ${lang}`, text]));
}

/** Repairs that leave a clean file, each with the places where it says something else than the file that was meant. */
function repairsOf(path: string, text: string): { repairs: readonly object[]; changed: string[] }[] {
	const known = nameTells(path);
	// Of a translation the checker holds every key against its flow.
	if (known === undefined || known === "elsewhere" || known.kind === "i18n") return [];
	const meant = saidIn(readFlowsFile(known.kind, path, text));
	return typosIn(path, text, atNight ? 60 : 6).flatMap((typo) => {
		const { text: mended, repairs } = fixFile(known.kind, typo);
		const now = repairs.length > 0 ? readFlowsFile(known.kind, path, mended) : undefined;
		if (now?.problems.length !== 0) return [];
		const is = saidIn(now);
		const places = new Set([...meant.keys(), ...is.keys()]);
		return [{ repairs, changed: [...places].filter((place) => meant.get(place) !== is.get(place)) }];
	});
}

test("whatever key was struck wrongly, a repair that leaves a clean file changed one scalar at most", () => {
	const files = readFolder("flows").filter(({ path }) => atNight || path.endsWith(".flow.yaml"));
	const repaired = files.flatMap(({ path, text }) => repairsOf(path, text));

	expect(repaired.filter(({ changed }) => changed.length > 1)).toEqual([]);
	expect(repaired.length).toBeGreaterThan(0);
});
