import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { LOCK_STOCK, MOVE_STOCK } from "./stock-sql.ts";

/** Pieces are carried from one warehouse to another; those set aside for orders stay where they are. */
export async function carryStock(
	shop: Shop,
	{ variantId, from, to, qty }: { variantId: string; from: string; to: string; qty: number },
): Promise<void> {
	if (from === to) throw new Refusal("invalid", "Carry them to another warehouse.");
	if (!Number.isInteger(qty) || qty <= 0) throw new Refusal("invalid", "Carry at least one piece.");
	await shop.atomically(async (inside) => {
		await inside.db.stock.createMany({
			data: [{ variantId, warehouseId: to, countedAt: inside.now() }],
			skipDuplicates: true,
		});
		const rows = await inside.db.written<{ warehouseId: string; free: number }>(LOCK_STOCK, [
			JSON.stringify([variantId]),
		]);
		const free = rows.find(({ warehouseId }) => warehouseId === from)?.free ?? 0;
		if (free < qty) throw new Refusal("out-of-stock", `Свободно только ${free}: остальное отложено под заказы.`);
		await inside.db.written(MOVE_STOCK, [
			JSON.stringify([
				{ variantId, warehouseId: from, onHand: -qty, reserved: 0 },
				{ variantId, warehouseId: to, onHand: qty, reserved: 0 },
			]),
		]);
	});
}
