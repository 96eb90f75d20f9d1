import { expect, test } from "vitest";
import { orderPage } from "#admin/contract/orders.ts";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { anAdmin, type TestAdmin } from "../support/an-admin.ts";

async function aPlacedOrder({ shop }: TestAdmin) {
	const customer = await aCustomer(shop, { firstName: "Анна" });
	const goods = await aProduct(shop, { title: "Медовик", price: 150_000, stock: 3 });
	return { ...(await anOrder(shop, { customerId: customer.id, lines: [{ goods, qty: 2 }] })), goods };
}

test("an order stands on the board with what the counter needs, and where it may go", async () => {
	const admin = await anAdmin();
	const order = await aPlacedOrder(admin);

	const answer = await (await admin.signedIn("cashier")).get("/api/orders?state=placed");

	const { items } = orderPage.parse(answer.json());
	expect(items).toMatchObject([
		{
			number: order.number,
			state: "placed",
			next: ["confirmed", "cancelled"],
			total: { minor: 300_000, currency: "RUB" },
			lines: [{ title: "Медовик", qty: 2, warehouse: "shop" }],
		},
	]);
});

test("a step forward is written with the name of who made it", async () => {
	const admin = await anAdmin();
	const order = await aPlacedOrder(admin);
	const cashier = await admin.signedIn("cashier", { name: "Катя" });

	expect((await cashier.post(`/api/orders/${order.id}/state`, { to: "confirmed" })).status).toBe(204);

	const [moved] = orderPage.parse((await cashier.get("/api/orders")).json()).items;
	expect(moved).toMatchObject({ state: "confirmed", next: ["packed", "cancelled"] });
	expect(moved?.changes.at(-1)).toMatchObject({ from: "placed", to: "confirmed", actorName: "Катя" });
	expect(await admin.diary()).toContainEqual(expect.objectContaining({ name: "order.confirmed" }));
});

test("an order cannot jump over a state, and stays where it was", async () => {
	const admin = await anAdmin();
	const order = await aPlacedOrder(admin);
	const lead = await admin.signedIn("lead");

	const answer = await lead.post(`/api/orders/${order.id}/state`, { to: "delivered" });

	expect(answer.status).toBe(403);
	expect(answer.json()).toMatchObject({ code: "not-allowed", message: expect.stringContaining(`${order.number}`) });
	expect(await admin.shop.db.order.findUnique({ where: { id: order.id } })).toMatchObject({ state: "placed" });
});

test("a cancelled order gives its goods back, with the reason kept", async () => {
	const admin = await anAdmin();
	const order = await aPlacedOrder(admin);
	const lead = await admin.signedIn("lead");

	await lead.post(`/api/orders/${order.id}/state`, { to: "cancelled", reason: "other", note: "Уехал" });

	expect(await admin.shop.db.stock.findFirst({ where: { variantId: order.goods.id } })).toMatchObject({ reserved: 0 });
	const [seen] = orderPage.parse((await lead.get("/api/orders?state=cancelled")).json()).items;
	expect(seen?.changes.at(-1)).toMatchObject({ to: "cancelled", reason: "Other" });
	expect(await admin.shop.db.outcome.findMany()).toMatchObject([
		{ result: "lost", reason: "other", source: "operator", note: "Уехал", standing: true },
	]);
});

test("a double click moves the order once", async () => {
	const admin = await anAdmin();
	const order = await aPlacedOrder(admin);
	const lead = await admin.signedIn("lead");
	const click = () => lead.post(`/api/orders/${order.id}/state`, { to: "confirmed" });

	const statuses = (await Promise.all([click(), click()])).map(({ status }) => status);

	expect(statuses).toEqual([204, 204]);
	expect(await admin.shop.db.orderChange.count({ where: { orderId: order.id, to: "confirmed" } })).toBe(1);
});

test("the board goes page by page by the orders' numbers", async () => {
	const admin = await anAdmin();
	const customer = await aCustomer(admin.shop);
	const goods = await aProduct(admin.shop, { stock: 10 });
	const numbers: number[] = [];
	for (let n = 0; n < 3; n += 1)
		numbers.unshift((await anOrder(admin.shop, { customerId: customer.id, lines: [{ goods, qty: 1 }] })).number);
	const lead = await admin.signedIn("lead");

	const first = orderPage.parse((await lead.get("/api/orders?limit=2")).json());
	const second = orderPage.parse((await lead.get(`/api/orders?limit=2&after=${first.next}`)).json());

	expect([first, second].map(({ items }) => items.map(({ number }) => number))).toEqual([
		numbers.slice(0, 2),
		numbers.slice(2),
	]);
	expect(second.next).toBeNull();
});
