import type { Shop } from "#core/shop.ts";

/** Coupons of a customer that can be redeemed now, the one that ends first before the others. */
export function standingCoupons(shop: Shop, { customerId }: { customerId: string }) {
	return shop.db.coupon.findMany({
		where: { customerId, state: { in: ["held", "given"] }, until: { gte: shop.now() } },
		orderBy: { until: "asc" },
		select: { id: true, title: true, code: true, until: true },
	});
}
