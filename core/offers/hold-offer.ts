import { randomBytes } from "node:crypto";
import type { Shop } from "#core/shop.ts";
import { isoDay } from "#core/zoned-time.ts";
import { couponCode } from "./coupon-code.ts";
import { type Basis, discountOf, type Gift, giftTitle, readGift } from "./gift.ts";
import { COUPONS_SINCE, HOLD_COUPON, OPEN_BUDGET } from "./offer-sql.ts";
import { type OfferRow, type OfferTerms, periodOf } from "./offer-terms.ts";

/** An incentive bound to one person. Minor units. */
export type HeldCoupon = {
	readonly id: string;
	readonly offer: string;
	readonly title: string;
	readonly code: string;
	readonly until: Date;
	/** What it would take off the basis that it was held on. */
	readonly amount: number;
	/** Which row of `pick`, counted from 0. */
	readonly row: number;
};

/** What is asked: for whom, by which run, on which terms. */
export type OfferQuestion = {
	readonly customerId: string;
	/** The same run asking again gets the same coupon. */
	readonly runId: string;
	readonly terms: OfferTerms;
	readonly rows: readonly OfferRow[];
	/** Whether the row's own condition holds for this customer now. */
	readonly fits: (row: number) => boolean;
	/** The cart, or a usual order where there is no cart; `cost` of its goods where the shop knows it. */
	readonly basis: Basis & { readonly cost: number | null };
	readonly currency: string;
	readonly language: string;
	/** The shop's, whose calendar budgets follow. */
	readonly zone: string;
};

/** Holds the first row that fits, is allowed and can be afforded; null where there is none. */
export async function holdOffer(shop: Shop, question: OfferQuestion): Promise<HeldCoupon | null> {
	const { customerId, runId, terms, rows, fits } = question;
	const held = await shop.db.coupon.findUnique({ where: { offer_runId: { offer: terms.offer, runId } } });
	if (held) return { ...held, row: -1, amount: discountOf(readGift(held.give, question.currency), question.basis) };
	if (await limitReached(shop, customerId, terms)) return null;
	for (const [index, row] of rows.entries()) {
		const gift = readGift(row.give, question.currency);
		if (!fits(index) || !keepsMargin(gift, question)) continue;
		const coupon = await reserve(shop, question, row, gift);
		if (coupon) return { ...coupon, row: index };
	}
	return null;
}

async function limitReached(shop: Shop, customerId: string, { offer, perCustomer }: OfferTerms): Promise<boolean> {
	if (!perCustomer) return false;
	const since = new Date(shop.now().getTime() - perCustomer.days * 86_400_000);
	const [count] = await shop.db.written<{ times: number }>(COUPONS_SINCE, [customerId, offer, since]);
	return (count?.times ?? 0) >= perCustomer.times;
}

/** Where costs are not known nothing can be said, and the row stands. */
function keepsMargin(gift: Gift, { terms: { floorMargin }, basis }: OfferQuestion): boolean {
	if (floorMargin === undefined || basis.cost === null || basis.goodsTotal === 0) return true;
	const left = basis.goodsTotal - discountOf(gift, basis) - basis.cost;
	return left >= basis.goodsTotal * floorMargin;
}

/** Takes the full face value from the budget and makes the coupon, in one statement. */
async function reserve(shop: Shop, question: OfferQuestion, row: OfferRow, gift: Gift) {
	const { terms, basis, currency, language } = question;
	const period = periodOf(terms.budget.per, isoDay(shop.now(), question.zone));
	const title = row.title ?? giftTitle(gift, { currency, language });
	await shop.db.written(OPEN_BUDGET, [terms.offer, period, terms.budget.sum]);
	const [coupon] = await shop.db.written<Omit<HeldCoupon, "row" | "amount">>(HOLD_COUPON, [
		terms.offer,
		period,
		discountOf(gift, basis),
		couponCode(randomBytes(8)),
		question.customerId,
		JSON.stringify(row.give),
		title,
		question.runId,
		terms.until,
		shop.now(),
	]);
	return coupon ? { ...coupon, amount: discountOf(gift, basis) } : null;
}
