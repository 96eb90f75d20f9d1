import { expect, test } from "vitest";
import { loadFlows, readFolder } from "#core/flows/load.ts";
import { openBook } from "#core/flows/open-book.ts";
import { shelve } from "#core/flows/shelf.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { textIds } from "#core/flows/text-ids.ts";

const texts = readFolder("flows");
const { shelf } = shelve(texts);
const { book, settings } = openBook(loadFlows(texts, shopVocabulary).book);

/** The ids of all texts that an engine may look up a translation for. */
function idsIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(idsIn);
	if (typeof value !== "object" || value === null) return [];
	if ("text" in value && "id" in value && typeof value.text === "string") return [String(value.id)];
	return Object.values(value).flatMap(idsIn);
}

test.each([...shelf.flows])("a translator of %s and the engine call every text by the same id", (flow, file) => {
	const engine = new Set(idsIn(book.newest.get(flow)));

	expect([...textIds(file).keys()].filter((id) => !engine.has(id))).toEqual([]);
});

test("the words of _defaults.yaml and _always.yaml can be translated too", () => {
	const engine = new Set(idsIn([settings.texts, settings.retry, settings.handoff, settings.always, settings.phrases]));
	const files = [shelf.defaults, shelf.always, shelf.phrases].flatMap((file) => file ?? []);
	const translatable = files.flatMap((file) => [...textIds(file).keys()]);

	expect(translatable.length).toBeGreaterThan(30);
	expect(translatable.filter((id) => !engine.has(id))).toEqual([]);
});
