import { expect, test } from "vitest";
import { receiveStock } from "#core/catalogue/receive-stock.ts";
import {
	AN_ORDER,
	aShopInTelegram,
	aShopOnALinkedPhone,
	aShopOnWhatsApp,
	UP_TO_CONFIRMATION,
} from "#test/support/story.ts";

test.each([
	["in Telegram", aShopInTelegram],
	["on WhatsApp", aShopOnWhatsApp],
	["on a linked phone", aShopOnALinkedPhone],
] as const)("%s Anna orders three things, corrects the address, is told the sum before she is asked for it, and gets a number", async (_, aShop) => {
	const story = await aShop();
	const anna = story.phone("Анна");

	await story.talk(anna, [
		["заказать", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
		["[Медовик]", "Сколько штук «Медовик»?"],
		["1", "В корзине 1 товар на 1 500 ₽."],
		["[Добавить ещё]", "Что вам показать?"],
		["[Пироги]", "Выберите товар"],
		["[Пирог с вишней]", "Сколько штук «Пирог с вишней»?"],
		["2", "В корзине 3 товара на 2 700 ₽."],
		["[Добавить ещё]", "Что вам показать?"],
		["[Молочное]", "Выберите товар"],
		["[Сметана]", "Сколько штук «Сметана»?"],
		["[1]", "В корзине 4 товара на 2 850 ₽."],
		["[Оформить]", "Как вам удобнее получить заказ?"],
		["[Курьером]", "Куда привезти?"],
		["Мира 17, кв. 4", "На какое время?"],
		["другой адрес", "Куда привезти?"],
		["Садовая 2", "На какое время?"],
		["[завтра 10–12]", "Пожелания к заказу?"],
		["позвоните заранее", /Доставка: 250 ₽\nИтого: 3 100 ₽\nАдрес: Садовая 2/],
	]);
	expect(await story.orders()).toEqual([]);
	await story.talk(anna, [["[Всё верно]", "Заказ № 1001 принят"]]);
	await story.settle();

	expect(await story.orders()).toMatchObject([
		{
			number: 1001,
			state: "placed",
			total: 310_000,
			address: "Садовая 2",
			slot: "2026-03-11T07:00:00.000Z",
			note: "позвоните заранее",
			payment: "on_receipt",
			paid: false,
			lines: [
				{ title: "Медовик", qty: 1, sum: 150_000 },
				{ title: "Пирог с вишней", qty: 2, sum: 120_000 },
				{ title: "Сметана", qty: 1, sum: 15_000 },
			],
		},
	]);
	expect(await story.stock("Пирог с вишней")).toEqual({ onHand: 20, reserved: 2 });
	expect(await story.cart(anna)).toEqual([]);
	const diary = await story.diary(anna);
	expect(diary.slice(0, 3)).toEqual(["customer.met", "message.received (catalogue)", "flow.started (catalogue)"]);
	expect(diary.filter((entry) => entry.startsWith("cart.changed"))).toEqual(Array(3).fill("cart.changed (cart)"));
	expect(diary.slice(-4)).toEqual([
		"order.created (checkout)",
		// Where there are no buttons the number of a line is typed.
		expect.stringMatching(/^(button\.pressed|message\.received) \(checkout\)$/),
		"flow.ended (checkout)",
		"message.sent (checkout)",
	]);
	expect((await story.conversation(anna)).lines.slice(-2)).toEqual([
		expect.stringMatching(/^customer: (Всё верно|1)$/),
		"bot: Спасибо, Анна! Заказ № 1001 принят.",
	]);
	expect((await story.outbox(anna)).every(({ state }) => state === "sent")).toBe(true);
});

test("what has run out is not on the shelf; found by its name, it can be waited for", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, [
		["заказать", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
	]);
	expect(anna.buttons().some((label) => label.startsWith("Эклеры"))).toBe(false);

	await story.talk(anna, [
		["найти", "Что ищете?"],
		["эклер", "Вот что нашлось по запросу «эклер»"],
		["[Эклеры]", "«Эклеры» сейчас закончился. Написать, когда появится?"],
		["[Напишите]", "напишу, как только появится"],
		// The order that was interrupted goes on where it was.
		["[Медовик]", "Сколько штук «Медовик»?"],
	]);
	await story.settle();
	expect(await story.runs(anna)).toEqual(["order: waiting_input", "search: subscribed (no_stock)"]);
	expect(await story.shop.db.stockWait.count()).toBe(1);

	await receiveStock(story.shop, { variantId: story.goods.Эклеры, warehouseId: "shop", qty: 5 });
	await story.later("1h");
	await anna.sees("«Эклеры» снова есть — вы просили написать. Положить в корзину?");
	expect(await story.runs(anna)).toContain("back-in-stock: told");
	expect(await story.stock("Эклеры")).toEqual({ onHand: 5, reserved: 0 });
});

