import type { Shop } from "#core/shop.ts";

/** Where customers may fetch their orders. */
export async function pickupPoints(shop: Shop): Promise<{ id: string; title: string; address: string }[]> {
	return shop.db.warehouse.findMany({
		where: { pickup: true, active: true },
		orderBy: { position: "asc" },
		select: { id: true, title: true, address: true },
	});
}
