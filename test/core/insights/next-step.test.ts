import { expect, test } from "vitest";
import { nextStep, readNextStep, type StepFacts } from "#core/insights/next-step.ts";
import { aProduct } from "#test/support/goods.ts";
import { aCorrespondent } from "#test/support/outbox.ts";
import { aShop } from "#test/support/shop.ts";

const ZONE = "Europe/Moscow";
const NOW = new Date("2026-03-10T12:00:00+03:00");
const inHours = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);

const QUIET: StepFacts = {
	...{ promise: null, unansweredSince: null, lateOrder: null, tip: null, cart: null, nextOrder: null },
	...{ birthday: null, hasOrders: false, isServed: false, isReachable: true, wasAsked: true },
};

test.each<[string, Partial<StepFacts>, string | undefined]>([
	["nothing is known", {}, undefined],
	[
		"a word was broken, and a question waits as well",
		{ promise: { text: "Перезвонить", dueAt: inHours(-1) }, unansweredSince: inHours(-2) },
		"promise",
	],
	[
		"a question waits while a word is still good",
		{ promise: { text: "Перезвонить", dueAt: inHours(1) }, unansweredSince: inHours(-2) },
		"answer",
	],
	[
		"an order is late, and a cart lies about",
		{ lateOrder: { number: 7, dueAt: inHours(-1) }, cart: { count: 1, total: 100, since: inHours(-5) } },
		"late-order",
	],
	[
		"a word was given: nothing is offered",
		{ promise: { text: "Перезвонить", dueAt: inHours(50) }, cart: { count: 1, total: 100, since: inHours(-5) } },
		"promise",
	],
	[
		"a rule has advice",
		{ tip: { title: "VIP", evidence: "3 заказа" }, cart: { count: 1, total: 1, since: inHours(-5) } },
		"tip",
	],
	["a cart was left", { cart: { count: 1, total: 100, since: inHours(-1) } }, "cart"],
	["a cart is being filled", { cart: { count: 1, total: 100, since: inHours(-0.9) } }, undefined],
	[
		"a cart was left by somebody whom no messenger reaches",
		{ cart: { count: 1, total: 100, since: inHours(-5) }, isReachable: false },
		undefined,
	],
	["their usual order is near", { nextOrder: { dueAt: inHours(71), cycleDays: 14, favourite: "Хлеб" } }, "reorder"],
	["their usual order is far", { nextOrder: { dueAt: inHours(73), cycleDays: 14, favourite: "Хлеб" } }, undefined],
	[
		"their usual order is near, and one is on its way",
		{ nextOrder: { dueAt: inHours(1), cycleDays: 14, favourite: null }, isServed: true },
		undefined,
	],
	["their birthday is in a week", { birthday: "1990-03-17" }, "birthday"],
	["their birthday is today", { birthday: "1990-03-10" }, "birthday"],
	["their birthday was yesterday", { birthday: "1990-03-09" }, undefined],
	["they buy, and were never asked about advertising", { hasOrders: true, wasAsked: false }, "consent"],
])("what to do when %s", (_, facts, is) => {
	expect(nextStep({ ...QUIET, ...facts }, NOW, ZONE)?.is).toBe(is);
});

test("who was born on 29 February is wished well on the 28th, and who was born in January while it is December still", () => {
	const on = (now: string, birthday: string) => nextStep({ ...QUIET, birthday }, new Date(now), ZONE);
	expect(on("2026-02-25T12:00:00+03:00", "1992-02-29")).toEqual({ is: "birthday", day: "2026-02-28" });
	expect(on("2028-02-25T12:00:00+03:00", "1992-02-29")).toEqual({ is: "birthday", day: "2028-02-29" });
	expect(on("2026-12-30T12:00:00+03:00", "1992-01-02")).toEqual({ is: "birthday", day: "2027-01-02" });
});

test("the facts are read of the customer alone, and who may not read the thread learns nothing of it", async () => {
	const open = await aShop({ today: NOW.toISOString() });
	const { shop } = open;
	const { customerId, conversationId } = await aCorrespondent(open);
	const other = await aCorrespondent(open);
	const bread = await aProduct(shop, { title: "Хлеб", price: 12_000, stock: 10 });
	const cartOf = (id: string, changedAt: Date) =>
		shop.db.cart.create({
			data: {
				customerId: id,
				createdAt: changedAt,
				changedAt,
				lines: { create: { variantId: bread.id, qty: 2, addedAt: changedAt } },
			},
		});
	await cartOf(customerId, inHours(-5));
	const promised = { conversationId, customerId, madeBy: "bot", createdAt: NOW };
	await shop.db.customerPromise.create({ data: { ...promised, text: "Перезвонить", dueAt: inHours(2) } });
	await shop.db.customerPromise.create({ data: { ...promised, text: "Испечь", dueAt: inHours(1), state: "kept" } });
	await shop.db.customerFigures.upsert({
		where: { customerId: other.customerId },
		create: {
			customerId: other.customerId,
			ordersCount: 3,
			nextOrderAt: inHours(24),
			cycleDays: 7,
			favouriteVariantId: bread.id,
		},
		update: {},
	});
	const asking = { language: "ru", zone: ZONE };

	expect(await readNextStep(shop, { ...asking, customerId, thread: true })).toEqual({
		...{ is: "promise", text: "Перезвонить", dueAt: inHours(2) },
	});
	expect(await readNextStep(shop, { ...asking, customerId, thread: false })).toEqual({
		...{ is: "cart", count: 2, total: 24_000, since: inHours(-5) },
	});
	expect(await readNextStep(shop, { ...asking, customerId: other.customerId, thread: true })).toEqual({
		...{ is: "reorder", dueAt: inHours(24), cycleDays: 7, favourite: "Хлеб" },
	});
	expect(await readNextStep(shop, { ...asking, customerId: crypto.randomUUID(), thread: true })).toBeNull();
});