test("more than there is cannot be put into the cart, and the rest of the order goes on", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");

	await story.talk(anna, [
		["заказать", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
		["[Наполеон]", "Сколько штук «Наполеон»?"],
		["2", "Осталось только 1 шт. Сколько положить?"],
		["1", "В корзине 1 товар на 1 200 ₽."],
		["[Добавить ещё]", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
		["[Наполеон]", "Сколько штук «Наполеон»?"],
		["1", "Не получилось положить в корзину. «Наполеон»: осталось 1 шт."],
		["[Пироги]", "Выберите товар"],
		["[Пирог с вишней]", "Сколько штук «Пирог с вишней»?"],
		["1", "В корзине 2 товара на 1 800 ₽."],
	]);

	await story.settle();
	expect(await story.cart(anna)).toEqual([
		{ title: "Наполеон", qty: 1 },
		{ title: "Пирог с вишней", qty: 1 },
	]);
	expect(await story.conversation(anna)).toMatchObject({ control: "bot" });
});

test("of two who want the last piece at once one gets it, and the other is told so with the cart at hand", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	const boris = story.phone("Борис");
	for (const phone of [anna, boris])
		await story.talk(phone, [
			["заказать", "Что вам показать?"],
			["[Торты]", "Выберите товар"],
			["[Наполеон]", "Сколько штук «Наполеон»?"],
			["1", "В корзине 1 товар на 1 200 ₽."],
			["[Оформить]", "Как вам удобнее получить заказ?"],
			["[Заберу сам]", "На какое время?"],
			["[завтра 13–17]", "Пожелания к заказу?"],
			["[Без пожеланий]", "Проверьте заказ"],
		]);

	await Promise.all([anna.press("Всё верно"), boris.press("Всё верно")]);
	await story.settle();

	expect((await story.orders()).map(({ lines }) => lines)).toEqual([[{ title: "Наполеон", qty: 1, sum: 120_000 }]]);
	expect(await story.stock("Наполеон")).toEqual({ onHand: 1, reserved: 1 });
	const [loser, others] = (await story.orders(anna)).length === 0 ? [anna, boris] : [boris, anna];
	expect(await story.runs(others)).toEqual(["order: ordered (own_wish)"]);
	expect(await story.runs(loser)).toEqual(["order: sold_out (no_stock)", "cart: waiting_input"]);
	expect((await story.conversation(loser)).lines.slice(-2)).toEqual([
		"bot: «Наполеон» закончился. Давайте поправим корзину.",
		"bot: • Наполеон × 1 — 1 200 ₽\nИтого: 1 200 ₽",
	]);
	await story.talk(loser, [
		["[Изменить]", "Что изменить?"],
		["[Наполеон]", "Сколько штук «Наполеон» оставить?"],
		["0", "Корзина пуста."],
	]);
});

test("an order that Anna cancels frees its goods and its time for others", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, AN_ORDER);
	expect(await story.stock("Медовик")).toEqual({ onHand: 10, reserved: 1 });
	const taken = () => story.shop.db.deliverySlot.aggregate({ _sum: { taken: true } });
	expect(await taken()).toEqual({ _sum: { taken: 1 } });

	await story.talk(anna, [
		["мои заказы", "О каком заказе рассказать?"],
		["[№]", "Итого: 1 500 ₽"],
		["[Отменить заказ]", "Точно отменить заказ № 1001 на 1 500 ₽?"],
		["[Отменяем]", "Подскажите, почему?"],
		["[Дорого]", "Заказ № 1001 отменён."],
	]);
	await story.settle();

	expect(await story.orders()).toMatchObject([{ number: 1001, state: "cancelled", reason: "price" }]);
	expect(await story.stock("Медовик")).toEqual({ onHand: 10, reserved: 0 });
	expect(await taken()).toEqual({ _sum: { taken: 0 } });
	expect(await story.runs(anna)).toEqual(["order: ordered (own_wish)", "my-orders: cancelled (price)"]);
	expect(await story.diary(anna)).toContain("order.cancelled (checkout)");
	// Who cancelled it knows: nobody tells them again.
	expect(anna.unread()).toEqual([]);
});

test("Anna repeats an order in one tap, as far as it can still be had", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, AN_ORDER);

	await story.talk(anna, [
		["мои заказы", "О каком заказе рассказать?"],
		["[№]", "Итого: 1 500 ₽"],
		["[Повторить]", /В корзине 1 товар на 1 500 ₽\.\nКак вам удобнее получить заказ\?/],
		["[Заберу сам]", "На какое время?"],
		["[завтра 13–17]", "Пожелания к заказу?"],
		["[Без пожеланий]", "Проверьте заказ"],
		["[Всё верно]", "Заказ № 1002 принят"],
	]);
	await story.settle();

	const [first, second] = await story.orders(anna);
	expect(second?.lines).toEqual(first?.lines);
	expect(await story.stock("Медовик")).toEqual({ onHand: 10, reserved: 2 });
	expect(await story.runs(anna)).toEqual([
		"order: ordered (own_wish)",
		"my-orders: repeated (own_wish)",
		"checkout: ordered (own_wish)",
	]);
});

test("an order that waits for its confirmation can be dropped by a word, and the cart is kept", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, UP_TO_CONFIRMATION);

	await story.talk(anna, [["отменить заказ", "Хорошо, заказ не оформляю. Корзину сохранил."]]);
	await story.settle();

	expect(await story.orders()).toEqual([]);
	expect(await story.cart(anna)).toEqual([{ title: "Медовик", qty: 1 }]);
	expect(await story.stock("Медовик")).toEqual({ onHand: 10, reserved: 0 });
	expect(await story.runs(anna)).toEqual(["order: cancelled (changed_mind)"]);
});
