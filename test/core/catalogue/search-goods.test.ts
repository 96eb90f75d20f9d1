import { expect, test } from "vitest";
import { searchGoods } from "#core/catalogue/search-goods.ts";
import { aProduct } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

test("a customer finds goods by any form of the word, with a typo, in Latin letters, and by the article", async () => {
	const { shop } = await aShop();
	for (const [title, category, sku] of SHELF) await aProduct(shop, { title, category, sku });

	for (const [asked, found] of ASKED) {
		const [first] = await searchGoods(shop, { words: asked, language: "ru" });
		expect([asked, first?.title]).toEqual([asked, found]);
	}
	for (const asked of ["телевизор", "???", "'; DROP TABLE variant; --", "   ", "<i>"])
		expect([asked, await searchGoods(shop, { words: asked, language: "ru" })]).toEqual([asked, []]);
});

test("a product renamed is found by its new name and no longer by the old one", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop, { title: "Медовик" });

	await shop.db.product.update({ where: { id: cake.productId }, data: { title: "Рыжик" } });

	expect(await searchGoods(shop, { words: "рыжика", language: "ru" })).toMatchObject([{ id: cake.id, title: "Рыжик" }]);
	expect(await searchGoods(shop, { words: "медовик", language: "ru" })).toEqual([]);
});

test("a name in the customer's language is found and shown", async () => {
	const { shop } = await aShop();
	const honey = await aProduct(shop, { title: "Мёд липовый" });
	await shop.db.product.update({ where: { id: honey.productId }, data: { titles: { en: "Linden honey" } } });

	expect(await searchGoods(shop, { words: "honeys", language: "en-GB" })).toMatchObject([{ title: "Linden honey" }]);
});

const SHELF = [
	["Молоко деревенское", "dairy", "M-1"],
	["Творог домашний", "dairy", "M-2"],
	["Сметана 20 %", "dairy", "M-3"],
	["Пирожок с капустой", "pies", "P-1"],
	["Хлеб ржаной", "bakery", "B-1"],
	["Мёд липовый", "honey", "H-1"],
	["Картофель молодой", "vegetables", "V-1"],
	["Огурцы солёные", "vegetables", "V-2"],
	["Наполеон", "cakes", "C-1"],
	["Яйца куриные", "eggs", "E-1"],
	["Сыр козий", "dairy", "M-4"],
] as const;

const ASKED = [
	["молоко", "Молоко деревенское"],
	["молока", "Молоко деревенское"],
	["малоко", "Молоко деревенское"],
	["МОЛОКО", "Молоко деревенское"],
	["moloko", "Молоко деревенское"],
	["пирожков", "Пирожок с капустой"],
	["пирожки с капустой", "Пирожок с капустой"],
	["пирашок", "Пирожок с капустой"],
	["хлеба", "Хлеб ржаной"],
	["хлеп", "Хлеб ржаной"],
	["мед", "Мёд липовый"],
	["мёда", "Мёд липовый"],
	["картошка", "Картофель молодой"],
	["огурец", "Огурцы солёные"],
	["соленых огурцов", "Огурцы солёные"],
	["наполион", "Наполеон"],
	["яйцо", "Яйца куриные"],
	["яиц", "Яйца куриные"],
	["творагу", "Творог домашний"],
	["сметанки", "Сметана 20 %"],
	["козьего сыра", "Сыр козий"],
	["m-3", "Сметана 20 %"],
] as const;
