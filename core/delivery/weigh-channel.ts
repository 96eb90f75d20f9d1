import type { Errands } from "#core/errands.ts";
import type { Shop, Statement } from "#core/shop.ts";
import { REACTION_WINDOW } from "./settle-rows.ts";

/**
 * Counts what became of a message that we started: did the customer write or press on that channel within two days? The
 * preferred channel is learned from it. One reaction at most per message; a message that did not arrive counts for
 * nothing.
 */
export async function weighChannel(shop: Shop, { messageId }: Errands["weigh-channel"]): Promise<void> {
	await shop.db.written(WEIGH, [messageId, `${REACTION_WINDOW} milliseconds`]);
}

/**
 * Evidence is halved every 75 days as it ages, up to `at`, the end of the last window weighed: the same message weighed
 * twice finds its own window there and adds nothing.
 */
const WEIGH: Statement = {
	name: "weigh-channel",
	text: `WITH told AS (
			SELECT v.customer_id, m.channel, o.settled_at + $2::interval AS until, EXISTS (
				SELECT 1 FROM message h WHERE h.conversation_id = m.conversation_id AND h.direction = 'heard'
					AND h.channel = m.channel AND h.at > o.settled_at AND h.at <= o.settled_at + $2::interval) AS reacted
			FROM message m JOIN outbox o ON o.message_id = m.id AND o.state = 'sent'
				JOIN conversation v ON v.id = m.conversation_id
			WHERE m.id = $1::bigint AND m.status IN ('sent', 'delivered', 'read', 'played')
			LIMIT 1
		)
		INSERT INTO channel_evidence AS e (customer_id, channel, delivered, reacted, at)
		SELECT customer_id, channel, 1, reacted::int, until FROM told
		ON CONFLICT (customer_id, channel) DO UPDATE SET
			delivered = e.delivered * power(0.5, greatest(0, extract(epoch FROM EXCLUDED.at - e.at)) / (75 * 86400)) + 1,
			reacted = e.reacted * power(0.5, greatest(0, extract(epoch FROM EXCLUDED.at - e.at)) / (75 * 86400)) + EXCLUDED.reacted,
			unprompted = e.unprompted * power(0.5, greatest(0, extract(epoch FROM EXCLUDED.at - e.at)) / (75 * 86400)),
			at = greatest(e.at, EXCLUDED.at)
		WHERE e.at <> EXCLUDED.at`,
};
