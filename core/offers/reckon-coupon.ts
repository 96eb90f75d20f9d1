import type { Shop } from "#core/shop.ts";
import { discountOf, readGift } from "./gift.ts";

/** What a coupon takes off at these sums: one that stands, or that this order has redeemed. Null for any other; changes nothing. */
export async function reckonCoupon(
	shop: Shop,
	about: {
		couponId: string;
		customerId: string;
		goodsTotal: number;
		deliveryFee: number;
		currency: string;
		orderId?: string;
	},
): Promise<{ discount: number; gift: string | null; offer: string } | null> {
	const { couponId, customerId, orderId, currency } = about;
	const coupon = await shop.db.coupon.findFirst({ where: { id: couponId, customerId } });
	if (!coupon) return null;
	const standing = (coupon.state === "held" || coupon.state === "given") && coupon.until >= shop.now();
	if (!standing && !(orderId && coupon.orderId === orderId)) return null;
	const gift = readGift(coupon.give, currency);
	return {
		discount: discountOf(gift, about),
		gift: gift.kind === "gift" ? gift.title : null,
		offer: coupon.offer,
	};
}
