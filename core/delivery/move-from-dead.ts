import type { Shop, Statement } from "#core/shop.ts";
import type { ChannelHealth } from "./channel.ts";

/**
 * An account of ours has been dead for a while: what we wanted to tell by it and is still of use goes to the customer's next
 * chat, where they said or else where they were last heard (Z5). Only what was never tried is moved: of all else it might be told
 * twice, and no answer, which belongs where it was asked. Permission is asked again when the row is claimed.
 */
export async function moveFromDead(shop: Shop, { account }: { account: string }): Promise<number> {
	const [row] = await shop.db.written<{ moved: number }>(MOVE, [account, shop.now()]);
	return row?.moved ?? 0;
}

/** Shorter outages are waited out: who is written to elsewhere may read the same news twice in two places. */
export const DEAD_AFTER = 5 * 60_000;

/** The same for an account that says of itself that it cannot send, before any message of ours has found out. */
export async function moveFromSick(
	shop: Shop,
	{ account, health: { state, since } }: { account: string; health: ChannelHealth },
): Promise<number> {
	const isSick = state === "down" || state === "unauthorized";
	if (!isSick || shop.now().getTime() - since.getTime() < DEAD_AFTER) return 0;
	return moveFromDead(shop, { account });
}

/**
 * A closed window would drop the message at the claim, so such a chat is no way out. Offers never move to a linked phone: many at
 * once are what gets its number blocked.
 */
const MOVE: Statement = {
	name: "outbox-move-from-dead",
	text: `WITH way AS (
			SELECT DISTINCT ON (o.id) o.id, c.id AS chat_id, c.account, c.channel
			FROM outbox o JOIN customer k ON k.id = o.customer_id
				JOIN identity i ON i.customer_id = o.customer_id AND i.reachability = 'reachable'
				JOIN chat c ON c.identity_id = i.id AND c.conversation_id = o.conversation_id
					AND c.account <> o.account AND c.unreachable IS NULL
				JOIN account a ON a.id = c.account AND (a.paused_until IS NULL OR a.paused_until <= $2::timestamptz)
					AND a.health NOT IN ('down', 'unauthorized')
			WHERE o.account = $1 AND o.state = 'pending' AND o.attempt = 0 AND o.priority > 1 AND o.due <= $2::timestamptz
				AND (o.useful_until IS NULL OR o.useful_until > $2::timestamptz)
				AND (c.channel <> 'whatsapp' OR c.window_until > $2::timestamptz)
				AND NOT (o.marketing AND c.channel = 'linked-phone')
			ORDER BY o.id, (i.channel = k.said_channel) IS TRUE DESC, i.last_heard_at DESC NULLS LAST
		), gone AS (
			UPDATE outbox o SET account = w.account, chat_id = w.chat_id, reason = 'moved'
			FROM way w WHERE o.id = w.id AND o.state = 'pending' AND o.attempt = 0
			RETURNING o.message_id, o.customer_id, o.flow, o.intent, o.purpose, w.chat_id, w.channel
		), thread AS (
			UPDATE message m SET chat_id = g.chat_id, channel = g.channel FROM gone g WHERE m.id = g.message_id
		), told AS (
			INSERT INTO decision (customer_id, flow, occurrence, purpose, verdict, channel, detail, at)
			SELECT customer_id, flow, intent, purpose, 'go', channel, '{"why": "moved"}', $2::timestamptz
			FROM gone WHERE flow IS NOT NULL
		)
		SELECT count(*)::int AS moved FROM gone`,
};
