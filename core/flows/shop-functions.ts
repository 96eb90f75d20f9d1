import { z } from "zod";
import { browseCategory } from "#core/catalogue/browse-category.ts";
import { noteDemand } from "#core/catalogue/note-demand.ts";
import { noteCategoryView, noteSearch } from "#core/catalogue/note-view.ts";
import { searchGoods } from "#core/catalogue/search-goods.ts";
import { similarGoods } from "#core/catalogue/similar-goods.ts";
import { interestedCustomers } from "#core/orders/interested-customers.ts";
import { likedGoods } from "#core/orders/liked-goods.ts";
import { listSlots } from "#core/orders/list-slots.ts";
import { ordersOf } from "#core/orders/read-orders.ts";
import { recommendGoods } from "#core/orders/recommend-goods.ts";
import { timesBought } from "#core/orders/times-bought.ts";
import { usualOrder } from "#core/orders/usual-order.ts";
import { subtractDuration } from "./durations.ts";
import type { Who } from "./hands.ts";
import { conditionHolds, type ShopContext } from "./shop-formula.ts";
import { deliveryKind, idOf, seenItem, seenOrder, seenProduct, seenSlot } from "./shop-records.ts";
import type { Value } from "./types.ts";

type ReadFunction = (context: ShopContext, args: readonly unknown[]) => Promise<Value>;

/** The `read` functions of the vocabulary, by name. */
export const shopFunctions: Readonly<Record<string, ReadFunction>> = {
	async products_in({ shop, who, seen }, [given]) {
		const category = categoryId.parse(given);
		await noteCategoryView(shop, { customerId: who.customerId, category });
		const goods = await browseCategory(shop, { category, language: who.language });
		return goods.map((one) => seenProduct(one, seen));
	},

	async search_products({ shop, who, seen }, [given]) {
		const words = z.string().parse(given);
		const goods = await searchGoods(shop, { words, language: who.language });
		await noteSearch(shop, { customerId: who.customerId, words, found: goods.length });
		if (goods.length === 0) await noteDemand(shop, { ...askedBy(who), words, source: "search" });
		return goods.map((one) => seenProduct(one, seen));
	},

	async similar({ shop, who, seen }, [given]) {
		const goods = await similarGoods(shop, { variantId: idOf.parse(given), language: who.language });
		return goods.map((one) => seenProduct(one, seen));
	},

	async recommended({ shop, who, seen }) {
		const goods = await recommendGoods(shop, { customerId: who.customerId, language: who.language });
		return goods.map((one) => seenProduct(one, seen));
	},

	async liked_goods({ shop, who, seen }) {
		const goods = await likedGoods(shop, { customerId: who.customerId, language: who.language });
		return goods.map((one) => seenProduct(one, seen));
	},

	async usual_order({ shop, who, seen }, [given]) {
		const { customerId, language } = who;
		const usual = await usualOrder(shop, { customerId, language, hours: z.string().parse(given), zone: seen.zone });
		return usual.map(({ goods, qty }) => seenItem(goods, qty, seen));
	},

	async delivery_slots({ shop, seen }, [given]) {
		const delivery = deliveryKind.safeParse(given);
		if (!delivery.success) return [];
		const slots = await listSlots(shop, { delivery: delivery.data, zone: seen.zone });
		return slots.map((slot) => seenSlot(slot, seen));
	},

	async my_orders({ shop, who, seen }) {
		const orders = await ordersOf(shop, { customerId: who.customerId });
		return orders.map((order) => seenOrder(order, seen));
	},

	async last_order({ shop, who, seen }) {
		const [order] = await ordersOf(shop, { customerId: who.customerId, limit: 1 });
		return order ? seenOrder(order, seen) : null;
	},

	async bought({ shop, who, seen }, [given, within]) {
		const length = duration.nullish().parse(within);
		return timesBought(shop, {
			customerId: who.customerId,
			...goodsOf.parse(given),
			since: length ? subtractDuration(seen.now, length, who.zone) : null,
		});
	},

	async happened({ shop, who, seen }, [given, within]) {
		const length = duration.nullish().parse(within);
		const since = length ? { at: { gte: subtractDuration(seen.now, length, who.zone) } } : {};
		const { customerId } = who;
		return shop.db.diary.count({ where: { customerId, name: z.string().parse(given), ...since } });
	},

	async interested_in({ shop }, [given]) {
		const ids = await interestedCustomers(shop, idOf.parse(given));
		return ids.map((id) => ({ id }));
	},

	async in_segment(context, [given]) {
		const id = z.string().parse(given);
		const segment = context.parts.book().segments.get(id);
		if (!segment) throw new Error(`there is no segment ${id}`);
		return conditionHolds(context, segment.if, await context.roots(context.shop, context.who));
	},
};

function askedBy({ customerId, conversationId }: Who) {
	return { customerId, conversationId };
}

/** Goods by themselves, by their id or by the shop's article number. */
const goodsOf = z.union([idOf.transform((variantId) => ({ variantId })), z.string().transform((sku) => ({ sku }))]);
const categoryId = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);
const duration = z.object({ days: z.number(), seconds: z.number() });
