import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileFlow } from "#core/flows/compile.ts";
import { hashFile } from "#core/flows/hash.ts";
import { asFlow, type ReadFile, readFlowsFile } from "#core/flows/read-file.ts";
import type { Leaf } from "#core/flows/reading.ts";

const order = readFileSync("flows/order.flow.yaml", "utf8");

function hashesOf(text: string) {
	const file = readFlowsFile("flow", "order.flow.yaml", text);
	expect(file.problems).toEqual([]);
	return hashFile("flow", file.data());
}

function edited(from: string | RegExp, to: string): string {
	const text = order.replace(from, to);
	expect(text).not.toBe(order);
	return text;
}

type Effect = "same version" | "new wording" | "new logic";

/** §12: what an edit does to the dialogs that are running. */
const edits: [string, string, Effect][] = [
	["a comment goes", edited("# Клиент замолчал на любом вопросе этого сценария.\n", ""), "same version"],
	["a blank line comes", edited("\nsteps:\n", "\n\nsteps:\n"), "same version"],
	[
		"words of a map change places",
		edited("flow: order\ntitle: Оформление заказа\n", "title: Оформление заказа\nflow: order\n"),
		"same version",
	],
	["a typo is mended", edited("Что вам показать?", "Что Вам показать?"), "new wording"],
	["a button is renamed", edited("label: Оформить,", "label: Оформить заказ,"), "new wording"],
	[
		"an option written short gets a map",
		edited("label: Добавить ещё,", "label: Добавить ещё, short: Ещё,"),
		"new wording",
	],
	["a synonym comes", edited("also: [доставка, привезите]", "also: [доставка, привезите, везите]"), "new wording"],
	["the first synonym comes", edited("time: {label: Время,", "time: {label: Время, also: [когда],"), "new wording"],
	["another stage", edited("stage: product", "stage: catalogue"), "new wording"],
	["another way to start", edited("- command: order", "- command: buy"), "new wording"],
	["a note for operators", edited("note: не смог указать количество", "note: не понял количество"), "new wording"],
	["a silence gets longer", edited("after: 30m", "after: 45m"), "new logic"],
	["an option comes", edited("      pickup: {", "      post: Почтой\n      pickup: {"), "new logic"],
	["options change places", swapped(), "new logic"],
	["another condition", edited("answer > 20", "answer > 30"), "new logic"],
	["a step is renamed", edited("id: more", "id: further"), "new logic"],
	["another reason", edited("reason: no_slot", "reason: other"), "new logic"],
	["a variable comes", edited("  fix: text\n", "  fix: text\n  gift: text\n"), "new logic"],
	[
		"a skip button comes",
		edited("        type: address\n", "        type: address\n        optional: Потом\n"),
		"new logic",
	],
];

function swapped(): string {
	const more = "      more: {label: Добавить ещё, goto: pick_category}\n";
	const checkout = "      checkout: {label: Оформить, also: [дальше, всё, это всё]}\n";
	return edited(more + checkout, checkout + more);
}

test.each(edits)("%s → %s", (_edit, text, effect) => {
	const before = hashesOf(order);
	const after = hashesOf(text);

	expect({ full: after.full === before.full, logic: after.logic === before.logic }).toEqual({
		full: effect === "same version",
		logic: effect !== "new logic",
	});
});

// ── Each rule of §12 by itself ───────────────────────────────────────────────────────────────────────────────────────

const EVERYTHING = `flow: gift
title: Gift
about: For those who order often
purpose: marketing
stage: care
family: holiday
start:
  - says: [gift]
  - event: order.paid
audience: {if: customer.orders_count > 1, again: 30 days}
send: {quiet: 21:00-10:00, stale: 1 day}
holdout: 10%
goal: {event: order.paid, within: 7 days}
guard: {opt_out: 2%}
stop_when: [{event: order.created, outcome: bought, reason: own_wish}]
vars: {colour: text, ok: text}
during: [{says: [other colour], change: colour}]
silence: {after: 1 day, nudge: Are you there?}
migrate: [{from: all, else: keep}]
steps:
  - id: hello
    about: The first word
    say:
      text: Hello
      image: customer.id
      buttons: [{label: Look, short: Look, url: "https://shop.example"}]
      whatsapp: {template: gift, params: [=customer.first_name], text: Hi}
  - id: pick
    choose: colour
    text: Which colour?
    optional: None
    retry: {say: Please choose, times: 2}
    options:
      red: {label: Red, short: R, also: [scarlet], say: Fine}
      blue: Blue
  - id: call
    when: colour == "red"
    handoff: support
    note: wants red
    say: One moment.
    after: resume
  - do: cart.add
    with: {product: "1"}
  - end: done
    reason: own_wish
`;

