import type { Shop } from "#core/shop.ts";

/** Promises that could not be kept after all tries, the newest first. */
export function listDeadErrands(shop: Shop, { limit = 100 }: { limit?: number } = {}) {
	return shop.db.errand.findMany({
		where: { state: "dead" },
		orderBy: { id: "desc" },
		take: limit,
		select: { id: true, name: true, error: true, dueAt: true },
	});
}
