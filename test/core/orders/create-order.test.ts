import { expect, test } from "vitest";
import { changePrice } from "#core/catalogue/change-price.ts";
import { saveShopFacts } from "#core/catalogue/shop-facts.ts";
import { incentives } from "#core/offers/incentives.ts";
import { addToCart } from "#core/orders/change-cart.ts";
import { createOrder } from "#core/orders/create-order.ts";
import { listSlots } from "#core/orders/list-slots.ts";
import { aCart, aConfirmation, aCustomer, anOrder, aProduct, aWarehouse } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

test("the last piece is wanted by two at the same moment: one gets it, the other is told that it is sold out", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop, { title: "Медовик", stock: 1 });
	const rivals = [await aCustomer(shop), await aCustomer(shop), await aCustomer(shop), await aCustomer(shop)];
	for (const { id } of rivals) await aCart(shop, { customerId: id, lines: [{ goods: cake, qty: 1 }] });

	const results = await Promise.allSettled(rivals.map(({ id }) => createOrder(shop, aConfirmation(id), incentives)));

	expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
	const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
	for (const refusal of refused)
		expect(refusal).toMatchObject({ code: "out-of-stock", message: "«Медовик» закончился." });
	expect(await shop.db.order.count()).toBe(1);
	expect(await shop.db.stock.findMany()).toMatchObject([{ onHand: 1, reserved: 1 }]);
});

test("a confirmation that is sent twice at once is one order", async () => {
	const { shop, diary } = await aShop();
	const cake = await aProduct(shop);
	const { id } = await aCustomer(shop);
	await aCart(shop, { customerId: id, lines: [{ goods: cake, qty: 2 }] });
	const confirmation = aConfirmation(id, { key: "pressed twice" });

	const orders = await Promise.all([1, 2, 3].map(() => createOrder(shop, confirmation, incentives)));

	expect(new Set(orders.map((order) => order.id)).size).toBe(1);
	expect(await shop.db.stock.findMany()).toMatchObject([{ reserved: 2 }]);
	expect((await diary()).filter(({ name }) => name === "order.created")).toHaveLength(1);
});

test("more than there is: the refusal names what is left, and nothing is written", async () => {
	const { shop, diary } = await aShop();
	const cake = await aProduct(shop, { title: "Медовик", stock: 3 });
	const pie = await aProduct(shop, { title: "Пирог", stock: 0 });
	const { id } = await aCustomer(shop);
	await aCart(shop, {
		customerId: id,
		lines: [
			{ goods: cake, qty: 5 },
			{ goods: pie, qty: 1 },
		],
	});

	const ordering = createOrder(shop, aConfirmation(id), incentives);

	await expect(ordering).rejects.toMatchObject({
		code: "out-of-stock",
		message: /«Медовик»: осталось 3 шт\..*«Пирог» закончился/,
	});
	expect(await shop.db.order.count()).toBe(0);
	expect(await diary()).toEqual([]);
	expect(await shop.db.cart.findFirst({ where: { customerId: id } })).toMatchObject({ state: "open" });
});

test("the price is the one of the shelf at that moment, and delivery is added by the shop's rules", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop, { price: 100_000 });
	const { id } = await aCustomer(shop);
	await addToCart(shop, { customerId: id, variantId: cake.id, qty: 2, language: "ru", actor: "customer" });
	await changePrice(shop, { variantId: cake.id, price: 90_000 });

	const { id: orderId } = await createOrder(
		shop,
		aConfirmation(id, { delivery: "courier", address: { text: "Ленина 10" } }),
		incentives,
	);

	expect(await shop.db.order.findUnique({ where: { id: orderId } })).toMatchObject({
		goodsTotal: 180_000,
		deliveryFee: 25_000,
		total: 205_000,
		address: { text: "Ленина 10" },
	});
});

test("an order is taken from the warehouse that can give all of it; only if none can, it is shared", async () => {
	const { shop } = await aShop();
	await aWarehouse(shop, { id: "shop", position: 0 });
	await aWarehouse(shop, { id: "cellar", position: 1 });
	const honey = await aProduct(shop, { stock: { shop: 2, cellar: 5 } });
	const { id } = await aCustomer(shop);

	const whole = await anOrder(shop, { customerId: id, lines: [{ goods: honey, qty: 3 }] });
	const shared = await anOrder(shop, { customerId: id, lines: [{ goods: honey, qty: 4 }] });

	const placesOf = async (orderId: string) =>
		(await shop.db.orderLine.findMany({ where: { orderId }, orderBy: { qty: "desc" } })).map((line) => [
			line.warehouseId,
			line.qty,
		]);
	expect(await placesOf(whole.id)).toEqual([["cellar", 3]]);
	expect((await placesOf(shared.id)).sort()).toEqual([
		["cellar", 2],
		["shop", 2],
	]);
});

test("the last place in a slot is taken by one", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop);
	const [ada, bob] = [await aCustomer(shop), await aCustomer(shop)];
	await saveShopFacts(shop, {
		slots: {
			courier: { windows: ["18:00-20:00"], capacity: 1 },
			pickup: { windows: ["17:00-20:00"], capacity: 1 },
		},
	});
	const [slot] = await listSlots(shop, { delivery: "pickup", zone: "Europe/Moscow" });
	if (!slot) throw new Error("a slot was expected");
	for (const { id } of [ada, bob]) await aCart(shop, { customerId: id, lines: [{ goods: cake, qty: 1 }] });

	const results = await Promise.allSettled(
		[ada, bob].map(({ id }) => createOrder(shop, aConfirmation(id, { slotId: slot.id }), incentives)),
	);

	expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
	expect(results.find((result) => result.status === "rejected")).toMatchObject({ reason: { code: "taken" } });
	expect(await shop.db.deliverySlot.findUnique({ where: { id: slot.id } })).toMatchObject({ taken: 1 });
	expect(await shop.db.stock.findMany()).toMatchObject([{ reserved: 1 }]);
	expect((await listSlots(shop, { delivery: "pickup", zone: "Europe/Moscow" })).map(({ id }) => id)).not.toContain(
		slot.id,
	);
});

test("an empty cart and an address where nobody drives are refused in words", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop);
	const { id } = await aCustomer(shop);
	await expect(createOrder(shop, aConfirmation(id), incentives)).rejects.toMatchObject({ code: "stale" });

	await aCart(shop, { customerId: id, lines: [{ goods: cake, qty: 1 }] });
	const far = aConfirmation(id, { delivery: "courier", address: { text: "не знаю" } });
	await expect(createOrder(shop, far, incentives)).rejects.toMatchObject({ code: "unavailable" });
	expect(await shop.db.stock.findMany()).toMatchObject([{ reserved: 0 }]);
});
