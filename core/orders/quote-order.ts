import { findGoods } from "#core/catalogue/find-goods.ts";
import type { Goods } from "#core/catalogue/goods.ts";
import { outOfStock } from "#core/catalogue/reserve-stock.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { OrderTerms } from "./change-order.ts";
import { piecesOf } from "./create-order.ts";
import { deliveryFee } from "./delivery-fee.ts";
import type { Incentives } from "./incentives.ts";

/** What an order would come to now, minor units, and what stands in its way. */
export type OrderQuote = {
	readonly lines: readonly {
		readonly goods: Goods;
		readonly qty: number;
		readonly price: number;
		readonly sum: number;
	}[];
	readonly goodsTotal: number;
	readonly deliveryFee: number;
	readonly discount: number;
	readonly total: number;
	readonly problems: readonly string[];
};

/** Reckons with the prices and the stock of now. An order that is being changed may use what it holds, at the price it was ordered for. */
export async function quoteOrder(
	shop: Shop,
	{
		customerId,
		orderId,
		couponId,
		language,
		...terms
	}: OrderTerms & { customerId: string; orderId?: string | undefined; couponId?: string | undefined; language: string },
	incentives: Incentives,
): Promise<OrderQuote> {
	const order = orderId
		? await shop.db.order.findFirst({ where: { id: orderId, customerId }, include: { lines: true } })
		: null;
	const wishes = piecesOf(terms.lines);
	const found = await findGoods(shop, { ids: wishes.map(({ variantId }) => variantId), language });
	const lines = wishes.flatMap(({ variantId, qty }) => {
		const goods = found.find(({ id }) => id === variantId);
		if (!goods) return [];
		const held = (order?.lines ?? []).filter((line) => line.variantId === variantId);
		const pieces = held.reduce((sum, line) => sum + line.qty, 0);
		const price = held[0]?.price ?? goods.price;
		const sum = Math.min(qty, pieces) * price + Math.max(0, qty - pieces) * goods.price;
		return [{ goods: { ...goods, stock: goods.stock + pieces }, active: goods.active, qty, price, sum }];
	});
	const goodsTotal = lines.reduce((sum, line) => sum + line.sum, 0);
	const short = lines.filter(({ goods, active, qty }) => !active || qty > goods.stock);
	const problems: string[] = [];
	if (short.length > 0) {
		const left = short.map(({ goods, active }) => ({ variantId: goods.id, left: active ? goods.stock : 0 }));
		problems.push((await outOfStock(shop, left, language)).message);
	}
	const fee = await deliveryFee(shop, { ...terms, language }, goodsTotal).catch((error: unknown) => {
		if (!(error instanceof Refusal)) throw error;
		problems.push(error.message);
		return 0;
	});
	const coupon = order?.couponId ?? couponId;
	const basis = { customerId, goodsTotal, deliveryFee: fee, currency: found[0]?.currency ?? "RUB" };
	const reduction = coupon
		? await incentives.reckon(shop, { couponId: coupon, ...basis, ...(order && { orderId: order.id }) })
		: null;
	const discount = reduction?.discount ?? 0;
	return {
		lines: lines.map(({ goods, qty, price, sum }) => ({ goods, qty, price, sum })),
		...{ goodsTotal, deliveryFee: fee, discount, total: goodsTotal + fee - discount, problems },
	};
}