const rules: [string, string, string, Effect][] = [
	["title", "title: Gift", "title: Gifts", "new wording"],
	["about", "about: For those", "about: To those", "new wording"],
	["about of a step", "about: The first word", "about: The first words", "new wording"],
	["text", "text: Hello", "text: Hallo", "new wording"],
	["image", "image: customer.id", "image: customer.phone", "new wording"],
	["label", "label: Look", "label: See", "new wording"],
	["short", "short: R,", "short: Rd,", "new wording"],
	["also", "also: [scarlet]", "also: [scarlet, crimson]", "new wording"],
	["also goes", ", also: [scarlet]", "", "new wording"],
	["says of a handler", "says: [other colour]", "says: [another]", "new wording"],
	["nudge", "nudge: Are you there?", "nudge: Hello?", "new wording"],
	["optional", "optional: None", "optional: No", "new wording"],
	["say of an option", "say: Fine", "say: Good", "new wording"],
	["say of a retry", "say: Please choose", "say: Choose", "new wording"],
	["say of a handoff", "say: One moment.", "say: Wait.", "new wording"],
	["note", "note: wants red", "note: red", "new wording"],
	["url", "https://shop.example", "https://shop.example/gift", "new wording"],
	["text of a channel", "text: Hi}", "text: Ho}", "new wording"],
	["start", "says: [gift]", "says: [present]", "new wording"],
	["another start", "  - event: order.paid\n", "", "new wording"],
	["audience.again", "again: 30 days", "again: 40 days", "new wording"],
	["holdout", "holdout: 10%", "holdout: 20%", "new wording"],
	["goal", "within: 7 days", "within: 8 days", "new wording"],
	["guard", "opt_out: 2%", "opt_out: 3%", "new wording"],
	["family", "family: holiday", "family: spring", "new wording"],
	["stage", "stage: care", "stage: product", "new wording"],
	["migrate", "migrate: [{from: all, else: keep}]\n", "", "new wording"],
	["audience.if", "orders_count > 1", "orders_count > 2", "new logic"],
	["send", "stale: 1 day", "stale: 2 days", "new logic"],
	["stop_when", "outcome: bought", "outcome: ordered", "new logic"],
	["a reason", "reason: own_wish}]", "reason: reminder}]", "new logic"],
	["a time", "after: 1 day", "after: 2 days", "new logic"],
	["the first nudge", ", nudge: Are you there?", "", "new logic"],
	["a step's id", "id: pick", "id: choose_it", "new logic"],
	["an option's id", "blue: Blue", "azure: Blue", "new logic"],
	["a formula", 'colour == "red"', 'colour != "red"', "new logic"],
	["an action", "do: cart.add", "do: cart.set", "new logic"],
	["what an action is given", 'product: "1"', 'product: "2"', "new logic"],
	["a template", "template: gift", "template: gift_two", "new logic"],
	["what a template is given", "[=customer.first_name]", "[=customer.last_name]", "new logic"],
	["how often is asked again", "times: 2", "times: 3", "new logic"],
	["how a handoff ends", "after: resume", "after: end", "new logic"],
	["a variable's type", "ok: text", "ok: int", "new logic"],
	["an outcome", "end: done", "end: ready", "new logic"],
];

test.each(rules)("%s: «%s» → «%s» is %s", (_rule, from, to, effect) => {
	expect(EVERYTHING).toContain(from);
	expect(effectOf(hashesOf(EVERYTHING), hashesOf(EVERYTHING.replace(from, to)))).toBe(effect);
});

function effectOf(before: { full: string; logic: string }, after: { full: string; logic: string }): Effect {
	if (before.full === after.full) return "same version";
	return before.logic === after.logic ? "new wording" : "new logic";
}

