import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkFiles } from "#core/flows/check-files.ts";
import { loadFlows, readFolder } from "#core/flows/load.ts";
import { openBook } from "#core/flows/open-book.ts";
import { VERBS } from "#core/flows/schema-steps.ts";
import type { FlowsText } from "#core/flows/shelf.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { runTestScript } from "#core/flows/test-files.ts";
import { readTestScript } from "#core/flows/test-script.ts";

/** What the guides show is what the marketer's own tools say of it: every example is checked strictly and played. */
const guides = [
	{ file: "flows/README.md", language: "ru", title: "Пример", word: "пример" },
	{ file: "flows/README.en.md", language: "en", title: "Example", word: "example" },
] as const;

const shipped = readFolder("flows");
const sharedFiles = shipped.filter(({ path }) => /^_|^(segments|offers)\/|^i18n\/\w+\._/.test(path));

const STARTS = [
	"says",
	"command",
	"link",
	"event",
	"enters",
	"leaves",
	"date",
	"every",
	"settle",
	"between",
	"key",
	"to",
];
const HEAD = [
	"audience",
	"again",
	"stop_when",
	"send",
	"quiet",
	"stale",
	"goal",
	"guard",
	"family",
	"holdout",
	"during",
];
const WORDS = ["when", "optional", "suggest", "reject", "retry", "silence", "nudge", "save", "keep", "many", "page"];
const MORE = ["from", "value", "label", "if_none", "also", "short", "image", "buttons", "any", "telegram", "whatsapp"];
const REST = ["template", "params", "skip", "labels", "with", "on_error", "for", "until", "pick", "note", "priority"];
const LAST = ["closed", "outcome", "reason", "because", "migrate", "always", "at_most", "about", "stage", "learn"];
const MODIFIERS = [...STARTS, ...HEAD, ...WORDS, ...MORE, ...REST, ...LAST];

const IN_ENGLISH = [
	["language: ru", "language: en"],
	["Анна", "Anna"],
	["Медовик", "Honey cake"],
	["Прага", "Prague cake"],
	["Торты", "Cakes"],
	["Пироги", "Pies"],
	["собран", "packed"],
	["Мира, 5", "5 Peace Street"],
] as const;

const SHOP = `  now: 2026-03-10T14:00:00+03:00
  customer: {id: c1, first_name: Анна, language: ru, phone: "+79001234567", birthday: "1990-03-20", orders_count: 2, likes: [cakes], tags: [], addresses: [], consent: {advertising: true, processing: true}}
  cart: {id: k1, count: 2, total: 3200, items: [{id: p1, title: Медовик, qty: 2, sum: 3200}]}
  catalogue: {categories: [{id: cakes, title: Торты}, {id: pies, title: Пироги}]}
  shop: {address: "Мира, 5", review_url: "https://maps.example/shop"}
  functions:
    recommended: [{id: p1, title: Медовик, price: 1500, stock: 4}, {id: p2, title: Прага, price: 1800, stock: 2}]
    products_in: []
    interested_in: [{id: c1}]
  actions:
    order.repeat: {returns: {id: o1, added: 2}}
    order.find: {returns: {id: o1, number: "1042", status_title: собран, total: 3200}}
`;

function inEnglish(shop: string): string {
	return IN_ENGLISH.reduce((text, [russian, english]) => text.replaceAll(russian, english), shop);
}

for (const guide of guides) {
	const examples = examplesIn(readFileSync(guide.file, "utf8"), guide);
	describe(guide.file, () => {
		test.each(examples.map((one) => [one.line, one] as const))("the example in line %i", (_, one) => {
			if (one.report !== undefined) {
				expect(
					`${checked(
						one.texts,
						one.texts.map(({ name }) => name),
					).trim()}\n`,
				).toBe(one.report);
				return;
			}
			expect(checked(one.texts)).toBe("");
			for (const { failure } of played(one.texts)) expect(failure).toBeUndefined();
		});

		test("every word of the language has its example, and nearly all of them are played", () => {
			const written = examples.flatMap(({ texts }) => texts.map(({ text }) => text)).join("\n");
			for (const word of [...VERBS, ...MODIFIERS])
				expect(written, `no example has ${word}:`).toMatch(new RegExp(`(^|[\\s{[,-])${word}:`, "m"));
			const silent = examples.filter(
				({ texts, report }) => report === undefined && !texts.some(({ path }) => path.endsWith(".test.yaml")),
			);
			expect(silent.length / examples.length).toBeLessThan(0.2);
		});
	});
}

/** An example as a folder of its own. `report`: it is broken on purpose, and this is what the checker says. */
type Example = { readonly line: number; readonly texts: FlowsText[]; readonly report?: string };
type Guide = (typeof guides)[number];
type Fence = { readonly line: number; readonly info: string; readonly text: string };

