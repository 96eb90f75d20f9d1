import { expect, test } from "vitest";
import { countStock } from "#core/catalogue/count-stock.ts";
import { subscribeToStock } from "#core/catalogue/subscribe-to-stock.ts";
import { incentives } from "#core/offers/incentives.ts";
import { cancelOwnOrder } from "#core/orders/cancel-own-order.ts";
import { listSlots } from "#core/orders/list-slots.ts";
import { moveOrder } from "#core/orders/move-order.ts";
import { nextStates, ORDER_STATES } from "#core/orders/order-states.ts";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

test("an order goes its way to the customer: each step is history, and at the door it is paid and out of the house", async () => {
	const { shop, diary } = await aShop();
	const cake = await aProduct(shop, { price: 150_000, stock: 5 });
	const { id } = await aCustomer(shop);

	const order = await anOrder(shop, { customerId: id, lines: [{ goods: cake, qty: 2 }], state: "delivered" });

	expect(await shop.db.orderChange.findMany({ where: { orderId: order.id }, orderBy: { id: "asc" } })).toMatchObject(
		["placed", "confirmed", "packed", "ready", "delivered"].map((to) => ({ to })),
	);
	expect((await diary()).map(({ name }) => name)).toEqual([
		"order.created",
		"order.confirmed",
		"order.packed",
		"order.ready",
		"order.delivered",
		"order.paid",
	]);
	expect(await shop.db.stock.findMany()).toMatchObject([{ onHand: 3, reserved: 0 }]);
	expect(await shop.db.customerFigures.findMany()).toMatchObject([
		{ ordersCount: 1, paidCount: 1, ordersTotal: 300_000n },
	]);
});

test("a cancelled order gives back its stock and its slot, counts no more, and whoever waits for the goods is told", async () => {
	const { shop, diary } = await aShop();
	const cake = await aProduct(shop, { title: "Медовик", stock: 2 });
	const [buyer, waiting] = [await aCustomer(shop), await aCustomer(shop)];
	const [slot] = await listSlots(shop, { delivery: "pickup", zone: "Europe/Moscow" });
	if (!slot) throw new Error("a slot was expected");
	const order = await anOrder(shop, { customerId: buyer.id, lines: [{ goods: cake, qty: 2 }], slotId: slot.id });
	await subscribeToStock(shop, { customerId: waiting.id, variantId: cake.id });

	const cancel = () =>
		cancelOwnOrder(
			shop,
			{ customerId: buyer.id, orderId: order.id, reason: "changed_mind", language: "ru" },
			incentives,
		);
	await Promise.all([cancel(), cancel()]);

	expect(await shop.db.stock.findMany()).toMatchObject([{ onHand: 2, reserved: 0 }]);
	expect(await shop.db.deliverySlot.findUnique({ where: { id: slot.id } })).toMatchObject({ taken: 0 });
	expect(await shop.db.customerFigures.findUnique({ where: { customerId: buyer.id } })).toMatchObject({
		ordersCount: 0,
		ordersTotal: 0n,
	});
	const told = (await diary()).filter(({ name }) => name !== "order.created");
	expect(told.map(({ name, customerId }) => [name, customerId])).toEqual([
		["product.back_in_stock", waiting.id],
		["order.cancelled", buyer.id],
		["outcome.said", buyer.id],
	]);
});

test("a packed order is no longer the customer's to cancel, and a stranger's order never was", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop);
	const [owner, stranger] = [await aCustomer(shop), await aCustomer(shop)];
	const order = await anOrder(shop, { customerId: owner.id, lines: [{ goods: cake, qty: 1 }], state: "packed" });

	const cancelling = (customerId: string) =>
		cancelOwnOrder(shop, { customerId, orderId: order.id, language: "ru" }, incentives);

	await expect(cancelling(owner.id)).rejects.toMatchObject({ code: "too-late" });
	await expect(cancelling(stranger.id)).rejects.toMatchObject({ code: "not-found" });
});

test("an order cannot jump: from every state exactly the named ones can be reached", async () => {
	const reachable = Object.fromEntries(
		ORDER_STATES.map((state) => [state, nextStates({ state, delivery: "courier" })]),
	);
	expect(reachable).toEqual({
		placed: ["confirmed", "cancelled"],
		confirmed: ["packed", "cancelled"],
		packed: ["shipped", "cancelled"],
		shipped: ["delivered", "cancelled"],
		ready: ["delivered", "cancelled"],
		delivered: ["returned"],
		cancelled: [],
		returned: [],
	});
	const { shop } = await aShop();
	const cake = await aProduct(shop);
	const { id } = await aCustomer(shop);
	const order = await anOrder(shop, { customerId: id, lines: [{ goods: cake, qty: 1 }] });
	const jump = moveOrder(shop, { orderId: order.id, to: "delivered", actor: "operator:test" }, incentives);
	await expect(jump).rejects.toMatchObject({ code: "not-allowed" });
});

test("somebody counts fewer pieces than are set aside: the count is refused", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop, { stock: 5 });
	const { id } = await aCustomer(shop);
	await anOrder(shop, { customerId: id, lines: [{ goods: cake, qty: 4 }] });

	await expect(countStock(shop, { variantId: cake.id, warehouseId: "shop", onHand: 3 })).rejects.toMatchObject({
		code: "not-allowed",
	});
	await countStock(shop, { variantId: cake.id, warehouseId: "shop", onHand: 4 });
	expect(await shop.db.stock.findMany()).toMatchObject([{ onHand: 4, reserved: 4 }]);
});

test("a customer's cycle: the mean of the gaps, and the next order one such gap after the last", async () => {
	const { shop, pass } = await aShop({ today: "2026-03-01T12:00:00Z" });
	const [cake, pie] = [await aProduct(shop, { stock: 50 }), await aProduct(shop, { title: "Пирог", stock: 50 })];
	const { id } = await aCustomer(shop);
	const figures = () => shop.db.customerFigures.findUnique({ where: { customerId: id } });

	await anOrder(shop, { customerId: id, lines: [{ goods: cake, qty: 1 }] });
	expect(await figures()).toMatchObject({ ordersCount: 1, cycleDays: null, nextOrderAt: null });
	pass(10 * DAY);
	await anOrder(shop, { customerId: id, lines: [{ goods: pie, qty: 5 }] });
	pass(20 * DAY);
	await anOrder(shop, { customerId: id, lines: [{ goods: cake, qty: 1 }] });

	expect(await figures()).toMatchObject({
		ordersCount: 3,
		cycleDays: 15,
		lastOrderAt: new Date("2026-03-31T12:00:00Z"),
		nextOrderAt: new Date("2026-04-15T12:00:00Z"),
		favouriteVariantId: cake.id,
	});
});

const DAY = 86_400_000;
