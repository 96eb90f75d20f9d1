import type { Shop } from "#core/shop.ts";

/** Messages of which nobody knows whether they arrived, the newest first: a person has to look into the thread. */
export async function listUnknownSends(shop: Shop, { limit = 100 }: { limit?: number } = {}) {
	const rows = await shop.db.outbox.findMany({
		where: { state: "unknown" },
		orderBy: { id: "desc" },
		take: limit,
		select: {
			id: true,
			messageId: true,
			conversationId: true,
			customerId: true,
			reason: true,
			attemptedAt: true,
			due: true,
		},
	});
	const [messages, customers] = await Promise.all([
		shop.db.message.findMany({
			where: { id: { in: rows.flatMap(({ messageId }) => (messageId === null ? [] : [messageId])) } },
			select: { id: true, text: true },
		}),
		shop.db.customer.findMany({
			where: { id: { in: rows.map(({ customerId }) => customerId) } },
			select: { id: true, firstName: true, lastName: true, phone: true },
		}),
	]);
	const texts = new Map(messages.map(({ id, text }) => [id, text]));
	const people = new Map(customers.map((customer) => [customer.id, customer]));
	return rows.map(({ messageId, attemptedAt, due, ...row }) => ({
		...row,
		at: attemptedAt ?? due,
		text: (messageId !== null && texts.get(messageId)) || "",
		customer: people.get(row.customerId) ?? null,
	}));
}
