import { findGoods } from "#core/catalogue/find-goods.ts";
import { inLanguage } from "#core/in-language.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { setCartQuantity } from "./change-cart.ts";
import { readCart } from "./read-cart.ts";
import { readOrder } from "./read-orders.ts";

/** How many pieces went into the cart, and what of the old order cannot be had now. */
export type Repeated = { readonly added: number; readonly missing: readonly string[] };

/** Fills the cart with what an earlier order held, as far as it can be had. What lies there already is not doubled. */
export async function repeatOrder(
	shop: Shop,
	{ customerId, orderId, language }: { customerId: string; orderId: string; language: string },
): Promise<Repeated> {
	return shop.atomically(async (inside) => {
		const order = await readOrder(inside, { id: orderId, customerId });
		if (!order)
			throw new Refusal("not-found", inLanguage(language, { ru: "Такого заказа нет.", en: "There is no such order." }));
		const wishes = new Map<string, number>();
		for (const { variantId, qty } of order.lines)
			if (variantId) wishes.set(variantId, (wishes.get(variantId) ?? 0) + qty);
		const goods = await findGoods(inside, { ids: [...wishes.keys()], language });
		const cart = await readCart(inside, { customerId, language });
		let added = 0;
		const missing = order.lines.filter(({ variantId, sum }) => !variantId && sum > 0).map(({ title }) => title);
		for (const { id, title, active, stock } of goods) {
			const wanted = wishes.get(id) ?? 0;
			const possible = active ? Math.min(wanted, stock) : 0;
			const has = cart?.lines.find((line) => line.goods.id === id)?.qty ?? 0;
			if (possible < wanted) missing.push(title);
			if (possible <= has) continue;
			await setCartQuantity(inside, { customerId, variantId: id, qty: possible, language, actor: "customer" });
			added += possible - has;
		}
		return { added, missing };
	});
}
