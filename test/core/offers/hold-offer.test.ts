import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyCoupon } from "#core/offers/apply-coupon.ts";
import { expireCoupons, releaseCoupons } from "#core/offers/close-coupons.ts";
import { couponCode, readCode } from "#core/offers/coupon-code.ts";
import { discountOf, giftTitle, readGift } from "#core/offers/gift.ts";
import { holdOffer, type OfferQuestion } from "#core/offers/hold-offer.ts";
import { incentives } from "#core/offers/incentives.ts";
import { periodOf } from "#core/offers/offer-terms.ts";
import { createOrder } from "#core/orders/create-order.ts";
import { moveOrder } from "#core/orders/move-order.ts";
import type { Shop } from "#core/shop.ts";
import { aCart, aConfirmation, aCustomer, aProduct } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

test("a budget for three gives to three, also when ten ask at the same moment", async () => {
	const { shop } = await aShop();
	const people = await Promise.all(Array.from({ length: 10 }, () => aCustomer(shop)));

	const held = await Promise.all(people.map(({ id }) => holdOffer(shop, question(shop, id, { budget: 30_000 }))));

	expect(held.filter((coupon) => coupon !== null)).toHaveLength(3);
	expect(await shop.db.offerBudget.findMany()).toMatchObject([{ left: 0n, period: "2026-03" }]);
});

test("a coupon is redeemed by one order, given back when that is cancelled, and honoured a little after its end", async () => {
	const { shop, pass } = await aShop();
	const cake = await aProduct(shop, { price: 100_000, stock: 50 });
	const { id } = await aCustomer(shop);
	const coupon = await holdOffer(shop, question(shop, id));
	const order = async () => {
		await aCart(shop, { customerId: id, lines: [{ goods: cake, qty: 1 }] });
		await shop.db.cart.updateMany({ where: { customerId: id, state: "open" }, data: { couponId: coupon?.id ?? null } });
		const { id: orderId } = await createOrder(shop, aConfirmation(id), incentives);
		return shop.db.order.findUniqueOrThrow({ where: { id: orderId } });
	};

	const first = await order();
	expect(first).toMatchObject({ goodsTotal: 100_000, discount: 10_000, total: 90_000 });
	expect(await order()).toMatchObject({ discount: 0, total: 100_000 });
	await moveOrder(
		shop,
		{ orderId: first.id, to: "cancelled", actor: "operator:test", reason: "changed_mind" },
		incentives,
	);
	pass(48 * HOUR + 10 * MINUTE);
	const late = await order();
	expect(late).toMatchObject({ discount: 10_000 });
	await moveOrder(
		shop,
		{ orderId: late.id, to: "cancelled", actor: "operator:test", reason: "changed_mind" },
		incentives,
	);

	expect(await order()).toMatchObject({ discount: 0 });
	expect(await shop.db.coupon.findMany()).toMatchObject([{ state: "expired", orderId: null }]);
});

test("what nobody used ends with its time, what reached nobody is taken back: the money returns to the offer once", async () => {
	const { shop, pass } = await aShop();
	const [ada, bob] = [await aCustomer(shop), await aCustomer(shop)];
	await holdOffer(shop, question(shop, ada.id, { budget: 20_000 }));
	const second = await holdOffer(shop, question(shop, bob.id, { budget: 20_000 }));
	const left = async () => (await shop.db.offerBudget.findFirstOrThrow()).left;
	expect(await left()).toBe(0n);

	await releaseCoupons(shop, [second?.id ?? ""]);
	await releaseCoupons(shop, [second?.id ?? ""]);
	expect(await left()).toBe(10_000n);
	pass(49 * HOUR);
	expect([await expireCoupons(shop), await expireCoupons(shop)]).toEqual([1, 0]);
	expect(await left()).toBe(20_000n);
	expect(await shop.db.coupon.groupBy({ by: ["state"], orderBy: { state: "asc" } })).toEqual([
		{ state: "released" },
		{ state: "expired" },
	]);
});

