import { expect, test } from "vitest";
import { readUnclear, unmergeCustomers } from "#core/customers/unmerge-customers.ts";
import { cloudMessenger, telegramMessenger } from "#test/support/messengers.ts";
import { aShopWith, beginningOf } from "#test/support/story.ts";

test("Anna begins an order in Telegram and goes on with it in WhatsApp: cart, dialog and thread are hers there too, and all goes back where it was a mistake", async () => {
	const startsAt = beginningOf({});
	const [telegram, whatsapp] = [await telegramMessenger(startsAt), await cloudMessenger(startsAt)];
	const story = await aShopWith([telegram, whatsapp]);
	const [anna, annaToo] = [telegram.phone("Анна"), whatsapp.phone("Анна")];
	const { db } = story.shop;

	await story.talk(annaToo, [["привет", /./]]);
	const stranger = await story.customer(annaToo);
	await story.talk(anna, [
		["заказать", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
		["[Медовик]", "Сколько штук «Медовик»?"],
		["1", "В корзине 1 товар на 1 500 ₽."],
		["второй мессенджер", "Открыть?"],
		["[Да]", "WhatsApp: https://wa.me/"],
	]);
	const { lines } = await story.conversation(anna);
	const code = /код ([A-Z0-9-]{9})/.exec(lines.join("\n"))?.[1];
	expect(code).toBeDefined();

	await story.writes(annaToo, code ?? "");
	await annaToo.sees("узнали вас: это один разговор");
	await story.settle();
	expect(await story.customer(annaToo)).toMatchObject({ id: stranger.id });
	expect(await story.customer(anna)).toMatchObject({ id: stranger.id, conversationId: stranger.conversationId });
	expect(await story.cart(annaToo)).toEqual([{ title: "Медовик", qty: 1 }]);

	await story.talk(annaToo, [
		["оформить", "Как вам удобнее получить заказ?"],
		["[Заберу сам]", "На какое время?"],
		["[завтра 13–17]", "Пожелания к заказу?"],
		["[Без пожеланий]", "Проверьте заказ"],
		["[Всё верно", /Заказ № \d+ принят/],
	]);
	await story.settle();
	expect(await story.orders(anna)).toMatchObject([{ total: 150_000, state: "placed" }]);
	const [link] = await db.customerLink.findMany();
	expect(link).toMatchObject({ proof: "code", actor: "customer", undoneAt: null });

	const unclear = await readUnclear(story.shop, link?.id ?? "");
	await unmergeCustomers(story.shop, { linkId: link?.id ?? "", actor: "operator:masha", give: [] });
	expect(unclear).toEqual([]);
	const apart = await story.customer(anna);
	expect(apart.id).not.toBe(stranger.id);
	await story.talk(anna, [["корзина", /./]]);
	await story.settle();
	expect((await story.conversation(anna)).lines).toContain("customer: корзина");
	expect((await story.conversation(annaToo)).lines).not.toContain("customer: корзина");
	expect(await story.orders(annaToo)).toHaveLength(1);
	expect(await story.orders(anna)).toEqual([]);
});