// ── Eight edits of every file that ships ─────────────────────────────────────────────────────────────────────────────

type Data = { [word: string]: unknown };
type Path = readonly (string | number)[];
type Way = { readonly effect: Effect; edit(file: ReadFile, data: Data): boolean };

const inSteps = ({ where }: Leaf) => where.step !== undefined;
const endsIn = ({ where: { path } }: Leaf, ...words: string[]) => path.slice(-words.length).join() === words.join();

/** What a marketer does to a file; false: there is nothing of the kind in it. */
const ways: Record<string, Way> = {
	"a typo": { effect: "new wording", edit: onLeaf((leaf) => leaf.lang === "text" && inSteps(leaf), mended) },
	"a button's label": { effect: "new wording", edit: onLeaf(({ lang }) => lang === "label", mended) },
	"a synonym": {
		effect: "new wording",
		edit: onLeaf(({ lang, where }) => lang === "phrase" && where.path.includes("also"), mended),
	},
	"a silence": {
		effect: "new logic",
		edit: onLeaf(
			(leaf) => endsIn(leaf, "silence", "after"),
			() => "17 days",
		),
	},
	"an option": {
		effect: "new logic",
		edit(file, data) {
			const leaf = file.leaves.find(({ where }) => where.path.includes("options"));
			if (!leaf) return false;
			put(data, [...leaf.where.path.slice(0, leaf.where.path.indexOf("options") + 1), "one_more"], "Ещё одно");
			return true;
		},
	},
	"a condition": {
		effect: "new logic",
		edit: onLeaf(
			(leaf) => leaf.lang === "formula" && inSteps(leaf) && (endsIn(leaf, "if") || endsIn(leaf, "when")),
			() => "true",
		),
	},
	"a comment": { effect: "same version", edit: () => true },
	"a renamed step": {
		effect: "new logic",
		edit: onLeaf(
			({ where }) => where.step !== undefined && where.words.join() === "id",
			(id) => `${id}_x`,
		),
	},
};

const files = readdirSync("flows").filter((name) => name.endsWith(".flow.yaml"));

test.each(Object.entries(ways))("%s in any file that ships is what the specification says", (_name, {
	effect,
	edit,
}) => {
	const told = files.flatMap((name) => {
		const file = readFlowsFile("flow", name, readFileSync(`flows/${name}`, "utf8"));
		const data = structuredClone(file.data()) as Data;
		if (!edit(file, data)) return [];
		return [`${name}: ${effectOf(hashFile("flow", file.data()), hashFile("flow", data))}`];
	});

	expect(told.length).toBeGreaterThan(5);
	expect(told.filter((one) => !one.endsWith(effect))).toEqual([]);
});

test("another wording leaves every instruction in its place, so that places of running dialogs hold", () => {
	for (const name of files) {
		const texts = [(text: string) => text, mended].map((change) => {
			const file = readFlowsFile("flow", name, readFileSync(`flows/${name}`, "utf8"));
			const data = structuredClone(file.data()) as Data;
			for (const leaf of file.leaves)
				if (leaf.meta.wording && typeof leaf.value === "string") put(data, leaf.where.path, change(leaf.value));
			return readFlowsFile("flow", name, JSON.stringify(data));
		});
		const [before, after] = texts.map((file) => compileFlow(asFlow(file), { file: name, full: "f", logic: "l" }));

		expect(after?.code.map(({ op, step }) => `${op} ${step}`)).toEqual(
			before?.code.map(({ op, step }) => `${op} ${step}`),
		);
	}
});

function mended(text: string): string {
	return `${text}!`;
}

function onLeaf(fits: (leaf: Leaf) => boolean, change: (text: string) => string): Way["edit"] {
	return (file, data) => {
		const leaf = file.leaves.find(fits);
		if (leaf) put(data, leaf.where.path, change(leaf.text));
		return leaf !== undefined;
	};
}

/** A text written short stands where the map with the text would. */
function put(data: Data, path: Path, value: unknown): void {
	const [word = "", ...rest] = path;
	const next = data[word];
	if (rest.length > 0 && typeof next === "object" && next !== null) put(next as Data, rest, value);
	else data[word] = value;
}
