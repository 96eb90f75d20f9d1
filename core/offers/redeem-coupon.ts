import type { Shop } from "#core/shop.ts";
import { discountOf, readGift } from "./gift.ts";
import { REDEEM_COUPON, RESTORE_COUPON } from "./offer-sql.ts";

/** A coupon that stood when the sum was shown is honoured for so long after its end: typing «да» takes time. */
export const GRACE = 15 * 60_000;

/** Turns the coupon into what it takes off this order; null where it does not stand any more. In the order's transaction. */
export async function redeemCoupon(
	shop: Shop,
	redemption: {
		couponId: string;
		customerId: string;
		orderId: string;
		goodsTotal: number;
		deliveryFee: number;
		currency: string;
	},
): Promise<{ discount: number; gift: string | null; offer: string } | null> {
	const { couponId, customerId, orderId, currency } = redemption;
	const [coupon] = await shop.db.written<{ offer: string; give: unknown; title: string }>(REDEEM_COUPON, [
		couponId,
		customerId,
		orderId,
		shop.now(),
		new Date(shop.now().getTime() - GRACE),
	]);
	if (!coupon) return null;
	const gift = readGift(coupon.give, currency);
	return {
		discount: discountOf(gift, redemption),
		gift: gift.kind === "gift" ? gift.title : null,
		offer: coupon.offer,
	};
}

/** The order was cancelled: the coupon may be used again. */
export async function restoreCoupon(shop: Shop, orderId: string): Promise<void> {
	await shop.db.written(RESTORE_COUPON, [orderId, shop.now()]);
}
