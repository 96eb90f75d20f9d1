import { expect, test } from "vitest";
import type { Goods } from "#core/catalogue/goods.ts";
import { receiveStock } from "#core/catalogue/receive-stock.ts";
import { seeded } from "#core/chance.ts";
import { incentives } from "#core/offers/incentives.ts";
import { createOrder } from "#core/orders/create-order.ts";
import { moveOrder } from "#core/orders/move-order.ts";
import { holdsStock, nextStates } from "#core/orders/order-states.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { aCart, aConfirmation, aCustomer, aProduct, aWarehouse } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

test("whatever customers and staff do at the same time, no piece is sold twice and none is lost", async () => {
	const seed = "2026";
	const dice = seeded(seed);
	const { shop } = await aShop();
	await aWarehouse(shop, { id: "shop", position: 0 });
	await aWarehouse(shop, { id: "cellar", position: 1 });
	const goods: Goods[] = [];
	for (const title of ["Медовик", "Пирог", "Мёд"])
		goods.push(await aProduct(shop, { title, stock: { shop: dice.int(1, 6), cellar: dice.int(0, 6) } }));
	const people = [];
	for (let count = 0; count < 6; count++) people.push(await aCustomer(shop));
	let brought = 0;
	const pieces = async () => (await shop.db.stock.aggregate({ _sum: { onHand: true } }))._sum.onHand ?? 0;
	const atFirst = await pieces();

	const order = async (customerId: string, lines: { goods: Goods; qty: number }[]) => {
		await shop.db.cart.deleteMany({ where: { customerId, state: "open" } });
		await aCart(shop, { customerId, lines });
		await createOrder(shop, aConfirmation(customerId), incentives);
	};
	const move = async (place: number, choice: number) => {
		const orders = await shop.db.order.findMany({ orderBy: { number: "asc" } });
		const chosen = orders[Math.floor(place * orders.length)];
		const next = chosen && nextStates(chosen);
		const to = next?.[Math.floor(choice * next.length)];
		if (chosen && to) await moveOrder(shop, { orderId: chosen.id, to, actor: "operator:test" }, incentives);
	};

	for (let round = 0; round < 12; round++) {
		const deeds: Promise<void>[] = people.flatMap(({ id }) => {
			const drawn = dice.next();
			if (drawn < 0.5)
				return [
					order(
						id,
						dice
							.shuffle(goods)
							.slice(0, dice.int(1, 3))
							.map((one) => ({ goods: one, qty: dice.int(1, 4) })),
					),
				];
			if (drawn < 0.9) return [move(dice.next(), dice.next())];
			brought += 2;
			return [
				receiveStock(shop, { variantId: dice.pick(goods).id, warehouseId: dice.pick(["shop", "cellar"]), qty: 2 }),
			];
		});
		const results = await Promise.allSettled(deeds);

		for (const result of results)
			if (result.status === "rejected") expect([seed, result.reason]).toEqual([seed, expect.any(Refusal)]);
		await expectAgreement(shop, seed);
	}
	const left = await shop.db.orderLine.aggregate({
		where: { order: { state: { in: ["delivered", "returned"] } } },
		_sum: { qty: true },
	});
	expect([seed, await pieces()]).toEqual([seed, atFirst + brought - (left._sum.qty ?? 0)]);
	expect(await shop.db.order.count()).toBeGreaterThan(5);
});

/** What is set aside is exactly what open orders hold, place by place. */
async function expectAgreement(shop: Shop, seed: string) {
	const orders = await shop.db.order.findMany({ include: { lines: true } });
	const held = new Map<string, number>();
	for (const { lines } of orders.filter(({ state }) => holdsStock(state)))
		for (const { variantId, warehouseId, qty } of lines) {
			const place = `${variantId} ${warehouseId}`;
			held.set(place, (held.get(place) ?? 0) + qty);
		}
	for (const { variantId, warehouseId, onHand, reserved } of await shop.db.stock.findMany()) {
		expect([seed, reserved]).toEqual([seed, held.get(`${variantId} ${warehouseId}`) ?? 0]);
		expect(onHand).toBeGreaterThanOrEqual(reserved);
	}
}
