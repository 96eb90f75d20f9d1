import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { tellBackInStock } from "./tell-back-in-stock.ts";

/** Somebody counted: so many pieces lie there now, those set aside for orders among them. */
export async function countStock(
	shop: Shop,
	{ variantId, warehouseId, onHand }: { variantId: string; warehouseId: string; onHand: number },
): Promise<void> {
	if (!Number.isInteger(onHand) || onHand < 0) throw new Refusal("invalid", "A count is a whole number, 0 or more.");
	await shop.atomically(async (inside) => {
		const [row] = await inside.db.written<{ reserved: number }>(LOCK_SHELF, [variantId, warehouseId]);
		const reserved = row?.reserved ?? 0;
		if (onHand < reserved)
			throw new Refusal("not-allowed", `${reserved} are set aside for orders: cancel one of them first.`);
		await inside.db.stock.upsert({
			where: { variantId_warehouseId: { variantId, warehouseId } },
			create: { variantId, warehouseId, onHand, countedAt: inside.now() },
			update: { onHand, countedAt: inside.now() },
		});
		await tellBackInStock(inside, variantId);
	});
}

const LOCK_SHELF = {
	name: "lock-shelf",
	text: "SELECT reserved FROM stock WHERE variant_id = $1::uuid AND warehouse_id = $2 FOR UPDATE",
};
