import { describe, expect, test } from "vitest";
import { checkFiles } from "#core/flows/check-files.ts";
import { loadFlows, readFolder } from "#core/flows/load.ts";
import { openBook } from "#core/flows/open-book.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { runTestScript } from "#core/flows/test-files.ts";
import { readTestScript } from "#core/flows/test-script.ts";
import { DEMO_TEMPLATES } from "#test/standins/demo/templates.ts";

const texts = readFolder("flows");
const loaded = loadFlows(texts, shopVocabulary);
const ground = { open: openBook(loaded.book), loaded: loaded.book, vocabulary: shopVocabulary };

test("every shipped flow loads", () => {
	expect(loaded.broken).toEqual([]);
});

test("the demo's WhatsApp has approved each template that they name", () => {
	const templates = DEMO_TEMPLATES.map(({ name, body }) => ({ name, places: body.match(/\{\{\d+\}\}/g)?.length ?? 0 }));
	const { problems } = checkFiles(texts, { ...shopVocabulary, templates });
	expect(problems).toEqual([]);
});

for (const { name, text } of texts.filter(({ path }) => path.endsWith(".test.yaml"))) {
	describe(name, () => {
		const read = readTestScript(name, text);
		if (!("script" in read)) {
			test("can be read", () => expect(read.problems).toEqual([]));
			return;
		}
		for (const result of runTestScript(read.script, ground)) {
			test(result.name, () => expect(result.failure).toBeUndefined());
		}
	});
}
