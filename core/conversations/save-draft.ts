import type { Shop } from "#core/shop.ts";

/** Keeps what a member has begun to write here, on whatever device they go on; empty: nothing any more. */
export async function saveDraft(
	shop: Shop,
	{ conversationId, memberId, text }: { conversationId: string; memberId: string; text: string },
): Promise<void> {
	const where = { conversationId_memberId: { conversationId, memberId } };
	const changedAt = shop.now();
	if (text === "") await shop.db.draft.deleteMany({ where: { conversationId, memberId } });
	else
		await shop.db.draft.upsert({
			where,
			create: { conversationId, memberId, text, changedAt },
			update: { text, changedAt },
		});
}

/** The holder is typing: nobody takes that for silence. */
export async function noteTyping(
	shop: Shop,
	{ conversationId, memberId }: { conversationId: string; memberId: string },
): Promise<void> {
	await shop.db.conversation.updateMany({
		where: { id: conversationId, holderId: memberId },
		data: { staffTypedAt: shop.now() },
	});
}
