import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { findGoods } from "./find-goods.ts";

/** Promises to tell the customer when it can be had again. Asking twice is asking once. */
export async function subscribeToStock(
	shop: Shop,
	{ customerId, variantId }: { customerId: string; variantId: string },
): Promise<void> {
	const [goods] = await findGoods(shop, { ids: [variantId], language: "ru" });
	if (!goods) throw new Refusal("not-found", "Этого товара у нас нет.");
	await shop.db.stockWait.upsert({
		where: { customerId_variantId: { customerId, variantId } },
		create: { customerId, variantId, since: shop.now() },
		update: { toldAt: null, since: shop.now() },
	});
}
