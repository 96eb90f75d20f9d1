import { z } from "zod";
import { readShopFacts } from "#core/catalogue/shop-facts.ts";
import { fromMajor } from "#core/money.ts";
import { layIntoCart } from "#core/offers/apply-coupon.ts";
import type { Give } from "#core/offers/gift.ts";
import { holdOffer } from "#core/offers/hold-offer.ts";
import type { BudgetPeriod, OfferTerms } from "#core/offers/offer-terms.ts";
import { readCart } from "#core/orders/read-cart.ts";
import { addDuration, parseDuration } from "./durations.ts";
import type { OfferFile } from "./flow-file.ts";
import type { OfferCall } from "./hands.ts";
import { conditionHolds, type ShopContext } from "./shop-formula.ts";
import { major } from "./shop-records.ts";
import type { Value } from "./types.ts";

/** A row of `pick`, from the offer's file or from the step. */
const rowOfPick = z.object({ if: z.string().optional(), title: z.string().optional(), give: z.custom<Give>() });

/** Chooses and holds an incentive; what the same run holds already is given again. None fits: null. */
export async function makeOffer(
	context: ShopContext,
	call: OfferCall,
): Promise<{ offer: Readonly<Record<string, Value>>; row: string } | null> {
	const { shop, who, seen } = context;
	const file = context.parts.book().offers.get(call.offer);
	if (!file) throw new Error(`there is no offer ${call.offer}`);
	const rows = z.array(rowOfPick).parse(call.pick ?? file.pick);
	const fitting = await rowsThatFit(context, rows);
	const cart = await readCart(shop, { customerId: who.customerId, language: who.language });
	const coupon = await holdOffer(shop, {
		customerId: who.customerId,
		runId: call.run,
		terms: termsOf(file, context),
		rows: rows.map(({ title, give }) => ({ give, ...(title !== undefined && { title }) })),
		fits: (row) => fitting.has(row),
		basis: await basisOf(context, cart),
		currency: seen.currency,
		language: who.language,
		zone: seen.zone,
	});
	if (!coupon) return null;
	if (cart && !cart.couponId) await layIntoCart(shop, { customerId: who.customerId, couponId: coupon.id });
	return {
		offer: {
			id: coupon.id,
			title: coupon.title,
			code: coupon.code,
			until: coupon.until.toISOString(),
			amount: major(coupon.amount, seen),
		},
		row: coupon.row < 0 ? "held already" : `row ${coupon.row + 1}: ${coupon.title}`,
	};
}

async function rowsThatFit(context: ShopContext, rows: readonly { if?: string | undefined }[]): Promise<Set<number>> {
	const roots = await context.roots(context.shop, context.who);
	const fitting = new Set<number>();
	for (const [index, row] of rows.entries())
		if (row.if === undefined || (await conditionHolds(context, row.if, roots))) fitting.add(index);
	return fitting;
}

/** What the gift is measured on: the open cart, else the customer's mean order. */
async function basisOf({ shop, who }: ShopContext, cart: Awaited<ReturnType<typeof readCart>>) {
	const home = (await readShopFacts(shop)).delivery.zones.find((zone) => zone.home);
	const deliveryFee = home?.price ?? 0;
	if (!cart || cart.goodsTotal === 0) {
		const figures = await shop.db.customerFigures.findUnique({ where: { customerId: who.customerId } });
		const orders = figures?.ordersCount ?? 0;
		const mean = orders > 0 ? Math.round(Number(figures?.ordersTotal ?? 0n) / orders) : 0;
		return { goodsTotal: mean, deliveryFee, cost: null };
	}
	const variants = await shop.db.variant.findMany({
		where: { id: { in: cart.lines.map(({ goods }) => goods.id) } },
		select: { id: true, cost: true },
	});
	const costs = cart.lines.map(({ goods, qty }) => {
		const cost = variants.find(({ id }) => id === goods.id)?.cost ?? null;
		return cost === null ? null : cost * qty;
	});
	const known = costs.filter((cost) => cost !== null);
	const cost = known.length === costs.length ? known.reduce((sum, one) => sum + one, 0) : null;
	return { goodsTotal: cart.goodsTotal, deliveryFee, cost };
}

/** The file's words as terms. They were checked when the file was loaded, so what cannot be read is our mistake. */
function termsOf(file: OfferFile, { seen, who }: ShopContext): OfferTerms {
	const valid = parseDuration(file.valid);
	const budget = /^(\d+(?:\.\d+)?)(?:\s+per\s+(day|week|month|year))?$/.exec(file.budget.trim());
	if (!valid || !budget) throw new Error(`the terms of the offer ${file.offer} cannot be read`);
	const perCustomer = readLimit(file.limits?.per_customer);
	const floor = file.limits?.floor_margin;
	return {
		offer: file.offer,
		budget: { sum: fromMajor(Number(budget[1]), seen.currency).minor, per: period(budget[2]) },
		until: addDuration(seen.now, valid, who.zone),
		...(perCustomer && { perCustomer }),
		...(floor !== undefined && { floorMargin: Number.parseFloat(floor) / 100 }),
	};
}

function period(word: string | undefined): BudgetPeriod {
	return word === "day" || word === "week" || word === "month" || word === "year" ? word : "ever";
}

/** `1 per 30 days`; without a length, once and for all. */
function readLimit(written: string | undefined): { times: number; days: number } | undefined {
	const match = written && /^(\d+)(?:\s+per\s+(.+))?$/.exec(written.trim());
	if (!match) return undefined;
	const length = match[2] === undefined ? undefined : parseDuration(match[2]);
	const days = length ? length.days + length.seconds / 86_400 : 36_500;
	return { times: Number(match[1]), days };
}
