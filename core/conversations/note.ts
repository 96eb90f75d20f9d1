import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { Staff } from "./staff-turn.ts";

/** A line among staff in the thread. The customer never sees it, and anybody may write one, whoever leads. */
export async function note(
	shop: Shop,
	{ conversationId, staff, text }: { conversationId: string; staff: Staff; text: string },
): Promise<void> {
	if (text.trim() === "") throw new Refusal("invalid", "The note is empty.");
	const conversation = await shop.db.conversation.findUnique({ where: { id: conversationId } });
	if (!conversation) throw new Refusal("not-found", "There is no such conversation.");
	await shop.db.message.create({
		data: {
			conversationId,
			channel: "note",
			direction: "said",
			author: `note:${staff.id}`,
			text,
			kind: "note",
			status: "sent",
			stage: conversation.stage,
			at: shop.now(),
			createdAt: shop.now(),
		},
	});
}
