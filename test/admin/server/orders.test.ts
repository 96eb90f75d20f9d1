import { expect, test } from "vitest";
import { importView } from "#admin/contract/imports.ts";
import { movedOrders, orderPage } from "#admin/contract/orders.ts";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { anAdmin, HOST, type Member, type TestAdmin } from "../support/an-admin.ts";

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

test("of a handful each goes as far as it may, the rest is told why, and only a slip of one's own is taken back", async () => {
	const admin = await anAdmin();
	const [one, other, gone] = [await aPlacedOrder(admin), await aPlacedOrder(admin), await aPlacedOrder(admin)];
	const lead = await admin.signedIn("lead");
	await lead.post(`/api/orders/${gone.id}/state`, { to: "cancelled", reason: "other", note: "Уехал" });
	const ids = [one.id, other.id, gone.id];
	const handful = async (member: Member, path: string, body: object) =>
		movedOrders.parse((await member.post(path, { ids, ...body })).json());

	const moved = await handful(lead, "/api/order-states", { to: "confirmed" });
	expect(moved.done.map(({ number }) => number)).toEqual([one.number, other.number]);
	expect(moved.refused).toMatchObject([{ number: gone.number, message: expect.stringContaining("отменён") }]);
	// Without a reason nothing is given up, however many they are.
	expect((await lead.post("/api/order-states", { ids, to: "cancelled" })).status).toBe(400);

	expect((await handful(await admin.signedIn("cashier"), "/api/order-steps-back", {})).done).toEqual([]);
	const back = await handful(lead, "/api/order-steps-back", {});
	expect(back.done).toHaveLength(2);
	expect(await admin.shop.db.order.findUnique({ where: { id: gone.id } })).toMatchObject({ state: "cancelled" });
	expect(await admin.shop.db.order.count({ where: { state: "placed" } })).toBe(2);
	expect(await admin.diary()).toContainEqual(expect.objectContaining({ name: "order.stepped_back" }));
});

test("the list is sifted and leaves as a file in which nothing is a formula, with a row in the audit", async () => {
	const admin = await anAdmin();
	const { shop } = admin;
	const goods = await aProduct(shop, { title: "+Медовик", stock: 9 });
	const people = [await aCustomer(shop, { firstName: "=1+1" }), await aCustomer(shop, { firstName: "Борис" })];
	for (const { id } of people) await anOrder(shop, { customerId: id, lines: [{ goods, qty: 1 }] });
	await shop.db.customerTag.create({ data: { customerId: people[0]?.id ?? "", tag: "vip", actor: "system" } });
	const lead = await admin.signedIn("lead");
	const count = async (query: string) => orderPage.parse((await lead.get(`/api/orders?${query}`)).json()).items.length;

	expect(await count("tag=vip")).toBe(1);
	expect(await count("search=борис")).toBe(1);
	expect(await count("search=медавик"), "goods, with a typo").toBe(2);
	expect(await count("search=медовик&tag=vip")).toBe(1);
	expect(await count("wants=money&warehouse=shop")).toBe(2);
	expect(await count("wants=late")).toBe(0);
	expect(await count("due=2020-01-01")).toBe(0);

	const { body } = await lead.get("/api/orders.csv?tag=vip");
	expect(body.trim().split("\n")).toHaveLength(2);
	expect(body).toContain("'=1+1");
	expect(body).toContain("'+Медовик");
	expect(await shop.db.audit.findFirst({ where: { act: "orders.export" } })).toMatchObject({
		after: { tag: "vip", rows: 1 },
	});
	expect((await (await admin.signedIn("observer")).get("/api/orders.csv")).status).toBe(403);
});

test("a file brought by browser is taken once however often it is sent, and nobody but who brought it sees it", async () => {
	const admin = await anAdmin();
	const lead = await admin.signedIn("lead");
	const csv = "invoice,date,qty,price,title,customer\n1,2025-01-02,2,10,Торт,7\n2,2025-01-03,x,10,=Торт,7\n";

	for (const known of [0, 1]) {
		const file = await bring(admin, lead, csv);
		expect(file).toMatchObject({ mapping: { columns: { invoice: "invoice", customer: "customer" } } });
		const foreign = await (await admin.signedIn("lead")).get(`/api/imports/${file.id}`);
		expect(foreign.status).toBe(404);
		expect((await lead.post(`/api/imports/${file.id}/start`, file.mapping)).status).toBe(204);
		await expect
			.poll(async () => importView.parse((await lead.get(`/api/imports/${file.id}`)).json()).state)
			.toMatchObject({ is: "done", result: { lines: 2, imported: 1, known, refused: 1, orders: 1 } });
		expect((await lead.get(`/api/imports/${file.id}/refused.csv`)).body).toContain("quantity is no number");
	}
	expect(await admin.shop.db.order.count({ where: { source: "import" } })).toBe(1);
	expect(await admin.shop.db.import.count()).toBe(2);
});

async function bring({ server }: TestAdmin, { cookie }: Member, csv: string) {
	const edge = "edge";
	const answer = await server.inject({
		method: "POST",
		url: "/api/imports",
		headers: {
			...{ host: HOST, origin: `http://${HOST}`, cookie },
			"content-type": `multipart/form-data; boundary=${edge}`,
		},
		payload: `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\n${csv}\r\n--${edge}--\r\n`,
	});
	return importView.parse(answer.json());
}
