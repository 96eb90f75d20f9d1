import { expect, test } from "vitest";
import { seenEvent } from "#core/flows/shop-events.ts";

test.each([
	[
		"cart.changed",
		{ cart: { id: "k1" }, product: "p", qty: 1, count: 2, total: 320_000 },
		{ cart: { id: "k1", count: 2, total: 3200 } },
	],
	[
		"order.paid",
		{ order: { id: "o", number: "1042", state: "placed", total: 150_050, currency: "RUB" } },
		{ order: { id: "o", number: "1042", status: "placed", total: 1500.5 }, amount: 1500.5 },
	],
	[
		"product.price_dropped",
		{ product: { id: "p", title: "Медовик", price: 120_000 } },
		{ product: { id: "p", title: "Медовик", price: 1200 } },
	],
	["product.viewed", { product: "p", title: "Медовик" }, { product: { id: "p", title: "Медовик" } }],
	["category.viewed", { category: "cakes" }, { category: { id: "cakes" } }],
	["tag.added", { tag: "постоянный" }, { tag: "постоянный" }],
] as const)("%s is told to flows in records and in whole roubles", (name, data, seen) => {
	expect(seenEvent({ id: "7", name, data, actor: "customer" }, "RUB")).toMatchObject({ id: "7", ...seen });
});

test("of a cancelled order a flow sees who gave it up, and not which member", () => {
	const order = { id: "o", number: "1042", state: "cancelled", total: 100, currency: "RUB" };
	const entry = { id: "8", name: "order.cancelled", data: { order }, actor: "operator:lena" };

	expect(seenEvent(entry, "RUB")).toMatchObject({ by: "operator", order: { status: "cancelled", total: 1 } });
});
