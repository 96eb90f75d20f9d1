import type { Shop } from "#core/shop.ts";

const KEPT_MS = 180 * 86_400_000;

/** Causes are years from coming back after half a year; a shelf that is still short is told of once more then. */
export async function trimFirings(shop: Shop): Promise<void> {
	await shop.db.ruleFiring.deleteMany({ where: { at: { lt: new Date(shop.now().getTime() - KEPT_MS) } } });
}
