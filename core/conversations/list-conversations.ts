import type { Shop } from "#core/shop.ts";

/** Which conversations an operator looks at. */
export type ConversationView = "all" | "unanswered" | "asked" | "mine";

/** Conversations, the latest message first; `after` is the id of the last one seen. Reads one page and a row more. */
export async function listConversations(
	shop: Shop,
	{
		view,
		memberId,
		after,
		limit,
	}: { view: ConversationView; memberId: string; after?: string | undefined; limit: number },
) {
	const rows = await shop.db.conversation.findMany({
		where: { ...whereOf(view, memberId), lastMessageAt: { not: null } },
		orderBy: [{ lastMessageAt: "desc" }, { id: "desc" }],
		take: limit + 1,
		...(after && { cursor: { id: after }, skip: 1 }),
		include: conversationParts,
	});
	return { items: rows.slice(0, limit), next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null };
}

/** What a row of the list shows beside the conversation itself. */
export const conversationParts = {
	customer: { select: { id: true, firstName: true, lastName: true, phone: true } },
	chats: { select: { id: true, channel: true } },
} as const;

function whereOf(view: ConversationView, memberId: string) {
	switch (view) {
		case "all":
			return {};
		case "unanswered":
			return { unansweredSince: { not: null } };
		case "asked":
			return { control: "asked" as const };
		case "mine":
			return { holderId: memberId };
	}
}
