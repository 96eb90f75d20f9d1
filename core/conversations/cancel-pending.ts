import type { Shop } from "#core/shop.ts";

/**
 * Takes back the answers that flows have promised to this conversation and nobody has tried to send yet: the lines of older
 * leases. Lines of staff stay, the states of orders and payments are told whoever leads, and what was planned is held by the
 * sender until the bot leads again.
 */
export async function cancelPending(
	shop: Shop,
	{ conversationId, reason }: { conversationId: string; reason: string },
): Promise<void> {
	await shop.db.written(CANCEL, [conversationId, reason, shop.now()]);
}

const CANCEL = {
	name: "outbox-cancel-pending",
	text: `WITH cancelled AS (
			UPDATE outbox SET state = 'cancelled', reason = $2::text, settled_at = $3::timestamptz
			WHERE conversation_id = $1::uuid AND state = 'pending' AND lease IS NOT NULL AND priority <= 1
			RETURNING message_id
		)
		UPDATE message m SET status = 'cancelled', status_reason = $2::text FROM cancelled c WHERE m.id = c.message_id`,
};
