import { type FoundGoods, findGoods } from "#core/catalogue/find-goods.ts";
import type { Shop } from "#core/shop.ts";

/** The open cart at today's prices. Minor units. */
export type Cart = {
	readonly id: string;
	readonly couponId: string | null;
	readonly count: number;
	readonly goodsTotal: number;
	readonly changedAt: Date;
	readonly lines: readonly { readonly goods: FoundGoods; readonly qty: number; readonly sum: number }[];
};

/** What a customer has put aside but not ordered; null where no cart is open. */
export async function readCart(
	shop: Shop,
	{ customerId, language }: { customerId: string; language: string },
): Promise<Cart | null> {
	const cart = await shop.db.cart.findFirst({
		where: { customerId, state: "open" },
		include: { lines: { orderBy: [{ addedAt: "asc" }, { variantId: "asc" }] } },
	});
	if (!cart) return null;
	const goods = await findGoods(shop, { ids: cart.lines.map(({ variantId }) => variantId), language });
	const lines = cart.lines.flatMap(({ variantId, qty }) => {
		const found = goods.find(({ id }) => id === variantId);
		return found ? [{ goods: found, qty, sum: found.price * qty }] : [];
	});
	return {
		id: cart.id,
		couponId: cart.couponId,
		changedAt: cart.changedAt,
		count: lines.reduce((count, { qty }) => count + qty, 0),
		goodsTotal: lines.reduce((total, { sum }) => total + sum, 0),
		lines,
	};
}
