import type { Goods } from "#core/catalogue/goods.ts";
import { standingCoupons } from "#core/offers/standing-coupons.ts";
import { ordersOf } from "#core/orders/read-orders.ts";
import { recommendGoods } from "#core/orders/recommend-goods.ts";
import { timesBought } from "#core/orders/times-bought.ts";
import type { Shop } from "#core/shop.ts";

const ORDERS = 3;
const OFFERS = 3;

/** Goods to propose, and why just these. */
export type CounterOffer = {
	readonly goods: Goods;
	readonly reason: "bought" | "cheaper" | "popular";
	/** How often they have bought it. */
	readonly times: number;
};

/** What a cashier needs of whoever stands before them: no phone, no thread. */
export async function readCounterCard(shop: Shop, { customerId, language }: { customerId: string; language: string }) {
	const [customer, orders, promise, coupons, goods] = await Promise.all([
		shop.db.customer.findUniqueOrThrow({ where: { id: customerId }, select: { firstName: true, lastName: true } }),
		ordersOf(shop, { customerId, limit: ORDERS }),
		shop.db.customerPromise.findFirst({ where: { customerId, state: "open" }, orderBy: { dueAt: "asc" } }),
		standingCoupons(shop, { customerId }),
		recommendGoods(shop, { customerId, language, limit: OFFERS }),
	]);
	const offers = await Promise.all(goods.map((one) => offerOf(shop, customerId, one)));
	return { customer, orders, promise, coupons, offers };
}

async function offerOf(shop: Shop, customerId: string, goods: Goods): Promise<CounterOffer> {
	const times = await timesBought(shop, { customerId, variantId: goods.id, since: null });
	const reason = goods.oldPrice !== null && goods.oldPrice > goods.price ? "cheaper" : times > 0 ? "bought" : "popular";
	return { goods, reason, times };
}
