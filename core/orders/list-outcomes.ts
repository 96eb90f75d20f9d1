import type { Shop } from "#core/shop.ts";

/** All that was said about why an order, or the inquiries of a conversation, were won or lost; the latest word first. */
export function listOutcomes(shop: Shop, about: { orderId: string } | { conversationId: string }) {
	return shop.db.outcome.findMany({
		where: "orderId" in about ? about : { ...about, orderId: null },
		orderBy: { id: "desc" },
		take: 50,
	});
}
