import { expect, test } from "vitest";
import { loadFlows, readFolder, reloadChanged } from "#core/flows/load.ts";
import type { FlowsText } from "#core/flows/shelf.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";

const shipped = readFolder("flows");

function withText(path: string, change: (text: string) => string): FlowsText[] {
	return shipped.map((file) => (file.path === path ? { ...file, text: change(file.text) } : file));
}

test("a flow that breaks keeps its last good version, the others load", () => {
	const before = loadFlows(shipped, shopVocabulary);
	const texts = withText("order.flow.yaml", (text) => text.replace("ask: qty", "asc: qty")).map((file) =>
		file.path === "support.flow.yaml" ? { ...file, text: file.text.replace("С чем помочь?", "Чем помочь?") } : file,
	);

	const after = loadFlows(texts, shopVocabulary, before);

	expect(after.broken).toEqual(["order.flow.yaml"]);
	expect(after.problems.find(({ severity }) => severity === "error")).toMatchObject({
		file: "flows/order.flow.yaml",
		code: "F003",
	});
	expect(after.book.flows.get("order")?.full).toBe(before.book.flows.get("order")?.full);
	expect(after.book.flows.get("support")?.full).not.toBe(before.book.flows.get("support")?.full);
	expect(after.book.flows.get("support")?.logic).toBe(before.book.flows.get("support")?.logic);
});

test("a flow that never had a good version is off, and the shop starts all the same", () => {
	const { book, broken } = loadFlows(
		withText("nps.flow.yaml", () => "flow: [nps"),
		shopVocabulary,
	);

	expect(broken).toEqual(["nps.flow.yaml"]);
	expect(book.flows.has("nps")).toBe(false);
	expect(book.flows.has("order")).toBe(true);
});

test("with no folder at all the shop can still say sorry and call a person", () => {
	const { book, problems } = loadFlows([], shopVocabulary);

	expect(problems.map(({ code }) => code)).toEqual(["F002", "F002", "F002", "F002", "F002"]);
	expect(book.settings.defaults.texts.sorry).toContain("Sorry");
	expect(book.always.always.handlers.map(({ key }) => key)).toEqual(["operator"]);
});

test("nothing is read anew while no file has changed", () => {
	const before = loadFlows(shipped, shopVocabulary);

	expect(reloadChanged("flows", shopVocabulary, before)).toBeUndefined();
});

test("a changed and a removed file are taken up", () => {
	const before = loadFlows(
		[
			...withText("support.flow.yaml", (text) => text.replace("Поддержка", "Помощь")),
			{ name: "flows/old.flow.yaml", path: "old.flow.yaml", text: OLD },
		],
		shopVocabulary,
	);

	const after = reloadChanged("flows", shopVocabulary, before);

	expect(before.book.flows.has("old")).toBe(true);
	expect(after?.book.flows.has("old")).toBe(false);
	expect(after?.book.flows.get("support")?.flow.title).toBe("Поддержка");
});

const OLD = "flow: old\ntitle: Старый\npurpose: service\nstage: care\nstart: []\nsteps: [{end: gone}]\n";
