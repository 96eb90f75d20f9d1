import { findGoods } from "#core/catalogue/find-goods.ts";
import type { Shop } from "#core/shop.ts";
import { setCartQuantity } from "./change-cart.ts";

/** Goods picked outside of our own menus, by the numbers they bear in the shop. */
export type Picked = { readonly customerId: string; readonly lines: readonly { product: string; qty: number }[] };

/**
 * Puts what a customer picked in a messenger's catalogue into the open cart. Such a message says what is wanted; what
 * there is, and at what price, we say: as much goes in as can be had, and what we do not know is left out. Told twice, the
 * cart is the same.
 */
export async function fillCart(shop: Shop, { customerId, lines }: Picked): Promise<void> {
	const { language } = await shop.db.customer.findUniqueOrThrow({ where: { id: customerId } });
	const variants = await shop.db.variant.findMany({ where: { sku: { in: lines.map(({ product }) => product) } } });
	const goods = await findGoods(shop, { ids: variants.map(({ id }) => id), language });
	await shop.atomically(async (inside) => {
		for (const { id, sku, active, stock } of goods) {
			const wanted = lines.filter(({ product }) => product === sku).reduce((sum, { qty }) => sum + qty, 0);
			const qty = Math.min(wanted, stock, MOST_PIECES);
			if (!active || qty < 1) continue;
			await setCartQuantity(inside, { customerId, variantId: id, qty, language, actor: "customer" });
		}
	});
}

const MOST_PIECES = 999;
