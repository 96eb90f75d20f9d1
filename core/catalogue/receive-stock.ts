import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { tellBackInStock } from "./tell-back-in-stock.ts";

/** Goods came in: so many pieces more in that warehouse. Whoever waits for them is told. */
export async function receiveStock(
	shop: Shop,
	{ variantId, warehouseId, qty }: { variantId: string; warehouseId: string; qty: number },
): Promise<void> {
	if (!Number.isInteger(qty) || qty <= 0) throw new Refusal("invalid", "A delivery brings at least one piece.");
	await shop.atomically(async (inside) => {
		await inside.db.stock.upsert({
			where: { variantId_warehouseId: { variantId, warehouseId } },
			create: { variantId, warehouseId, onHand: qty, countedAt: inside.now() },
			update: { onHand: { increment: qty } },
		});
		await tellBackInStock(inside, variantId);
	});
}
