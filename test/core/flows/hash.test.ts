import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hashFile } from "#core/flows/hash.ts";
import { readFlowsFile } from "#core/flows/read-file.ts";

const order = readFileSync("flows/order.flow.yaml", "utf8");

function hashesOf(text: string) {
	const file = readFlowsFile("flow", "order.flow.yaml", text);
	expect(file.problems).toEqual([]);
	return hashFile("flow", file.data);
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
