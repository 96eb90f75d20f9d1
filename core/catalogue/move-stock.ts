import type { Shop } from "#core/shop.ts";
import type { Portion } from "./allocate-stock.ts";
import { FREE_STOCK, LOCK_STOCK, MOVE_STOCK } from "./stock-sql.ts";
import { tellBackInStock } from "./tell-back-in-stock.ts";

/** Gives reserved pieces back to the shelf: the order was cancelled. */
export async function releaseStock(shop: Shop, portions: readonly Portion[]): Promise<void> {
	if (portions.length === 0) return;
	const ids = JSON.stringify([...new Set(portions.map(({ variantId }) => variantId))]);
	await shop.db.written(LOCK_STOCK, [ids]);
	const before = await shop.db.written<{ id: string; stock: number }>(FREE_STOCK, [ids]);
	await shop.db.written(MOVE_STOCK, [
		JSON.stringify(portions.map(({ qty, ...place }) => ({ ...place, onHand: 0, reserved: -qty }))),
	]);
	for (const { id, stock } of before) if (stock <= 0) await tellBackInStock(shop, id);
}

/** Reserved pieces leave the house: the order was delivered. */
export async function handOverStock(shop: Shop, portions: readonly Portion[]): Promise<void> {
	if (portions.length === 0) return;
	await shop.db.written(LOCK_STOCK, [JSON.stringify([...new Set(portions.map(({ variantId }) => variantId))])]);
	await shop.db.written(MOVE_STOCK, [
		JSON.stringify(portions.map(({ qty, ...place }) => ({ ...place, onHand: -qty, reserved: -qty }))),
	]);
}
