import { expect, test } from "vitest";
import { aShopInTelegram } from "#test/support/story.ts";

test("Anna falls silent in the middle of an order: half an hour later her cart is kept and the order is let go", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, [
		["заказать", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
		["[Медовик]", "Сколько штук «Медовик»?"],
		["2", "В корзине 2 товара"],
	]);
	await story.settle();

	await story.later("29m");
	expect(anna.unread()).toEqual([]);
	await story.later("1m");

	await anna.sees("Корзину сохранил: 2 товара");
	expect(await story.runs(anna)).toEqual(["order: abandoned (went_quiet)"]);
	expect(await story.cart(anna)).toEqual([{ title: "Медовик", qty: 2 }]);
	expect((await story.diary(anna)).slice(-2)).toEqual(["flow.ended (cart)", "message.sent (cart)"]);
	expect((await story.outbox(anna)).map(({ state }) => state)).not.toContain("pending");
});
