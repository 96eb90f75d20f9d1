import { inLanguage } from "#core/in-language.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { readCode } from "./coupon-code.ts";

/** A coupon laid into the open cart. */
export type AppliedCoupon = {
	readonly id: string;
	readonly title: string;
	readonly code: string;
	readonly until: Date;
	readonly give: unknown;
};

/**
 * Lays the coupon with that code into the customer's open cart, in place of any other. One answer for a code that is
 * wrong, over, used or somebody else's: codes belong to one person, so guessing them yields nothing.
 */
export async function applyCoupon(
	shop: Shop,
	{ customerId, typed, language }: { customerId: string; typed: string; language: string },
): Promise<AppliedCoupon> {
	const code = readCode(typed);
	const coupon =
		code &&
		(await shop.db.coupon.findFirst({
			where: { code, customerId, state: { in: ["held", "given"] }, until: { gte: shop.now() } },
		}));
	if (!coupon)
		throw new Refusal(
			"not-found",
			inLanguage(language, { ru: "Такой промокод не действует.", en: "This code is not valid." }),
		);
	await layIntoCart(shop, { customerId, couponId: coupon.id });
	return coupon;
}

/** Lays a coupon into the open cart, where there is one. */
export async function layIntoCart(
	shop: Shop,
	{ customerId, couponId }: { customerId: string; couponId: string },
): Promise<void> {
	await shop.db.cart.updateMany({ where: { customerId, state: "open" }, data: { couponId } });
}
