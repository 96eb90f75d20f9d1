import { type FoundGoods, findGoods } from "#core/catalogue/find-goods.ts";
import { inLanguage } from "#core/in-language.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { setCartQuantity } from "./change-cart.ts";
import { readCart } from "./read-cart.ts";
import { readOrder, type WholeOrder } from "./read-orders.ts";

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
		const wanted = piecesOf(order);
		const goods = await findGoods(inside, { ids: [...wanted.keys()], language });
		const cart = await readCart(inside, { customerId, language });
		const has = new Map(cart?.lines.map((line) => [line.goods.id, line.qty]));
		const plan = goods.map((one) => planFor(one, wanted.get(one.id) ?? 0, has.get(one.id) ?? 0));
		for (const { id, more, qty } of plan)
			if (more > 0) await setCartQuantity(inside, { customerId, variantId: id, qty, language, actor: "customer" });
		return {
			added: plan.reduce((sum, { more }) => sum + more, 0),
			missing: [...unknownGoods(order), ...plan.filter(({ short }) => short).map(({ title }) => title)],
		};
	});
}

function planFor({ id, title, active, stock }: FoundGoods, wanted: number, has: number) {
	const qty = active ? Math.min(wanted, stock) : 0;
	return { id, title, qty, more: Math.max(0, qty - has), short: qty < wanted };
}

function piecesOf(order: WholeOrder): Map<string, number> {
	const wanted = new Map<string, number>();
	for (const { variantId, qty } of order.lines)
		if (variantId) wanted.set(variantId, (wanted.get(variantId) ?? 0) + qty);
	return wanted;
}

/** Imported goods that the catalogue does not know; a gift was no wish. */
function unknownGoods(order: WholeOrder): string[] {
	return order.lines.filter(({ variantId, sum }) => !variantId && sum > 0).map(({ title }) => title);
}
