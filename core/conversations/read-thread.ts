import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { conversationParts } from "./list-conversations.ts";

const PAGE = 60;

/** One conversation with its latest messages, oldest first; `before` is the id of the earliest one seen. */
export async function readThread(shop: Shop, { id, before }: { id: string; before?: string | undefined }) {
	const conversation = await shop.db.conversation.findUnique({ where: { id }, include: conversationParts });
	if (!conversation) throw new Refusal("not-found", "There is no such conversation.");
	const latest = await shop.db.message.findMany({
		where: { conversationId: id, ...(before && { id: { lt: BigInt(before) } }) },
		orderBy: { id: "desc" },
		take: PAGE + 1,
	});
	const messages = latest.slice(0, PAGE).reverse();
	const earlier = latest.length > PAGE ? String(messages[0]?.id) : null;
	return { conversation, messages, earlier };
}
