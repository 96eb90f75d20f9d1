import type { Shop } from "#core/shop.ts";
import { readOrder, type WholeOrder } from "./read-orders.ts";

/** Something to look after: an order under way, or what a customer complained of. */
export type FoundTicket =
	| { readonly about: "order"; readonly order: WholeOrder }
	| { readonly about: "matter"; readonly number: number; readonly title: string; readonly openedAt: Date };

/** «Где мой заказ?»: the newest order that is still under way, else the newest open matter, else the last order. */
export async function findTicket(shop: Shop, { customerId }: { customerId: string }): Promise<FoundTicket | null> {
	const byAge = { createdAt: "desc" } as const;
	const open = await shop.db.order.findFirst({
		where: { customerId, state: { in: ["placed", "confirmed", "packed", "shipped", "ready"] } },
		orderBy: byAge,
		select: { id: true },
	});
	if (!open) {
		const matter = await shop.db.ticket.findFirst({
			where: { customerId, closedAt: null },
			orderBy: { openedAt: "desc" },
		});
		if (matter) return { about: "matter", number: matter.number, title: matter.title, openedAt: matter.openedAt };
	}
	const last = open ?? (await shop.db.order.findFirst({ where: { customerId }, orderBy: byAge, select: { id: true } }));
	const order = last && (await readOrder(shop, { id: last.id }));
	return order ? { about: "order", order } : null;
}

/** Opens a matter for the staff to look after; the same key twice is one. */
export async function openTicket(
	shop: Shop,
	{ customerId, title, orderId, key }: { customerId: string; title: string; orderId?: string; key: string },
): Promise<{ number: number; title: string; openedAt: Date }> {
	return shop.db.ticket.upsert({
		where: { key },
		create: { customerId, title: title.trim().slice(0, 300), orderId: orderId ?? null, key, openedAt: shop.now() },
		update: {},
	});
}
