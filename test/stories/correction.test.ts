import { expect, test } from "vitest";
import { aShopInTelegram, UP_TO_CONFIRMATION } from "#test/support/story.ts";

test("asked to confirm, Anna changes the time, and is asked nothing else again", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, UP_TO_CONFIRMATION);

	await story.talk(anna, [
		["[Исправить]", "Что исправить?"],
		["[Время]", "На какое время?"],
		["[завтра 17–20]", /Проверьте заказ[\s\S]+Время: завтра 17–20/],
		["[Всё верно]", /Заказ № \d+ принят/],
	]);
	await story.settle();

	expect(await story.orders()).toMatchObject([{ slot: "2026-03-11T14:00:00.000Z", total: 150_000 }]);
	expect(await story.runs(anna)).toEqual(["order: ordered (own_wish)"]);
});

test("an old button pressed again is another answer to the old question", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, UP_TO_CONFIRMATION);

	await story.talk(anna, [
		["[Курьером]", "Куда привезти?"],
		["Садовая 2", "На какое время?"],
		["[завтра 12–14]", /Доставка: 250 ₽\nИтого: 1 750 ₽\nАдрес: Садовая 2\nВремя: завтра 12–14/],
		["[Всё верно]", /Заказ № \d+ принят/],
	]);
	await story.settle();

	expect(await story.orders()).toMatchObject([
		{ total: 175_000, address: "Садовая 2", slot: "2026-03-11T09:00:00.000Z", lines: [{ title: "Медовик", qty: 1 }] },
	]);
});

test("a mistyped address is put right: the next message, the order and the profile know only the right one", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, UP_TO_CONFIRMATION);
	await story.talk(anna, [
		["[Курьером]", "Куда привезти?"],
		["Садовая 2", "На какое время?"],
		["[завтра 12–14]", /Адрес: Садовая 2/],
		["[Исправить]", "Что исправить?"],
		["[Адрес]", "Куда привезти?"],
		["Лесная, 5", /Проверьте заказ[\s\S]+Адрес: Лесная, 5/],
		["[Всё верно]", /Заказ № \d+ принят/],
	]);
	await story.settle();

	expect(await story.orders()).toMatchObject([{ address: "Лесная, 5" }]);
	const { addresses, lastAddress } = await story.shop.db.customer.findFirstOrThrow();
	expect([addresses, lastAddress]).toEqual([[{ text: "Лесная, 5" }], { text: "Лесная, 5" }]);
	const changes = await story.shop.db.diary.findMany({ where: { name: "profile.changed" }, orderBy: { id: "asc" } });
	expect(changes.at(-1)).toMatchObject({ data: { field: "last_address", was: "Садовая 2" } });
});

test("two become three: the cart holds three afterwards, not five", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, [
		["заказать", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
		["[Медовик]", "Сколько штук «Медовик»?"],
		["[2]", "В корзине 2 товара на 3 000 ₽."],
		["[3]", "В корзине 3 товара на 4 500 ₽."],
	]);
	expect(await story.cart(anna)).toEqual([{ title: "Медовик", qty: 3 }]);
});

test("a cake chosen by mistake is exchanged for another by pressing another one", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, [
		["заказать", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
		["[Медовик]", "Сколько штук «Медовик»?"],
		["[1]", "В корзине 1 товар на 1 500 ₽."],
		["[Наполеон]", "Сколько штук «Наполеон»?"],
		["[1]", "В корзине 1 товар на 1 200 ₽."],
	]);
	expect(await story.cart(anna)).toEqual([{ title: "Наполеон", qty: 1 }]);
});

test("the same cake put in twice on purpose is there twice", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, [
		["заказать", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
		["[Медовик]", "Сколько штук «Медовик»?"],
		["[2]", "В корзине 2 товара"],
		["[Добавить ещё]", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
		["[Медовик]", "Сколько штук «Медовик»?"],
		["[1]", "В корзине 3 товара"],
	]);
	expect(await story.cart(anna)).toEqual([{ title: "Медовик", qty: 3 }]);
});
