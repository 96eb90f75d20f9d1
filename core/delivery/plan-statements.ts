import type { Statement } from "#core/shop.ts";

/** The written SQL of the send planner: what it has to know of one customer, and its log. */

/** One row per channel with a linked chat, the last heard first. `$1` customer, `$2` now. */
export const CHANNEL_FACTS: Statement = {
	name: "plan-channel-facts",
	text: `SELECT i.channel, bool_or(i.reachability = 'reachable' AND c.unreachable IS NULL) AS reachable,
			max(i.last_heard_at) AS heard_at, max(c.window_until) AS window_until, max(c.free_until) AS free_until,
			max(c.capped_until) AS capped_until,
			bool_and(a.paused_until > $2::timestamptz OR a.health IN ('down', 'unauthorized')) IS TRUE AS down,
			max(CASE WHEN a.health = 'degraded' AND a.health_at > $2::timestamptz - interval '15 minutes' THEN a.arriving ELSE 1 END) AS arriving,
			coalesce(max(e.delivered), 0) AS delivered, coalesce(max(e.reacted + e.unprompted), 0) AS reacted, max(e.at) AS weighed_at,
			max(u.count)::int AS unanswered, max(u.last_at) AS unanswered_at,
			(SELECT count(DISTINCT (h.at AT TIME ZONE 'UTC')::date)::int FROM conversation v JOIN message h ON h.conversation_id = v.id
				WHERE v.customer_id = $1::uuid AND h.channel = i.channel AND h.direction = 'heard'
					AND h.at > $2::timestamptz - interval '30 days') AS days_written
		FROM identity i JOIN chat c ON c.identity_id = i.id
			LEFT JOIN account a ON a.id = i.account
			LEFT JOIN channel_evidence e ON e.customer_id = i.customer_id AND e.channel = i.channel
			LEFT JOIN LATERAL (
				SELECT count(*) AS count, max(m.at) AS last_at FROM conversation v JOIN message m ON m.conversation_id = v.id
				WHERE v.customer_id = i.customer_id AND m.channel = i.channel AND m.proactive AND m.status IN ('sent', 'delivered', 'read', 'played')
					AND m.at > greatest($2::timestamptz - interval '180 days', i.last_heard_at)) u ON true
		WHERE i.customer_id = $1::uuid
		GROUP BY i.channel ORDER BY max(i.last_heard_at) DESC NULLS LAST`,
};

export type ChannelFactsRow = {
	readonly channel: string;
	readonly reachable: boolean;
	readonly heard_at: Date | null;
	readonly window_until: Date | null;
	readonly free_until: Date | null;
	readonly capped_until: Date | null;
	readonly down: boolean;
	readonly arriving: number;
	readonly delivered: number;
	readonly reacted: number;
	readonly weighed_at: Date | null;
	readonly unanswered: number;
	readonly unanswered_at: Date | null;
	/** On how many of the last thirty days they have written there. */
	readonly days_written: number;
};

/** Reactions of the whole shop by channel within 90 days. `$1` now. */
export const SHOP_RATES: Statement = {
	name: "plan-shop-rates",
	text: `SELECT channel, sum(delivered) AS delivered, sum(reacted) AS reacted FROM channel_evidence
		WHERE at > $1::timestamptz - interval '90 days' GROUP BY channel`,
};

/**
 * All else. Marketing about to leave counts under the cap, and so do the held-out's messages, which would have left.
 * `$1` customer, `$2` the consent needed or null, `$3` flow, `$4` since when the past counts, `$5` the run that asks, `$6` its family, `$7` a year ago. Rivals are
 * what else of ours waits for a time of its own, as it was weighed last.
 */
