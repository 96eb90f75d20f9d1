import { expect, test } from "vitest";
import { aShop } from "#test/support/shop.ts";

test("what is recorded in a deed that fails was never recorded", async () => {
	const { shop, diary } = await aShop();
	const customer = await shop.db.customer.create({ data: { firstName: "Ada" } });

	const deed = shop.atomically(async (inside) => {
		await inside.record({
			name: "customer.met",
			data: { channel: "console", source: null },
			customerId: customer.id,
			actor: "customer",
		});
		throw new Error("the lamp went out");
	});

	await expect(deed).rejects.toThrow("the lamp went out");
	expect(await diary()).toEqual([]);
	expect(await shop.db.errand.count()).toBe(0);
});

test("an event that flows listen to is promised to them in the same commit", async () => {
	const { shop, diary } = await aShop();
	const customer = await shop.db.customer.create({ data: { firstName: "Ada" } });

	await shop.atomically((inside) =>
		inside.record({ name: "tag.added", data: { tag: "vip" }, customerId: customer.id, actor: "system" }),
	);

	expect(await diary()).toMatchObject([{ name: "tag.added", customerId: customer.id, data: { tag: "vip" } }]);
	expect(await shop.db.errand.findMany()).toMatchObject([
		{ name: "tell-flows", state: "waiting", payload: { name: "tag.added" } },
	]);
});

test("the same promise made twice under a key is kept once, at the earlier time", async () => {
	const { shop } = await aShop();
	const early = new Date("2026-03-11T00:00:00Z");

	await shop.later("begin-day", { day: "2026-03-12" }, { key: "day", at: new Date("2026-03-12T00:00:00Z") });
	await shop.later("begin-day", { day: "2026-03-11" }, { key: "day", at: early });

	expect(await shop.db.errand.findMany()).toMatchObject([{ key: "day", dueAt: early }]);
});
