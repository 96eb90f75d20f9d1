import type { Shop } from "#core/shop.ts";
import { type OrderFilter, ordersMeant } from "./order-filter.ts";

/** A page of the orders meant, the newest first, with all that a card shows. `next`: where the next page begins. */
export async function listOrders(
	shop: Shop,
	{ after, limit = 50, ...filter }: OrderFilter & { after?: string | undefined; limit?: number | undefined } = {},
) {
	const before = after === undefined ? {} : { number: { lt: Number(after) } };
	const rows = await shop.db.order.findMany({
		where: { ...ordersMeant(filter, shop.now()), ...before },
		orderBy: { number: "desc" },
		take: limit + 1,
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
