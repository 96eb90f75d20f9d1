import { expect, test } from "vitest";
import { listHeld } from "#core/delivery/list-held.ts";
import { aShopInTelegram } from "#test/support/story.ts";

const CART_LEFT_BEHIND = [
	["заказать", "Что вам показать?"],
	["[Торты]", "Выберите товар"],
	["[Медовик]", "Сколько штук «Медовик»?"],
	["1", "В корзине 1 товар"],
] as const;

test("a cart left behind in the evening is spoken of next morning; the answer is a step of that flow, and the order ends it", async () => {
	const story = await aShopInTelegram({ now: "2026-03-10T20:30:00+03:00" });
	const anna = story.phone("Анна");
	await story.talk(anna, CART_LEFT_BEHIND);
	await story.agrees(anna);
	await story.until("2026-03-10T21:00:00+03:00");
	await anna.sees("Корзину сохранил");

	await story.until("2026-03-11T09:59:00+03:00");
	expect(anna.unread()).toEqual([]);
	await story.until("2026-03-11T10:30:00+03:00");
	await anna.sees("Анна, мы отложили для вас «Медовик». Всё в силе?");
	await story.talk(anna, [
		["[Оформить]", "Что вам показать?"],
		["оформить корзину", "Как вам удобнее получить заказ?"],
		["[Заберу сам]", "На какое время?"],
		["[завтра 13–17]", "Пожелания к заказу?"],
		["[Без пожеланий]", "Проверьте заказ"],
		["[Всё верно]", /Заказ № \d+ принят/],
	]);
	await story.settle();
	expect(await story.runs(anna)).toEqual([
		"order: abandoned (went_quiet)",
		"abandoned-cart: bought (reminder)",
		"order: waiting_input",
		"checkout: ordered (own_wish)",
	]);
	expect(await story.orders(anna)).toMatchObject([{ total: 150_000, lines: [{ title: "Медовик", qty: 1 }] }]);
	const shown = anna.seen().length;

	await story.later("4 days");

	expect(anna.seen()).toHaveLength(shown);
	expect((await story.outbox(anna)).filter(({ flow }) => flow === "abandoned-cart")).toHaveLength(1);
});

test("while Masha leads the reminder is held, and staff see why; after the hand-back it leaves", async () => {
	const story = await aShopInTelegram({ now: "2026-03-10T11:00:00+03:00" });
	const anna = story.phone("Анна");
	await story.talk(anna, CART_LEFT_BEHIND);
	await story.agrees(anna);
	const { conversationId } = await story.customer(anna);
	await story.operator.takes(anna);

	await story.until("2026-03-10T12:30:00+03:00");
	expect(anna.unread()).toEqual([]);
	expect(await listHeld(story.shop, { conversationId })).toMatchObject([
		{ flow: "abandoned-cart", purpose: "marketing", by: "person", until: null },
	]);

	await story.operator.handsBack(anna);
	await anna.sees("В корзине 1 товар");
	await story.until("2026-03-10T15:30:00+03:00");
	await anna.sees("Анна, мы отложили для вас «Медовик». Всё в силе?");
	expect(await listHeld(story.shop, { conversationId })).toEqual([]);
});

test("whoever lives elsewhere is not woken by the shop's morning", async () => {
	const story = await aShopInTelegram({ now: "2026-03-10T14:00:00+03:00" });
	const anna = story.phone("Анна");
	await story.talk(anna, CART_LEFT_BEHIND);
	await story.agrees(anna);
	const { id } = await story.customer(anna);
	await story.shop.db.customer.update({ where: { id }, data: { zone: "Asia/Vladivostok" } });
	await story.restart();
	await story.until("2026-03-11T02:59:00+03:00");
	expect((await story.outbox(anna)).filter(({ flow }) => flow === "abandoned-cart")).toEqual([]);
	await story.until("2026-03-11T03:30:00+03:00");
	await anna.sees("Всё в силе?");
	expect(anna.seen().at(-1)?.at).toBeGreaterThanOrEqual(Date.parse("2026-03-11T10:00:00+10:00"));
});

test("«стоп»: no advertising leaves any more, not even what was planned; news of an order still comes", async () => {
	const story = await aShopInTelegram({ now: "2026-03-10T20:30:00+03:00" });
	const anna = story.phone("Анна");
	await story.talk(anna, CART_LEFT_BEHIND);
	await story.agrees(anna);
	await story.until("2026-03-10T22:00:00+03:00");
	await anna.sees("Корзину сохранил");

	await story.talk(anna, [["стоп", "Больше не пришлём рекламы."]]);
	await story.later("3 days");
	expect(anna.unread()).toEqual([]);
	expect(await story.runs(anna)).toEqual(["order: abandoned (went_quiet)", "abandoned-cart: opted_out"]);
	expect((await story.outbox(anna)).filter(({ flow }) => flow === "abandoned-cart")).toEqual([]);
	expect(await story.diary(anna)).toContain("consent.withdrawn (cart)");

	await story.talk(anna, [
		["оформить", "Как вам удобнее получить заказ?"],
		["[Заберу сам]", "На какое время?"],
		["[завтра 13–17]", "Пожелания к заказу?"],
		["[Без пожеланий]", "Проверьте заказ"],
		["[Всё верно]", "принят"],
	]);
	await story.settle();
	const [order] = await story.orders(anna);
	if (!order) throw new Error("there is no order");
	await story.operator.moves(order, "confirmed");
	await story.settle();
	await anna.sees("Заказ № 1001 подтверждён, собираем.");
});
