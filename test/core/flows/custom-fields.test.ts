import { expect, test } from "vitest";
import { customFields } from "#core/flows/custom-fields.ts";
import { loadFlows, readFolder } from "#core/flows/load.ts";
import { saveCustomerField } from "#core/flows/save-customer-field.ts";
import { shopRoots } from "#core/flows/shop-roots.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { aCustomer } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

const DEFAULTS = "fields: {allergy: {title: Аллергия}, cats: {title: Кошек, type: number}}\n";

/** The shipped folder with fields of the shop's own, and a flow that asks for one. */
function folder(field: string) {
	const texts = readFolder("flows").map((file) =>
		file.path === "_defaults.yaml" ? { ...file, text: `${file.text}\n${DEFAULTS}` } : file,
	);
	const text = `flow: pets
title: Кошки
purpose: service
stage: care
start: [{says: [кошки]}]
vars: {cats: number}
steps:
  - ask: cats
    text: Сколько у вас кошек?
    save: ${field}
  - if: ${field} > 1
    then: [{say: "Вот это да: {{ ${field} }}!"}]
  - end: told
`;
	return [...texts, { name: "flows/pets.flow.yaml", path: "pets.flow.yaml", text }];
}

test("a field that the shop thinks of itself is one line in a file: flows may ask for it, and a misspelt one is found", () => {
	const good = loadFlows(folder("customer.fields.cats"), shopVocabulary);
	expect(good.problems.filter(({ severity }) => severity === "error")).toEqual([]);
	expect(customFields(good.book.settings.defaults)).toEqual([
		{ id: "allergy", title: "Аллергия", type: "text" },
		{ id: "cats", title: "Кошек", type: "number" },
	]);

	const { problems } = loadFlows(folder("customer.fields.dogs"), shopVocabulary);
	expect(problems.filter(({ file }) => file === "flows/pets.flow.yaml").map(({ code }) => code)).toContain("F031");
});

test("what a customer answers is kept in the field, and formulas and texts see it from then on", async () => {
	const { shop, diary } = await aShop();
	const { id: customerId, conversationId } = await aCustomer(shop);
	const who = { customerId, conversationId, channel: "telegram", zone: "Europe/Moscow", language: "ru" } as const;

	await saveCustomerField(shop, who, { field: "customer.fields.cats", value: 3, words: "Сколько у вас кошек?" }, "RU");

	const seen = { language: "ru", zone: "Europe/Moscow", now: shop.now(), currency: "RUB", open: true };
	expect(await shopRoots(shop, who, seen)).toMatchObject({ customer: { fields: { cats: 3 } } });
	expect(await diary()).toMatchObject([{ name: "profile.changed", data: { field: "cats" } }]);
});
