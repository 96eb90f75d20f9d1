import { expect, test } from "vitest";
import { incentives } from "#core/offers/incentives.ts";
import { acceptCheckout } from "#core/orders/accept-checkout.ts";
import { moveOrder } from "#core/orders/move-order.ts";
import { readInvoice } from "#core/orders/read-invoice.ts";
import { recordPayment } from "#core/orders/record-payment.ts";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

test("a bill comes to the order's sum, its checkout is accepted, and a payment told three times is one", async () => {
	const { shop, diary } = await aShop();
	const cake = await aProduct(shop, { price: 100_000 });
	const { id } = await aCustomer(shop);
	const order = await anOrder(shop, {
		customerId: id,
		lines: [{ goods: cake, qty: 2 }],
		delivery: "courier",
		address: { text: "Ленина 10" },
		payment: "invoice",
	});
	const invoice = await readInvoice(shop, { orderId: order.id, language: "ru" });
	expect(invoice.lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(225_000);

	const checkout = { orderId: order.id, amount: 225_000, currency: "RUB", language: "ru" };
	expect(await acceptCheckout(shop, checkout)).toEqual({ accepted: true });
	const payment = { orderId: order.id, provider: "telegram", charge: "c-1", amount: 225_000, currency: "RUB" };
	const told = await Promise.all([1, 2, 3].map(() => recordPayment(shop, payment)));

	expect(told.sort()).toEqual(["known", "known", "recorded"]);
	expect((await diary()).filter(({ name }) => name === "order.paid")).toHaveLength(1);
	expect(await shop.db.order.findUnique({ where: { id: order.id } })).toMatchObject({ paidAt: shop.now() });
	expect(await acceptCheckout(shop, checkout)).toMatchObject({ accepted: false });
});

test("a checkout of another sum, in another currency or of a cancelled order is refused with a sentence", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop, { price: 100_000 });
	const { id } = await aCustomer(shop);
	const order = await anOrder(shop, { customerId: id, lines: [{ goods: cake, qty: 1 }], payment: "invoice" });
	const ask = (amount: number, currency = "RUB") =>
		acceptCheckout(shop, { orderId: order.id, amount, currency, language: "ru" });

	expect(await ask(1)).toMatchObject({ accepted: false, sentence: expect.stringContaining("изменилась") });
	expect(await ask(100_000, "USD")).toMatchObject({ accepted: false });
	await moveOrder(
		shop,
		{ orderId: order.id, to: "cancelled", actor: "operator:test", reason: "changed_mind" },
		incentives,
	);
	expect(await ask(100_000)).toMatchObject({ accepted: false, sentence: "Заказ уже закрыт." });
});

test("an order paid in the messenger is not paid a second time at the door", async () => {
	const { shop, diary } = await aShop();
	const cake = await aProduct(shop, { price: 100_000 });
	const { id } = await aCustomer(shop);
	const order = await anOrder(shop, { customerId: id, lines: [{ goods: cake, qty: 1 }], payment: "invoice" });
	await recordPayment(shop, { orderId: order.id, provider: "telegram", charge: "c", amount: 100_000, currency: "RUB" });

	for (const to of ["confirmed", "packed", "ready", "delivered"] as const)
		await moveOrder(shop, { orderId: order.id, to, actor: "operator:test" }, incentives);

	expect((await diary()).filter(({ name }) => name === "order.paid")).toHaveLength(1);
});
