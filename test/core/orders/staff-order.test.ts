import { expect, test } from "vitest";
import { noteDemand } from "#core/catalogue/note-demand.ts";
import { noteSearch } from "#core/catalogue/note-view.ts";
import { countOutcomes } from "#core/insights/count-outcomes.ts";
import { applyCoupon } from "#core/offers/apply-coupon.ts";
import { incentives } from "#core/offers/incentives.ts";
import { changeOrder } from "#core/orders/change-order.ts";
import { createOrder } from "#core/orders/create-order.ts";
import { explainInquiry } from "#core/orders/explain-by-staff.ts";
import { guessLost, guessWon } from "#core/orders/guess-reason.ts";
import { moveOrder } from "#core/orders/move-order.ts";
import { settleInquiries, settleOutcome } from "#core/orders/settle-outcome.ts";
import { aCart, aConfirmation, aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

const REASONS = [
	{ id: "no_stock", kind: "lost", title: "Нет товара" },
	{ id: "changed_mind", kind: "lost", title: "Передумал" },
	{ id: "own_wish", kind: "won", title: "Пришёл сам" },
] as const;

test("a changed order holds what it holds now: the old price stays, more costs today's, what is given up lies on the shelf", async () => {
	const { shop, diary } = await aShop();
	const cake = await aProduct(shop, { title: "Медовик", price: 150_000, stock: 3 });
	const pie = await aProduct(shop, { title: "Пирог", price: 50_000, stock: 5 });
	const { id } = await aCustomer(shop);
	const made = await anOrder(shop, { customerId: id, lines: [{ goods: cake, qty: 2 }] });
	await shop.db.variant.update({ where: { id: cake.id }, data: { price: 160_000 } });
	const read = () => shop.db.order.findUniqueOrThrow({ where: { id: made.id }, include: { lines: true } });
	const change = async (lines: { variantId: string; qty: number }[], changedAt?: Date) =>
		changeOrder(
			shop,
			{
				...{ orderId: made.id, lines, delivery: "pickup", actor: "operator:lena", language: "ru" },
				changedAt: changedAt ?? (await read()).changedAt,
			},
			incentives,
		);
	const { changedAt } = await read();

	await change([
		{ variantId: cake.id, qty: 3 },
		{ variantId: pie.id, qty: 1 },
	]);

	expect(await read()).toMatchObject({ total: 2 * 150_000 + 160_000 + 50_000, goodsTotal: 510_000 });
	const told = (await diary()).filter(({ name }) => name === "order.changed");
	expect(told).toHaveLength(1);
	expect(await shop.db.audit.findMany({ where: { act: "order.change" } })).toMatchObject([
		{ actor: "operator:lena", before: { total: 300_000 }, after: { total: 510_000 } },
	]);

	// The same press again is one change; whoever looked before it looks again; what cannot be had changes nothing.
	await change(
		[
			{ variantId: pie.id, qty: 1 },
			{ variantId: cake.id, qty: 3 },
		],
		changedAt,
	);
	await expect(change([{ variantId: pie.id, qty: 2 }], new Date(0))).rejects.toMatchObject({ code: "stale" });
	await expect(change([{ variantId: cake.id, qty: 4 }])).rejects.toMatchObject({ code: "out-of-stock" });

	await change([{ variantId: pie.id, qty: 1 }]);
	expect(await read()).toMatchObject({ total: 50_000, lines: [{ title: "Пирог", qty: 1 }] });
	const stock = await shop.db.stock.findMany({ orderBy: { onHand: "asc" } });
	expect(stock).toMatchObject([
		{ onHand: 3, reserved: 0 },
		{ onHand: 5, reserved: 1 },
	]);

	await moveOrder(shop, { orderId: made.id, to: "confirmed", actor: "operator:lena" }, incentives);
	await moveOrder(shop, { orderId: made.id, to: "packed", actor: "operator:lena" }, incentives);
	await expect(change([{ variantId: pie.id, qty: 2 }])).rejects.toMatchObject({ code: "not-allowed" });
});

test("two change two orders for the last pieces at once: one gets them, and no piece is promised twice", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop, { stock: 3 });
	const orders = await Promise.all(
		[1, 2].map(async () => {
			const { id } = await aCustomer(shop);
			return anOrder(shop, { customerId: id, lines: [{ goods: cake, qty: 1 }] });
		}),
	);
	const changes = orders.map(async ({ id }) => {
		const { changedAt } = await shop.db.order.findUniqueOrThrow({ where: { id } });
		const lines = [{ variantId: cake.id, qty: 2 }];
		const terms = {
			orderId: id,
			lines,
			delivery: "pickup",
			actor: "operator:lena",
			language: "ru",
			changedAt,
		} as const;
		return changeOrder(shop, terms, incentives);
	});

	const ended = await Promise.allSettled(changes);

	expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
	expect(await shop.db.stock.findMany()).toMatchObject([{ onHand: 3, reserved: 3 }]);
});

