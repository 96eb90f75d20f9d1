import type { Shop } from "#core/shop.ts";
import { ANSWER_WAITS, FREE_STOCK } from "./stock-sql.ts";

/** Tells everybody who waits for it that it can be had again, each once: one diary entry a person, which flows hear. */
export async function tellBackInStock(shop: Shop, variantId: string): Promise<void> {
	const [goods] = await shop.db.written<{ id: string; stock: number; price: number; title: string }>(FREE_STOCK, [
		JSON.stringify([variantId]),
	]);
	if (!goods || goods.stock <= 0) return;
	const waiting = await shop.db.written<{ customerId: string }>(ANSWER_WAITS, [variantId, shop.now()]);
	await shop.db.unmetDemand.updateMany({
		where: {
			variantId,
			customerId: { in: waiting.map(({ customerId }) => customerId) },
			settledAt: null,
			toldAt: null,
		},
		data: { toldAt: shop.now() },
	});
	for (const { customerId } of waiting)
		await shop.record({
			name: "product.back_in_stock",
			customerId,
			actor: "system",
			data: { product: { id: goods.id, title: goods.title, price: goods.price } },
		});
}
