import { expect, test } from "vitest";
import type { OrderState } from "#core/orders/order-states.ts";
import { AN_ORDER, aShopInTelegram } from "#test/support/story.ts";

const WAY: readonly OrderState[] = ["confirmed", "packed", "ready", "delivered"];

test("Anna is asked once whether we may keep her data; her second cake was too sweet, and the shelf knows it", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	const delivered = async () => {
		await story.talk(anna, AN_ORDER);
		const order = (await story.orders(anna)).at(-1);
		if (!order) throw new Error("there is no order");
		for (const state of WAY) await story.operator.moves(order, state);
		await story.later("40m");
		await anna.sees(`Заказ № ${order.number} у вас.`);
	};

	await delivered();
	await story.later("30m");
	await anna.sees("Можно хранить ваше имя, телефон и заказы");
	await anna.press("Да");
	await story.settle();
	await anna.sees("Спасибо!");

	await story.until("2026-03-20T11:00:00+03:00");
	await delivered();
	await story.later("4h");
	await story.talk(anna, [
		["[Есть замечания]", "«Медовик» — как вам?"],
		["[Не очень]", "Что нам исправить в первую очередь?"],
		["Слишком сладкий", "Прочитает тот, кто собирал заказ"],
	]);

	const { id: customerId } = await story.customer(anna);
	const kept = await story.shop.db.feedback.findMany({
		where: { customerId },
		orderBy: { id: "asc" },
		select: { kind: true, score: true, comment: true, variantId: true },
	});
	expect(kept).toEqual([
		{ kind: "goods", score: 2, comment: null, variantId: story.goods.Медовик },
		{ kind: "order", score: 3, comment: "Слишком сладкий", variantId: null },
	]);
	const consents = await story.shop.db.consent.findMany({
		where: { customerId },
		select: { purpose: true, state: true },
	});
	expect(consents).toEqual([{ purpose: "processing", state: "given" }]);
	expect(await story.runs(anna)).toEqual(expect.arrayContaining(["consent: given", "feedback: remarks"]));
});
