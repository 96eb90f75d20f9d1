import type { Shop } from "#core/shop.ts";
import { pagesOfOrders } from "./list-orders-sql.ts";
import type { OrderFilter } from "./order-filter.ts";

/** A page of the orders meant, the newest first, with all that a card shows. `next`: where the next page begins. */
export async function listOrders(
	shop: Shop,
	{ after, limit = 50, ...filter }: OrderFilter & { after?: string | undefined; limit?: number | undefined } = {},
) {
	const before = after === undefined ? undefined : Number(after);
	const ids = await idsOf(shop, { ...filter, before }, limit + 1);
	const rows = await shop.db.order.findMany({
		where: { id: { in: ids } },
		orderBy: { number: "desc" },
		include: {
			customer: {
				select: { id: true, firstName: true, lastName: true, phone: true, tags: { select: { tag: true } } },
			},
			lines: { orderBy: { id: "asc" } },
			changes: { orderBy: { id: "asc" } },
		},
	});
	const items = rows.slice(0, limit);
	const last = items.at(-1);
	return { items, next: rows.length > limit && last ? String(last.number) : null };
}

async function idsOf(
	shop: Shop,
	wishes: OrderFilter & { before: number | undefined },
	count: number,
): Promise<string[]> {
	let found: { id: string }[] = [];
	for (const { statement, values } of pagesOfOrders(wishes, { now: shop.now(), count })) {
		found = await shop.db.written<{ id: string }>(statement, values);
		if (found.length === count) break;
	}
	return found.map(({ id }) => id);
}
