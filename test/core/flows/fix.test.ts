import { expect, test } from "vitest";
import { fixFile } from "#core/flows/fix.ts";
import { readFlowsFile } from "#core/flows/read-file.ts";

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
	const { text, lines } = fixFile("flow", `${HEAD}  # приветствие\n  - say: ${words}\n  - end: done\n`);

	expect(said(text)).toBe(words);
	expect(lines).toEqual([9]);
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

test("glued lines are kept apart", () => {
	const { text } = fixFile("flow", `${HEAD}  - say: >\n      Раз\n      Два\n`);

	expect(said(text)).toBe("Раз\nДва\n");
});

test("several traps in one file are all repaired", () => {
	const { text, lines } = fixFile("flow", `${HEAD}  - say: Итого: 1\n  - say: @x\n  - ask: a\n    text: Раз #два\n`);

	expect(lines).toEqual([8, 10, 13]);
	expect(readFlowsFile("flow", "x", text).problems).toEqual([]);
});

test("what is no text is left alone: a variant called short is no label", () => {
	const broken = `${HEAD}  - split: s\n    variants:\n      short: [50]\n      long: 50\n`;

	expect(fixFile("flow", broken)).toEqual({ text: broken, lines: [] });
});

test("a clean file is not touched", () => {
	const clean = `${HEAD}  - say: "Итого: 500 ₽" # сумма\n`;

	expect(fixFile("flow", clean).text).toBe(clean);
});
