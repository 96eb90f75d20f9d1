import type { Shop } from "#core/shop.ts";

/**
 * Takes back what flows have promised to this conversation and nobody has tried to send yet. Lines of staff stay, and what has no
 * run: the states of orders and payments are told whoever leads.
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
			WHERE conversation_id = $1::uuid AND state = 'pending' AND run_id IS NOT NULL AND purpose <> 'transactional'
			RETURNING message_id
		)
		UPDATE message m SET status = 'cancelled', status_reason = $2::text FROM cancelled c WHERE m.id = c.message_id`,
};
