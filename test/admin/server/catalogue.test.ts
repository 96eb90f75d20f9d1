import { expect, test } from "vitest";
import { cataloguePage, priceListResult } from "#admin/contract/catalogue.ts";
import { slotList } from "#admin/contract/delivery-slots.ts";
import { aCustomer, anOrder, aProduct, aWarehouse } from "#test/support/goods.ts";
import { anAdmin } from "../support/an-admin.ts";

test("a count needs a reason, and a carried piece is never one that an order waits for", async () => {
	const admin = await anAdmin();
	const { shop } = admin;
	const cake = await aProduct(shop, { title: "Медовик", stock: { shop: 5 } });
	await aWarehouse(shop, { id: "store", title: "Склад" });
	const anna = await aCustomer(shop);
	await anOrder(shop, { customerId: anna.id, lines: [{ goods: cake, qty: 2 }] });
	const cashier = await admin.signedIn("cashier");
	const change = (body: object) => cashier.post(`/api/catalogue/${cake.id}/stock`, body);

	expect((await change({ deed: "count", warehouse: "shop", pieces: 4, reason: " " })).status).toBe(400);
	expect((await change({ deed: "carry", warehouse: "shop", to: "store", pieces: 4, reason: "в зал" })).status).toBe(
		409,
	);
	expect((await change({ deed: "carry", warehouse: "shop", to: "store", pieces: 3, reason: "в зал" })).status).toBe(
		204,
	);
	expect((await change({ deed: "count", warehouse: "nowhere", pieces: 1, reason: "опись" })).status).toBe(404);

	const [row] = cataloguePage.parse((await cashier.get("/api/catalogue")).json()).items;
	expect(row).toMatchObject({
		free: 3,
		stock: [
			{ warehouse: "shop", onHand: 2, reserved: 2 },
			{ warehouse: "store", onHand: 3, reserved: 0 },
		],
	});
	expect(await shop.db.audit.findFirst({ where: { act: "stock.carry" } })).toMatchObject({
		actor: `operator:${cashier.id}`,
		before: { shop: 5 },
		after: { shop: 2, store: 3, reason: "в зал" },
	});
});

test("a price list is looked at first; what cannot be taken is told line by line, and the rest is taken once", async () => {
	const admin = await anAdmin();
	const { shop } = admin;
	const cake = await aProduct(shop, { title: "Медовик", sku: "CAKE-1", price: 150_000, stock: { shop: 5 } });
	const anna = await aCustomer(shop);
	await anOrder(shop, { customerId: anna.id, lines: [{ goods: cake, qty: 2 }] });
	await aProduct(shop, { title: '=HYPERLINK("x")', sku: "-EVIL", price: 100 });
	const lead = await admin.signedIn("lead");
	const sheet = "sku;price;stock:shop\nCAKE-1;1 200,50;1\nNONE;5;1\n'-EVIL;1;\nCAKE-1;9;9\n";
	const send = async (as: string) => priceListResult.parse((await lead.post("/api/price-list", { sheet, as })).json());

	const seen = await send("preview");
	expect(seen.changes.map(({ sku, warehouse, was, now }) => [sku, warehouse, was, now])).toEqual([
		["CAKE-1", null, 150_000, 120_050],
		["CAKE-1", "shop", 5, 1],
	]);
	expect(seen.refused.map(({ line, message }) => [line, message])).toEqual([
		[3, "Такого артикула нет."],
		[5, "Артикул уже был выше."],
	]);
	expect(seen.interested).toBe(1);
	expect(await shop.db.variant.findUnique({ where: { id: cake.id } })).toMatchObject({ price: 150_000 });

	const taken = await send("apply");
	// Two are set aside for an order, so one cannot be all there is.
	expect(taken.changes).toMatchObject([{ sku: "CAKE-1", warehouse: null, now: 120_050 }]);
	expect(taken.refused).toHaveLength(3);
	expect((await send("apply")).changes).toEqual([]);
	expect((await admin.diary()).filter(({ name }) => name === "product.price_dropped")).toHaveLength(1);

	const { body } = await lead.get("/api/catalogue.csv");
	expect(body).toContain("'-EVIL");
	expect(body).toContain("'=HYPERLINK");
	expect((await (await admin.signedIn("marketer")).get("/api/catalogue.csv")).status).toBe(403);
});

test("a closed day offers no slot to anybody, and a slot never takes fewer than it has", async () => {
	const admin = await anAdmin({}, { today: "2026-03-02T09:00:00+03:00" });
	const lead = await admin.signedIn("lead");
	const day = "2026-03-20";
	const slots = async () =>
		slotList
			.parse((await lead.get(`/api/delivery-slots?from=${day}&until=${day}`)).json())
			.items.filter(({ delivery }) => delivery === "courier");
	// As far ahead nothing is open yet: closed all the same, it does not open by itself.
	expect(await slots()).toEqual([]);

	expect((await lead.post("/api/delivery-days", { day, delivery: "courier", to: "closed" })).status).toBe(204);
	const closed = await slots();
	expect(closed.length).toBeGreaterThan(0);
	expect(new Set(closed.map(({ capacity }) => capacity))).toEqual(new Set([0]));

	await lead.post("/api/delivery-days", { day, delivery: "courier", to: "open" });
	const [first] = await slots();
	if (!first) throw new Error("the day has slots");
	await admin.shop.db.deliverySlot.update({ where: { id: first.id }, data: { taken: 2 } });
	expect((await lead.put(`/api/delivery-slots/${first.id}`, { capacity: 1 })).status).toBe(403);
	expect((await lead.put(`/api/delivery-slots/${first.id}`, { capacity: 2 })).status).toBe(204);
	expect((await slots())[0]).toMatchObject({ capacity: 2, taken: 2 });
});