/**
 * The fenced blocks of a guide. `yaml NAME` is a whole file; those that follow one another are one folder. `yaml` alone is a
 * part of a flow, to which the head is added that the guide tells the reader to imagine. `yaml dialog` is a test of what
 * stands above it; `text` right behind a file is what the checker says of it.
 */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: what a fence means depends on the one before it
function examplesIn(markdown: string, guide: Guide): Example[] {
	const examples: { line: number; texts: FlowsText[]; report?: string }[] = [];
	let last = "";
	for (const { info, text, line } of fencesIn(markdown)) {
		const [kind, name] = info.split(" ");
		const current = examples.at(-1);
		if (kind === "text" && current && last === "file") current.report = text;
		if (kind !== "yaml") {
			last = "";
			continue;
		}
		if (name === "dialog") current?.texts.push(file("example.test.yaml", testOf(text, guide)));
		else if (name === undefined) examples.push({ line, texts: [file("example.flow.yaml", flowOf(text, guide))] });
		else if (current && last === "file" && !current.texts.some(({ path }) => path === name))
			current.texts.push(file(name, text));
		else examples.push({ line, texts: [file(name, text)] });
		last = name === undefined || name === "dialog" ? "part" : "file";
	}
	return examples;
}

function fencesIn(markdown: string): Fence[] {
	return [...markdown.matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].map((found) => ({
		line: markdown.slice(0, found.index).split("\n").length,
		info: (found[1] ?? "").trim(),
		text: found[2] ?? "",
	}));
}

function file(path: string, text: string): FlowsText {
	return { name: `flows/${path}`, path, text };
}

function flowOf(text: string, { title, word }: Guide): string {
	const has = (key: string) => new RegExp(`^${key}:`, "m").test(text);
	const head = { flow: "example", title, purpose: "service", stage: "care", start: `[{says: [${word}]}]` };
	const added = Object.entries(head).filter(([key]) => !has(key));
	return `${added.map(([key, value]) => `${key}: ${value}\n`).join("")}${text}`;
}

/** A test file of one case, set in the guide's shop. `given:` in the block is laid over it. */
function testOf(text: string, { language }: Guide): string {
	const own = text.replaceAll(/^(?=.)/gm, "    ");
	return `test: example\ngiven:\n${language === "en" ? inEnglish(SHOP) : SHOP}cases:\n  - name: as in the guide\n${own}`;
}

/** The example among the shared files; the shipped flows that it names are there, those that they name only by a word. */
function folder(texts: readonly FlowsText[]): FlowsText[] {
	const isThere = (all: readonly FlowsText[], path: string) => all.some((one) => one.path === path);
	const named = flowsNamedIn(texts).flatMap((path) =>
		shipped.filter((one) => path === one.path.replace(/^i18n\/\w+\.([a-z-]+)\.yaml$/, "$1.flow.yaml")),
	);
	const whole = [...texts, ...named.filter(({ path }) => !isThere(texts, path))];
	const shared = sharedFiles.filter(({ path }) => !isThere(whole, path));
	const stubs = flowsNamedIn([...whole, ...shared]).filter((path) => !isThere(whole, path));
	return [...shared, ...whole, ...stubs.map((path) => file(path, stubOf(path)))];
}

function flowsNamedIn(texts: readonly FlowsText[]): string[] {
	const named = texts.flatMap(({ text }) => [...text.matchAll(/\b(?:call|launch): ([a-z-]+)/g)]);
	return [...new Set(named.map(([, flow]) => `${flow}.flow.yaml`))];
}

function stubOf(path: string): string {
	const flow = path.slice(0, -".flow.yaml".length);
	return `flow: ${flow}\ntitle: ${flow}\npurpose: service\nstage: care\nstart: []\nsteps: [{say: ${flow}}]\n`;
}

/** What the checker says of these files; of the shared ones only what they say of flows that are not here is left out. */
function checked(texts: readonly FlowsText[], only = texts.map(({ name }) => name)): string {
	const { problems, report } = checkFiles(folder(texts), shopVocabulary, only);
	return problems.length === 0 ? "" : report;
}

function played(texts: readonly FlowsText[]) {
	const loaded = loadFlows(folder(texts), shopVocabulary);
	const ground = { open: openBook(loaded.book), loaded: loaded.book, vocabulary: shopVocabulary };
	return texts
		.filter(({ path }) => path.endsWith(".test.yaml"))
		.flatMap(({ name, text }) => {
			const read = readTestScript(name, text);
			if (!("script" in read)) throw new Error(JSON.stringify(read.problems, undefined, "\t"));
			return runTestScript(read.script, ground);
		});
}
