import type { Actor } from "#core/events.ts";
import { noteAudit } from "#core/note-audit.ts";
import type { Shop } from "#core/shop.ts";
import { carryStock } from "./carry-stock.ts";
import { countStock } from "./count-stock.ts";
import { receiveStock } from "./receive-stock.ts";

/** What somebody of the shop did with the pieces of a variant. */
export type StockDeed =
	| { readonly deed: "count"; readonly warehouse: string; readonly pieces: number }
	| { readonly deed: "receive"; readonly warehouse: string; readonly pieces: number }
	| { readonly deed: "carry"; readonly warehouse: string; readonly to: string; readonly pieces: number };

/** Corrects what lies where, and writes down who did it and why: a number that nobody answers for is believed by nobody. */
export async function correctStock(
	shop: Shop,
	{ variantId, deed, reason, actor }: { variantId: string; deed: StockDeed; reason: string; actor: Actor },
): Promise<void> {
	await shop.atomically(async (inside) => {
		const before = await lying(inside, variantId);
		await act(inside, variantId, deed);
		await noteAudit(inside, {
			...{ actor, act: `stock.${deed.deed}`, thing: `variant:${variantId}` },
			...{ before, after: { ...(await lying(inside, variantId)), reason } },
		});
	});
}

async function act(shop: Shop, variantId: string, deed: StockDeed): Promise<void> {
	const { warehouse: warehouseId, pieces } = deed;
	switch (deed.deed) {
		case "count":
			return countStock(shop, { variantId, warehouseId, onHand: pieces });
		case "receive":
			return receiveStock(shop, { variantId, warehouseId, qty: pieces });
		case "carry":
			return carryStock(shop, { variantId, from: warehouseId, to: deed.to, qty: pieces });
	}
}

async function lying(shop: Shop, variantId: string): Promise<Record<string, number>> {
	const rows = await shop.db.stock.findMany({ where: { variantId }, orderBy: { warehouseId: "asc" } });
	return Object.fromEntries(rows.map(({ warehouseId, onHand }) => [warehouseId, onHand]));
}
