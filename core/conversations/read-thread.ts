import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { conversationParts } from "./list-conversations.ts";

const PAGE = 60;

/** One conversation with its latest messages, oldest first; `before` is the id of the earliest one seen. */
export async function readThread(
	shop: Shop,
	{ id, before, memberId = "" }: { id: string; before?: string | undefined; memberId?: string },
) {
	const conversation = await shop.db.conversation.findUnique({ where: { id }, include: conversationParts });
	if (!conversation) throw new Refusal("not-found", "There is no such conversation.");
	const [latest, promises, laterReplies, draft] = await Promise.all([
		shop.db.message.findMany({
			where: { conversationId: id, ...(before && { id: { lt: BigInt(before) } }) },
			orderBy: { id: "desc" },
			take: PAGE + 1,
		}),
		shop.db.customerPromise.findMany({
			where: { conversationId: id },
			orderBy: [{ settledAt: { sort: "desc", nulls: "first" } }, { dueAt: "asc" }],
			take: 20,
		}),
		shop.db.laterReply.findMany({ where: { conversationId: id, state: "waiting" }, orderBy: { dueAt: "asc" } }),
		shop.db.draft.findUnique({ where: { conversationId_memberId: { conversationId: id, memberId } } }),
	]);
	const messages = latest.slice(0, PAGE).reverse();
	const earlier = latest.length > PAGE ? String(messages[0]?.id) : null;
	// A reply that the customer was faster than waits in the table until its time, and for nobody any more.
	const heard = conversation.lastHeardAt ?? new Date(0);
	return {
		conversation,
		messages,
		earlier,
		promises,
		laterReplies: laterReplies.filter(({ createdAt }) => createdAt >= heard),
		draft: draft?.text ?? "",
	};
}