test("what staff pick leaves the customer's own cart alone, or orders just that cart as it was seen", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop, { stock: 5 });
	const pie = await aProduct(shop, { title: "Пирог", stock: 5 });
	const { id } = await aCustomer(shop);
	const cart = await aCart(shop, { customerId: id, lines: [{ goods: cake, qty: 1 }] });
	const { changedAt } = await shop.db.cart.findUniqueOrThrow({ where: { id: cart.id } });
	const order = (picked: object, key: string) =>
		createOrder(
			shop,
			aConfirmation(id, { key, source: "operator", picked: { lines: [{ variantId: pie.id, qty: 2 }], ...picked } }),
			incentives,
		);

	const [first, again] = await Promise.all([order({}, "press 1"), order({}, "press 1")]);
	expect(first).toEqual(again);
	expect(await shop.db.cart.findMany()).toMatchObject([{ id: cart.id, state: "open" }]);

	const seen = { id: cart.id, changedAt };
	await expect(order({ cart: { ...seen, changedAt: new Date(0) } }, "press 2")).rejects.toMatchObject({
		code: "stale",
	});
	await order({ cart: seen }, "press 2");
	expect(await shop.db.cart.findMany()).toMatchObject([{ id: cart.id, state: "ordered" }]);
	expect(
		await shop.db.stock.findUnique({ where: { variantId_warehouseId: { variantId: pie.id, warehouseId: "shop" } } }),
	).toMatchObject({ reserved: 4 });
	await expect(applyCoupon(shop, { customerId: id, typed: "NOPE", language: "ru" })).rejects.toMatchObject({
		code: "not-found",
	});
});

test("each order that came to its end has a reason: the operator's counts more than a rule's, the customer's more than both", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop, { stock: 9 });
	const { id } = await aCustomer(shop);
	const lines = [{ goods: cake, qty: 1 }];
	const words = (orderId: string) =>
		shop.db.outcome.findMany({
			where: { orderId },
			orderBy: { id: "asc" },
			select: { reason: true, source: true, standing: true },
		});

	const lost = await anOrder(shop, { customerId: id, lines });
	const giveUp = { orderId: lost.id, to: "cancelled", actor: "operator:lena" } as const;
	await expect(moveOrder(shop, giveUp, incentives)).rejects.toMatchObject({ code: "invalid" });
	expect(await shop.db.order.findUnique({ where: { id: lost.id } })).toMatchObject({ state: "placed" });
	await moveOrder(shop, { ...giveUp, reason: "no_stock" }, incentives);
	expect(await words(lost.id)).toEqual([{ reason: "no_stock", source: "operator", standing: true }]);

	const won = await anOrder(shop, { customerId: id, lines, state: "delivered" });
	const errands = await shop.db.errand.findMany({ where: { name: "settle-outcome" } });
	expect(errands.map(({ payload }) => payload)).toEqual([{ orderId: won.id }]);
	await settleOutcome(shop, { orderId: won.id }, REASONS);
	await settleOutcome(shop, { orderId: won.id }, REASONS);
	expect(await words(won.id)).toEqual([{ reason: "own_wish", source: "rule", standing: true }]);

	await moveOrder(shop, { orderId: won.id, to: "returned", actor: "customer", reason: "changed_mind" }, incentives);
	expect(await words(won.id)).toEqual([
		{ reason: "own_wish", source: "rule", standing: false },
		{ reason: "changed_mind", source: "customer", standing: true },
	]);
});

