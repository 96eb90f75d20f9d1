import type { Shop } from "#core/shop.ts";

/** What the words about an order are made of. */
const WHOLE = {
	lines: { orderBy: { id: "asc" } },
	slot: true,
	changes: { where: { to: "delivered" }, select: { at: true } },
} as const;

/** An order with its lines, slot and the moment of its delivery. */
export type WholeOrder = NonNullable<Awaited<ReturnType<typeof readOrder>>>;

/** One order; `customerId` given, only if it is that customer's. */
export async function readOrder(shop: Shop, { id, customerId }: { id: string; customerId?: string }) {
	return shop.db.order.findFirst({ where: { id, ...(customerId && { customerId }) }, include: WHOLE });
}

/** A customer's orders, the newest first. */
export async function ordersOf(
	shop: Shop,
	{ customerId, limit = 10 }: { customerId: string; limit?: number },
): Promise<WholeOrder[]> {
	return shop.db.order.findMany({
		where: { customerId },
		orderBy: [{ createdAt: "desc" }, { number: "desc" }],
		take: limit,
		include: WHOLE,
	});
}

/** The customer's order with that number, as people write it: «№ 1042». */
export async function orderByNumber(
	shop: Shop,
	{ customerId, written }: { customerId: string; written: string },
): Promise<WholeOrder | null> {
	const digits = /^\D{0,10}(\d{1,9})\D{0,3}$/.exec(written.trim())?.[1];
	if (!digits) return null;
	return shop.db.order.findFirst({ where: { customerId, number: Number(digits) }, include: WHOLE });
}
