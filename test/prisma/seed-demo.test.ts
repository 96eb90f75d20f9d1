import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { browseCategory } from "#core/catalogue/browse-category.ts";
import { listDemand } from "#core/catalogue/list-demand.ts";
import { searchGoods } from "#core/catalogue/search-goods.ts";
import { countOutcomes } from "#core/insights/count-outcomes.ts";
import { holdsStock, resultOf } from "#core/orders/order-states.ts";
import type { Shop } from "#core/shop.ts";
import { seedDemo } from "#prisma/seed/demo-shop.ts";
import type { DemoAccounts } from "#prisma/seed/draw-chats.ts";
import { aShop } from "#test/support/shop.ts";

test("the demo's shop has goods, people and a year of orders that fit together, and looks the same every time", async () => {
	const first = await seeded();
	const second = await seeded();

	expect(first.counts).toEqual(second.counts);
	expect(first.counts).toMatchObject({ customers: 300 });
	expect(first.counts.products).toBeGreaterThanOrEqual(55);
	expect(first.counts.orders).toBeGreaterThan(1000);
	expect(await factsOf(first.shop)).toEqual(await factsOf(second.shop));
});

test("in the demo every sum, state, figure and reserved piece agrees with the others", async () => {
	const { shop, mediaFolder } = await seeded();
	const orders = await shop.db.order.findMany({ include: { lines: true, changes: { orderBy: { id: "asc" } } } });
	for (const order of orders) {
		expect(order.lines.reduce((sum, line) => sum + line.sum, 0)).toBe(order.goodsTotal);
		expect(order.changes.at(-1)?.to).toBe(order.state);
		expect(order.changedAt <= shop.now() && order.createdAt <= order.changedAt).toBe(true);
		expect(order.reason !== null).toBe(resultOf(order.state) !== null);
		expect(order.paidAt !== null).toBe(order.changes.some(({ to }) => to === "delivered"));
	}
	const states = new Set(orders.map(({ state }) => state));
	for (const state of ["delivered", "cancelled", "returned", "packed"] as const) expect(states).toContain(state);

	const open = orders.filter(({ state }) => holdsStock(state)).flatMap(({ lines }) => lines);
	const { _sum } = await shop.db.stock.aggregate({ _sum: { reserved: true } });
	expect(_sum.reserved).toBe(open.reduce((sum, { qty }) => sum + qty, 0));

	const { coverage } = await countOutcomes(shop, { from: new Date(0), to: new Date(shop.now().getTime() + 1) });
	expect(coverage).toBeGreaterThan(0.7);
	expect((await listDemand(shop, { days: 28, language: "ru" })).length).toBeGreaterThan(5);

	const figures = await shop.db.customerFigures.findMany();
	const counted = orders.filter(({ state }) => state !== "cancelled" && state !== "returned");
	expect(figures.reduce((sum, { ordersCount }) => sum + ordersCount, 0)).toBe(counted.length);
	expect(figures.filter(({ nextOrderAt }) => nextOrderAt !== null).length).toBeGreaterThan(100);

	const [cake] = await browseCategory(shop, { category: "cakes", language: "ru" });
	const picture = await readFile(join(mediaFolder, cake?.photo ?? ""));
	expect(picture.subarray(1, 4).toString("latin1")).toBe("PNG");
	expect(inflateSync(picture.subarray(41, picture.length - 16)).length).toBe(240 * (1 + 320 * 3));
	const [milk] = await searchGoods(shop, { words: "малоко", language: "ru" });
	expect(milk?.title).toBe("Молоко деревенское, 1 л");
});

test("some of the demo's people have chats with its stand-ins, and none with a bot that has a real token", async () => {
	const { shop } = await seeded({ telegram: "telegram:7000001" });

	const identities = await shop.db.identity.findMany({
		include: { chats: true, customer: { include: { conversation: true } } },
	});
	expect(identities.length).toBeGreaterThan(40);
	for (const { account, nativeId, phone, customer, chats } of identities) {
		expect({ account, phone }).toEqual({ account: "telegram:7000001", phone: null });
		// Behind all numbers that Telegram has given away.
		expect(Number(nativeId)).toBeGreaterThan(9_900_000_000);
		expect(chats.map(({ conversationId }) => conversationId)).toEqual([customer.conversation?.id]);
	}
	const carts = await shop.db.diary.findMany({ where: { name: "cart.changed" } });
	expect(carts.length).toBeGreaterThan(40);
	expect(carts.every(({ at }) => at < shop.now())).toBe(true);
	expect(await shop.db.message.count()).toBe(0);
});

test("a database that holds a shop already is left as it is", async () => {
	const { shop, mediaFolder } = await seeded();
	const before = await shop.db.order.count();

	await expect(seedDemo(shop, { mediaFolder })).rejects.toMatchObject({ code: "not-allowed" });
	expect(await shop.db.order.count()).toBe(before);
});

async function seeded(accounts: DemoAccounts = {}) {
	const { shop } = await aShop({ today: "2026-11-20T15:00:00+03:00" });
	const mediaFolder = await mkdtemp(join(tmpdir(), "prilavok-seed-"));
	onTestFinished(() => rm(mediaFolder, { recursive: true, force: true }));
	const counts = await seedDemo(shop, { mediaFolder, accounts });
	return { shop, mediaFolder, counts };
}

async function factsOf(shop: Shop) {
	const newest = { orderBy: { number: "desc" }, take: 20 } as const;
	return {
		orders: await shop.db.order.findMany({ ...newest, include: { lines: { orderBy: { id: "asc" } } } }),
		customers: await shop.db.customer.findMany({ orderBy: { id: "asc" }, take: 50 }),
		stock: await shop.db.stock.findMany({ orderBy: [{ variantId: "asc" }, { warehouseId: "asc" }] }),
	};
}