test("who looked and went is lost once, for what happened; what a member says of it counts more, and nothing unknown is hidden", async () => {
	const { shop, pass } = await aShop();
	const [anna, boris] = [await aCustomer(shop), await aCustomer(shop)];
	for (const { id } of [anna, boris]) await noteSearch(shop, { customerId: id, words: "халва", found: 0 });
	await noteDemand(shop, { customerId: anna.id, words: "халва", source: "search" });
	const night = () => settleInquiries(shop, { zone: "Europe/Moscow", reasons: REASONS });
	expect(await night()).toBe(0);

	pass(3 * 86_400_000);
	expect([await night(), await night()]).toEqual([2, 0]);
	const standing = async () =>
		(await shop.db.outcome.findMany({ where: { standing: true }, orderBy: { id: "asc" } })).map(
			({ customerId, reason, source }) => [customerId, reason, source],
		);
	expect(new Set(await standing())).toEqual(
		new Set([
			[anna.id, "no_stock", "rule"],
			[boris.id, "unknown", "unknown"],
		]),
	);
	const span = { from: new Date(0), to: new Date(shop.now().getTime() + 1) };
	expect(await countOutcomes(shop, span)).toMatchObject({ matters: 2, coverage: 0.5 });

	const word = { conversationId: boris.conversationId, memberId: "lena", zone: "Europe/Moscow" };
	await expect(explainInquiry(shop, { ...word, reason: "own_wish" }, REASONS)).rejects.toMatchObject({
		code: "invalid",
	});
	await explainInquiry(shop, { ...word, reason: "changed_mind" }, REASONS);
	expect(await countOutcomes(shop, span)).toMatchObject({ matters: 2, coverage: 1 });
	expect(await shop.db.outcome.count({ where: { customerId: boris.id } })).toBe(2);
});

test.each([
	["what they wanted was not there", { wasMissing: true, askedPrice: 3 }, "no_stock"],
	["a dialog of ours broke", { brokeDown: true, flowReason: "price" }, "our_failure"],
	["the dialog ended with their word", { flowReason: "found", askedPrice: 2 }, "found"],
	["they asked twice what it costs and fell silent", { flowReason: "went_quiet", askedPrice: 2 }, "price"],
	["they fell silent", { flowReason: "went_quiet" }, "went_quiet"],
	["nothing is known", {}, "unknown"],
])("%s: lost because of that", (_why, facts, reason) => {
	expect(guessLost({ ...NOTHING, ...facts })).toBe(reason);
});

test.each([
	["a coupon was used", { usedCoupon: true, boughtCheaper: true }, "offer"],
	["it had become cheaper", { boughtCheaper: true, tookReminder: true }, "price_drop"],
	["they answered a reminder", { wasReminded: true, tookReminder: true }, "reminder"],
	["a reminder went out and nobody reacted", { wasReminded: true }, "unknown"],
	["nobody had called them", {}, "own_wish"],
])("%s: won because of that", (_why, facts, reason) => {
	expect(guessWon({ ...NOTHING, ...facts })).toBe(reason);
});

const NOTHING = {
	...{ flowReason: null, wasMissing: false, brokeDown: false, askedPrice: 0 },
	...{ usedCoupon: false, boughtCheaper: false, wasReminded: false, tookReminder: false },
};
