import type { Shop } from "#core/shop.ts";
import { subscribeToStock } from "./subscribe-to-stock.ts";

/** Everybody who has asked for these goods and was not told yet hears of it once they are back. Gives how many. */
export async function subscribeAskers(shop: Shop, { variantId }: { variantId: string }): Promise<number> {
	return shop.atomically(async (inside) => {
		const askers = await inside.db.unmetDemand.findMany({
			where: { variantId, settledAt: null, toldAt: null },
			distinct: ["customerId"],
			select: { customerId: true },
			orderBy: { customerId: "asc" },
		});
		const waiting = await inside.db.stockWait.findMany({ where: { variantId, toldAt: null } });
		const waits = new Set(waiting.map(({ customerId }) => customerId));
		const fresh = askers.filter(({ customerId }) => !waits.has(customerId));
		for (const { customerId } of fresh) await subscribeToStock(inside, { customerId, variantId });
		return fresh.length;
	});
}
