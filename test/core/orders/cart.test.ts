import { expect, test } from "vitest";
import { receiveStock } from "#core/catalogue/receive-stock.ts";
import { addToCart, clearCart, setCartQuantity } from "#core/orders/change-cart.ts";
import { readCart } from "#core/orders/read-cart.ts";
import { repeatOrder } from "#core/orders/repeat-order.ts";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

test("a customer fills, corrects and empties the cart, and each change is one line of the diary", async () => {
	const { shop, diary } = await aShop();
	const cake = await aProduct(shop, { price: 150_000, stock: 4 });
	const { id: customerId } = await aCustomer(shop);
	const change = { customerId, variantId: cake.id, language: "ru", actor: "customer" } as const;

	await addToCart(shop, { ...change, qty: 1 });
	await addToCart(shop, { ...change, qty: 2 });
	await expect(addToCart(shop, { ...change, qty: 2 })).rejects.toMatchObject({
		code: "out-of-stock",
		message: /осталось 4/,
	});
	await setCartQuantity(shop, { ...change, qty: 2 });
	expect(await readCart(shop, { customerId, language: "ru" })).toMatchObject({ count: 2, goodsTotal: 300_000 });
	await clearCart(shop, { customerId, actor: "customer" });
	await clearCart(shop, { customerId, actor: "customer" });

	expect(await readCart(shop, { customerId, language: "ru" })).toMatchObject({ count: 0, goodsTotal: 0, lines: [] });
	expect((await diary()).map(({ name, data }) => [name, data])).toMatchObject([
		["cart.changed", { qty: 1, count: 1, total: 150_000 }],
		["cart.changed", { qty: 3, count: 3, total: 450_000 }],
		["cart.changed", { qty: 2, count: 2, total: 300_000 }],
		["cart.changed", { qty: 0, count: 0, total: 0 }],
	]);
});

test("two presses at once on «Положить» are two pieces in one cart", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop);
	const { id: customerId } = await aCustomer(shop);
	const press = () => addToCart(shop, { customerId, variantId: cake.id, qty: 1, language: "ru", actor: "customer" });

	await Promise.all([press(), press(), press()]);

	expect(await readCart(shop, { customerId, language: "ru" })).toMatchObject({ count: 3 });
	expect(await shop.db.cart.count()).toBe(1);
});

test("an order is repeated as far as it can be had, and what cannot is named; repeating twice doubles nothing", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop, { title: "Медовик", stock: 3 });
	const pie = await aProduct(shop, { title: "Пирог", stock: 2 });
	const { id: customerId } = await aCustomer(shop);
	const order = await anOrder(shop, {
		customerId,
		lines: [
			{ goods: cake, qty: 3 },
			{ goods: pie, qty: 2 },
		],
		state: "delivered",
	});
	await receiveStock(shop, { variantId: cake.id, warehouseId: "shop", qty: 2 });

	const repeated = await repeatOrder(shop, { customerId, orderId: order.id, language: "ru" });
	const again = await repeatOrder(shop, { customerId, orderId: order.id, language: "ru" });

	expect(repeated).toEqual({ added: 2, missing: ["Медовик", "Пирог"] });
	expect(again).toEqual({ added: 0, missing: ["Медовик", "Пирог"] });
	expect(await readCart(shop, { customerId, language: "ru" })).toMatchObject({
		count: 2,
		lines: [{ qty: 2, goods: { id: cake.id } }],
	});
});
