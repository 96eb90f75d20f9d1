import type { Shop } from "#core/shop.ts";

/** One variant in one warehouse: how many, how old that number is, and how soon more can be had. */
export type StockAt = {
	readonly warehouseId: string;
	readonly warehouse: string;
	readonly onHand: number;
	readonly reserved: number;
	readonly free: number;
	readonly countedAt: Date;
	/** Whole hours since somebody counted. */
	readonly ageHours: number;
	/** Days until more can be had there; null: nobody has said. */
	readonly leadDays: number | null;
	/** When they said so. */
	readonly leadToldAt: Date | null;
};

/** Where a variant lies, warehouse by warehouse. */
export async function readStock(shop: Shop, variantId: string): Promise<StockAt[]> {
	const [rows, leadTimes] = await Promise.all([
		shop.db.stock.findMany({
			where: { variantId, warehouse: { active: true } },
			include: { warehouse: true },
			orderBy: { warehouse: { position: "asc" } },
		}),
		shop.db.leadTime.findMany({ where: { variantId } }),
	]);
	return rows.map(({ warehouse, warehouseId, onHand, reserved, countedAt }) => {
		const lead = leadTimes.find((one) => one.warehouseId === warehouseId);
		return {
			warehouseId,
			warehouse: warehouse.title,
			onHand,
			reserved,
			free: onHand - reserved,
			countedAt,
			ageHours: Math.max(0, Math.floor((shop.now().getTime() - countedAt.getTime()) / 3_600_000)),
			leadDays: lead?.days ?? null,
			leadToldAt: lead?.toldAt ?? null,
		};
	});
}
