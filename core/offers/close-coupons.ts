import type { Shop } from "#core/shop.ts";
import { CLOSE_COUPONS } from "./offer-sql.ts";
import { GRACE } from "./redeem-coupon.ts";

/** Takes coupons back that provably reached nobody: code and money return to the offer. */
export async function releaseCoupons(shop: Shop, ids: readonly string[]): Promise<void> {
	await shop.db.written(CLOSE_COUPONS, [JSON.stringify(ids), shop.now(), "released"]);
}

/** Ends the coupons whose time is over, at most so many at once; how many were ended. */
export async function expireCoupons(shop: Shop, { limit = 1000 }: { limit?: number } = {}): Promise<number> {
	const over = await shop.db.coupon.findMany({
		where: { state: { in: ["held", "given"] }, until: { lt: new Date(shop.now().getTime() - GRACE) } },
		select: { id: true },
		orderBy: { id: "asc" },
		take: limit,
	});
	if (over.length === 0) return 0;
	const [result] = await shop.db.written<{ closed: number }>(CLOSE_COUPONS, [
		JSON.stringify(over.map(({ id }) => id)),
		shop.now(),
		"expired",
	]);
	return result?.closed ?? 0;
}