test("a code works for its owner in any spelling, and for nobody else", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop);
	const [owner, stranger] = [await aCustomer(shop), await aCustomer(shop)];
	for (const { id } of [owner, stranger]) await aCart(shop, { customerId: id, lines: [{ goods: cake, qty: 1 }] });
	const held = await holdOffer(shop, question(shop, owner.id));
	const typed = ` ${held?.code.toLowerCase().replace("a", "а") ?? ""} `;

	const apply = (customerId: string, code: string) => applyCoupon(shop, { customerId, typed: code, language: "ru" });

	await expect(apply(stranger.id, typed)).rejects.toMatchObject({ code: "not-found" });
	await expect(apply(owner.id, "' OR 1=1")).rejects.toMatchObject({ code: "not-found" });
	expect(await apply(owner.id, typed)).toMatchObject({ id: held?.id });
	expect(await shop.db.cart.findFirst({ where: { customerId: owner.id } })).toMatchObject({ couponId: held?.id });
});

test("a row that would eat the margin is passed over for the next one", async () => {
	const { shop } = await aShop();
	const { id } = await aCustomer(shop);
	const asked = question(shop, id, { floorMargin: 0.15 });

	const held = await holdOffer(shop, {
		...asked,
		rows: [{ give: { discount: "30%" } }, { give: { gift: "открытка" } }],
		basis: { goodsTotal: 100_000, deliveryFee: 25_000, cost: 60_000 },
	});

	expect(held).toMatchObject({ title: "открытка", row: 1, amount: 0 });
});

test("a mistyped sign of a code is noticed, and every code reads back", () => {
	fc.assert(
		fc.property(
			fc.uint8Array({ minLength: 8, maxLength: 8 }),
			fc.nat(8),
			fc.constantFrom(..."23456789ABCDEFGHJKLMNPQRSTUVWXYZ"),
			(random, place, sign) => {
				const code = couponCode(random);
				expect(readCode(code.toLowerCase())).toBe(code);
				const mistyped = code.slice(0, place) + sign + code.slice(place + 1);
				if (mistyped !== code) expect(readCode(mistyped)).toBeUndefined();
			},
		),
	);
});

test.each([
	[{ discount: "10%" }, 10_000, "скидка 10 %"],
	[{ discount: "12.5%" }, 12_500, "скидка 12.5 %"],
	[{ discount: 300 }, 30_000, "скидка 300 ₽"],
	[{ discount: 9000 }, 100_000, "скидка 9 000 ₽"],
	[{ free_delivery: true }, 25_000, "бесплатная доставка"],
	[{ gift: "открытка" }, 0, "открытка"],
	[{ points: 200 }, 0, "баллы: 200"],
])("%o takes off %i", (give, discount, title) => {
	const gift = readGift(give, "RUB");
	expect(discountOf(gift, { goodsTotal: 100_000, deliveryFee: 25_000 })).toBe(discount);
	expect(giftTitle(gift, { currency: "RUB", language: "ru" }).replace(/\u00a0/g, " ")).toBe(title);
});

test("periods of a budget follow the calendar", () => {
	expect((["day", "week", "month", "year", "ever"] as const).map((per) => periodOf(per, "2026-11-01"))).toEqual([
		"2026-11-01",
		"week of 2026-10-26",
		"2026-11",
		"2026",
		"ever",
	]);
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function question(
	shop: Shop,
	customerId: string,
	{ budget = 1_000_000, floorMargin }: { budget?: number; floorMargin?: number } = {},
): OfferQuestion {
	return {
		customerId,
		runId: randomUUID(),
		terms: {
			offer: "spring",
			budget: { sum: budget, per: "month" },
			until: new Date(shop.now().getTime() + 48 * HOUR),
			...(floorMargin !== undefined && { floorMargin }),
		},
		rows: [{ give: { discount: "10%" } }],
		fits: () => true,
		basis: { goodsTotal: 100_000, deliveryFee: 25_000, cost: null },
		currency: "RUB",
		language: "ru",
		zone: "Europe/Moscow",
	};
}
