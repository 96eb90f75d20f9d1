import fc from "fast-check";
import { expect, test } from "vitest";
import { readFolder } from "#core/flows/load.ts";
import { readSimpleYaml } from "#core/flows/simple-yaml.ts";
import { SourceFile } from "#core/flows/source-file.ts";
import { readAnyYaml } from "#core/flows/yaml.ts";
import type { YamlNode } from "#core/flows/yaml-nodes.ts";
import { manyRuns } from "#test/support/many-runs.ts";

const shipped = readFolder("flows").filter(({ path }) => path.endsWith(".yaml"));

test("the shop's own files are read the quick way, but for one or two", () => {
	const slow = shipped.filter(({ text }) => readSimpleYaml(text) === undefined);

	expect(slow.length).toBeLessThan(3);
	for (const { text } of shipped) readAlike(text);
});

test.each([
	["a key with brackets", "steps[0].text: Да\n"],
	["a text with # and : within words", "say: №5#3 http://a.ru/?x=1#y a:b # a comment\n"],
	["lists as far in as their key", "start:\n- says: [a, б в]\n- link: x\n\n# between\nsteps: [ ]\n"],
	["numbers, yes and no", "a: [1, -2, 0.5, 007, true, false, null, yes, 30m, 10%, 21:00-10:00]\n"],
	["quotes", `a: 'it''s'   # said\nb: "a \\"b\\" \\\\ \\n"\nc: {d: 'x, y', e: "}"}\n`],
	[
		"a block with empty lines, deeper lines and a comment's sign",
		"a: |\n    x\n\n      # y\n     \n    z\n  \n\nb: 1\n",
	],
	[
		"a block without its last line end, behind dashes",
		"a:\n  - |-\n    x\n    y\n\n  # c\n  - b: |\n      z\n    c: 1\n",
	],
	["a step behind many spaces", "-   say: a\n    id: b\n- x\n"],
	["a key that is a number", "labels: {1: a, 10: b}\n1: c\n"],
])("%s", (_, text) => {
	expect(readSimpleYaml(text)).toBeDefined();
	readAlike(text);
});

test.each([
	["a text over two lines", "a: b\n  c\n"],
	["a text that is folded", "a: >\n  b\n"],
	["an indent that does not fit", "a:\n    b: 1\n  c: 2\n"],
	["a word that stands twice", "a: {b: 1, b: 2}\n"],
	["one number written in two ways", "1: a\n01: b\n"],
	["a tab", "a:\tb\n"],
	["an anchor", "a: &x b\n"],
	["merged lines", "<<: {a: 1}\n"],
	["two documents", "a: 1\n---\nb: 1\n"],
	["a colon within a text", "a: b: c\n"],
	["a list behind a dash", "- - x\n"],
	["nothing behind a key", "a:\nb: 1\n"],
	["no last line end", "a: 1"],
	["nothing at all", "# a comment\n"],
])("%s is left to the judge", (_, text) => {
	expect(readSimpleYaml(text)).toBeUndefined();
});

const SCRAPS = [
	...[
		":",
		": ",
		"-",
		"- ",
		"#",
		" #",
		"\t",
		"\n",
		"\n\n",
		" ",
		"  ",
		"'",
		'"',
		"{",
		"}",
		"[",
		"]",
		",",
		"|",
		">",
		"&a",
		"*a",
		"!x",
	],
	...[
		"%",
		"@",
		"`",
		"? ",
		"---\n",
		"...\n",
		"\r\n",
		"~",
		"null",
		"01",
		"1.0",
		"\\",
		"{{",
		"%}",
		"<<: ",
		"«",
		"\u00a0",
		"|-",
		"- - ",
	],
	...["a: b", "", "0x1f", ".5", "1e3", "x:y", "# "],
];

/** A slip of the hand: something goes, comes in, or a line moves. */
const slip = fc.record({
	at: fc.nat(),
	gone: fc.integer({ min: 0, max: 3 }),
	scrap: fc.constantFrom(...SCRAPS),
	how: fc.constantFrom("within", "within", "in", "out", "double", "drop"),
});

test("whatever slips into a file: what is read the quick way is without fault, and reads the same", () => {
	fc.assert(
		fc.property(
			fc.nat(shipped.length - 1),
			fc.nat(),
			fc.array(slip, { minLength: 1, maxLength: 3 }),
			(file, from, slips) => {
				const text = slips.reduce(slipped, pieceOf(shipped[file]?.text ?? "", from));
				if (readSimpleYaml(text)) readAlike(text);
			},
		),
		{ numRuns: manyRuns(500), seed: 20261122 },
	);
});

/** Some forty lines of a file, from a word of its own on. */
function pieceOf(text: string, from: number): string {
	const lines = text.split("\n");
	const first = lines.findLastIndex((line, at) => at <= from % lines.length && /^\S/.test(line));
	return `${lines.slice(first, first + 40).join("\n")}\n`;
}

function slipped(text: string, { at, gone, scrap, how }: { at: number; gone: number; scrap: string; how: string }) {
	if (how === "within") return text.slice(0, at % text.length) + scrap + text.slice((at % text.length) + gone);
	const lines = text.split("\n");
	const line = at % lines.length;
	const written = lines[line] ?? "";
	const put = { in: [`  ${written}`], out: [written.replace(/^ {1,2}/, "")], double: [written, written], drop: [] };
	lines.splice(line, 1, ...(how in put ? put[how as keyof typeof put] : []));
	return lines.join("\n");
}

function readAlike(text: string): void {
	const { root, problems } = readAnyYaml(new SourceFile("", text));
	const simple = readSimpleYaml(text);
	expect(problems, text).toEqual([]);
	if (simple) expect(withoutEnds(simple), text).toEqual(root && withoutEnds(root));
}

/** Where a text behind `|` ends is nobody's business: the comments below it may belong to it or not. */
function withoutEnds(node: YamlNode): YamlNode {
	switch (node.is) {
		case "map":
			return {
				...node,
				pairs: node.pairs.map(({ key, value }) => ({ key: withoutEnds(key), value: value && withoutEnds(value) })),
			};
		case "list":
			return { ...node, items: node.items.map(withoutEnds) };
		case "scalar":
			return node.style === "literal" ? { ...node, end: 0 } : node;
		default:
			return node;
	}
}