export const PLAN_FACTS: Statement = {
	name: "plan-facts",
	text: `SELECT v.control::text AS control, v.live_at, v.last_heard_at AS heard_at, k.said_channel, k.language, k.zone,
			CASE WHEN k.zone IS NULL THEN coalesce(k.phone,
				(SELECT min(i.phone) FROM identity i WHERE i.customer_id = k.id)) END AS phone,
			(SELECT row_to_json(w) FROM sending_worth w WHERE w.customer_id = k.id AND w.flow = $3) AS worth,
			CASE WHEN $2 = 'advertising' THEN (
				SELECT coalesce(json_agg(json_build_object('id', r.id, 'flow', r.flow, 'net', w.detail->'net',
					'readyAt', r.wake_at, 'usefulUntil', w.detail->'usefulUntil', 'quiet', w.detail->'quiet')), '[]')
				FROM flow_run r JOIN LATERAL (SELECT d.detail FROM decision d
					WHERE d.customer_id = k.id AND d.at > $4::timestamptz AND d.purpose = 'marketing' AND d.detail->>'run' = r.id::text
					ORDER BY d.at DESC, d.id DESC LIMIT 1) w ON w.detail ? 'net' AND w.detail ? 'usefulUntil'
				WHERE r.conversation_id = v.id AND r.status = 'held' AND r.wake_at IS NOT NULL AND r.id::text <> $5) END AS rivals,
			(SELECT o.flow FROM outbox o WHERE o.customer_id = k.id AND o.marketing
				AND o.state IN ('pending', 'attempting', 'sent', 'unknown') ORDER BY o.id DESC LIMIT 1) AS outbid_by,
			ARRAY(SELECT s.channel FROM (SELECT DISTINCT ON (channel, family) channel, state FROM channel_switch
				WHERE family IN ('', $6) ORDER BY channel, family, id DESC) s WHERE s.state = 'off') AS switched_off,
			EXISTS (SELECT 1 FROM flow_pause p WHERE p.flow = $3) AS flow_paused,
			(SELECT coalesce(json_agg(json_build_object('channel', s.channel, 'state', s.state, 'at', s.at)), '[]') FROM (
				SELECT DISTINCT ON (channel) channel, state, at FROM consent
				WHERE customer_id = k.id AND purpose = $2::consent_purpose
				ORDER BY channel, at DESC, state DESC, id DESC) s) AS consents,
			ARRAY(
				SELECT coalesce(o.attempted_at, o.due) FROM outbox o
				WHERE o.customer_id = k.id AND o.marketing AND o.state IN ('pending', 'attempting', 'sent', 'unknown')
				UNION ALL
				SELECT d.at FROM decision d
				WHERE d.customer_id = k.id AND d.at > $4::timestamptz AND d.verdict = 'held_out') AS marketing_at,
			CASE WHEN $2 = 'advertising' THEN (
				SELECT coalesce(json_agg(b), '[]') FROM (SELECT m.channel, count(*)::int AS count
					FROM outbox o JOIN message m ON m.id = o.message_id
					WHERE o.customer_id = k.id AND o.marketing AND o.state = 'sent' AND o.settled_at > $7::timestamptz
						AND coalesce(m.billing, 'free') <> 'free' GROUP BY m.channel) b) END AS marketing_paid
		FROM customer k JOIN conversation v ON v.customer_id = k.id WHERE k.id = $1::uuid`,
};

export type PlanFactsRow = {
	readonly control: "bot" | "asked" | "human" | "parked";
	readonly live_at: Date | null;
	readonly heard_at: Date | null;
	readonly said_channel: string | null;
	readonly language: string;
	readonly zone: string | null;
	/** Read only where the zone is unknown. */
	readonly phone: string | null;
	readonly worth: WorthRow | null;
	readonly rivals: readonly RivalRow[] | null;
	readonly outbid_by: string | null;
	readonly switched_off: readonly string[];
	readonly flow_paused: boolean;
	readonly consents: readonly { channel: string | null; state: "given" | "withdrawn"; at: string }[];
	readonly marketing_at: readonly Date[];
	readonly marketing_paid: readonly { readonly channel: string; readonly count: number }[] | null;
};

export type WorthRow = {
	readonly p0: number;
	readonly lift: number;
	readonly margin: number;
	readonly incentive: number;
	readonly opt_out: number;
	readonly year: number;
	readonly after_reaction: number;
};

export type RivalRow = {
	readonly id: string;
	readonly flow: string;
	readonly net: number;
	readonly readyAt: string;
	readonly usefulUntil: string;
	readonly quiet: string | null;
};

/** One line of the decision log, silence included. */
export const LOG_DECISION: Statement = {
	name: "plan-log-decision",
	text: `INSERT INTO decision (customer_id, flow, occurrence, purpose, verdict, channel, until, detail, at)
		VALUES ($1::uuid, $2, $3, $4, $5, $6, $7::timestamptz, $8::jsonb, $9::timestamptz)`,
};
