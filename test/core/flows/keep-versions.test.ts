import { expect, test } from "vitest";
import { bareFiles } from "#core/flows/bare-files.ts";
import { keepVersions } from "#core/flows/keep-versions.ts";
import { loadFlows } from "#core/flows/load.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { aCounter, writes } from "#test/support/counter.ts";
import { aShop } from "#test/support/shop.ts";

const tea = (question: string, more = "") => `
flow: tea
title: Tea
purpose: service
stage: care
start: [{says: [tea]}]
vars: {cups: int}
steps:
  - ask: cups
    text: ${question}
  - say: "{{ cups }}, coming."
${more}`;

function loaded(text: string) {
	const files = [...bareFiles, { name: "flows/tea.flow.yaml", path: "tea.flow.yaml", text }];
	return loadFlows(files, shopVocabulary);
}

const MORE = "  - say: Anything else?\n";

test("a version is kept once, however many processes load it at once", async () => {
	const { shop } = await aShop();
	const book = loaded(tea("How many?"));

	await Promise.all([keepVersions(shop, book), keepVersions(shop, book), keepVersions(shop, book)]);

	const versions = await shop.db.flowVersion.findMany({
		orderBy: { flow: "asc" },
		select: { flow: true, source: true },
	});
	expect(versions.map(({ flow }) => flow)).toEqual(["_always", "tea"]);
	expect(versions[1]?.source).toBe(tea("How many?"));
});

test("a dialog under way ends by the logic it began with, in the newest words of it", async () => {
	const first = await aShop();
	let open = await keepVersions(first.shop, loaded(tea("How many?")));
	const counter = await aCounter({}, { parts: { shop: first.shop, flows: () => open } });
	await counter.engine.receiveAndAnswer([writes("tea", { chat: "ada" })]);

	open = await keepVersions(first.shop, loaded(tea("How many cups?")));
	await counter.engine.receiveAndAnswer([writes("hm", { chat: "ada" })]);
	open = await keepVersions(first.shop, loaded(tea("Cups, please?", MORE)));
	await counter.another({ flows: () => open }).receiveAndAnswer([writes("2", { chat: "ada" })]);

	const said = await first.shop.db.message.findMany({ where: { direction: "said" }, orderBy: { id: "asc" } });
	expect(said[0]?.text).toBe("How many?");
	expect(said.at(-1)?.text).toBe("2, coming.");
	expect(await first.shop.db.flowVersion.count({ where: { flow: "tea" } })).toBe(3);
});

test("a stored program of another format stops the start and names the runs that need it", async () => {
	const first = await aShop();
	const open = await keepVersions(first.shop, loaded(tea("How many?")));
	const counter = await aCounter({}, { parts: { shop: first.shop, flows: () => open } });
	await counter.engine.receiveAndAnswer([writes("tea")]);
	await first.shop.db.flowVersion.updateMany({ where: { flow: "tea" }, data: { format: 0 } });

	const run = await first.shop.db.flowRun.findFirstOrThrow();

	const start = keepVersions(first.shop, loaded(tea("Cups?", MORE)));

	await expect(start).rejects.toThrow(run.id);
});

test("a flow that somebody paused is paused in the book", async () => {
	const { shop } = await aShop();
	await shop.db.flowPause.create({ data: { flow: "tea", actor: "operator:vera" } });

	const { book } = await keepVersions(shop, loaded(tea("How many?")));

	expect([...book.paused]).toEqual(["tea"]);
});
