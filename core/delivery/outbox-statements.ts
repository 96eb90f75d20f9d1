import type { Statement } from "#core/shop.ts";

/**
 * The written SQL of the outbox. Each statement takes a whole batch, so that a mark and an outcome cost a share of a
 * round trip (performance.md, choice 13). All of them compare times with a `now` that is handed in.
 */

/**
 * `prompt`: answers and transactional messages; `campaign`: the rest. Their priorities differ, and only a campaign's
 * claim has locked its customers before.
 */
export type Lane = "prompt" | "campaign";

export type MirroredTemplate = {
	readonly name: string;
	readonly language: string;
	readonly state: string;
	readonly places: readonly string[];
	readonly body: string;
};

/** A row as a claim gives it: the letter, and the facts that permission is decided by. */
export type ClaimedRow = {
	readonly id: bigint;
	readonly attempt: number;
	readonly chat_id: string;
	readonly native_id: string;
	readonly content: unknown;
	readonly marketing: boolean;
	readonly purpose: string;
	readonly priority: number;
	readonly flow: string | null;
	readonly author: string | null;
	readonly due: Date;
	readonly useful_until: Date | null;
	readonly customer_id: string;
	readonly identity_id: string | null;
	readonly unreachable: string | null;
	readonly window_until: Date | null;
	readonly capped_until: Date | null;
	/** The template that the content names, in all its languages; null: it names none. */
	readonly templates: readonly MirroredTemplate[] | null;
	/** Whether the account's list of templates has ever been read. */
	readonly mirrored: boolean | null;
	readonly control: "bot" | "asked" | "human" | "parked";
	readonly meanwhile: "silence" | "bot" | null;
	/** The lease as it is, and the one under which a flow decided on this row. */
	readonly lease: number;
	readonly decided_under: number | null;
	readonly live_at: Date | null;
	readonly heard_at: Date | null;
	readonly consent: "given" | "withdrawn" | null;
	readonly marketing_at: readonly Date[] | null;
	/** A complaint is open, or an order is late: no time for offers. */
	readonly troubled: boolean | null;
	readonly zone: string | null;
	/** Of one whose zone is unknown, where quiet hours may matter. */
	readonly phone: string | null;
};

/**
 * Marks rows as being tried and gives them. A row is claimable when it is due, its chat has no call under way and may be
 * written to, the account is not paused, and no earlier row of its chat waits. Tokens of the governor are taken for as
 * many as were found; of two claims of one account the second waits for the first.
 *
 * `$1` account, `$2` now, `$3` at most so many, `$4` the sender's name, `$5`–`$7` buckets (scopes, rates, bursts),
 * `$8` gap and `$9` slack of a chat in milliseconds, `$10` ids where `by` says so.
 */
export function claim(lane: Lane, by: "due" | "ids", most: number): Statement {
	const shelf = shelfFor(most);
	return {
		name: `outbox-claim-${lane}-${by}-${shelf}`,
		text: `WITH bucket AS MATERIALIZED (
				SELECT b.scope, b.paused_until,
					least(r.burst, b.tokens + r.rate * greatest(0, extract(epoch FROM ($2::timestamptz - b.refilled_at)))) AS tokens
				FROM rate_bucket b JOIN unnest($5::text[], $6::float8[], $7::float8[]) AS r(scope, rate, burst) ON r.scope = b.scope
				WHERE b.account = $1 ORDER BY b.scope FOR UPDATE OF b
			), allowed AS MATERIALIZED (
				SELECT least($3::int, (SELECT min(floor(tokens)) FROM bucket))::int AS rows
				WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.id = $1 AND a.paused_until > $2::timestamptz)
					AND NOT EXISTS (SELECT 1 FROM rate_bucket b WHERE b.account = $1 AND b.scope = 'account' AND b.paused_until > $2::timestamptz)
					AND NOT EXISTS (SELECT 1 FROM bucket WHERE paused_until > $2::timestamptz)
			), due AS MATERIALIZED (
				SELECT * FROM (
					${claimable(lane, by)} AND (SELECT rows FROM allowed) > 0
					ORDER BY o.priority, o.due, o.id LIMIT ${shelf} FOR UPDATE OF o, c SKIP LOCKED) ready
				LIMIT (SELECT rows FROM allowed)
			), spent AS (
				UPDATE rate_bucket b SET tokens = k.tokens - (SELECT count(*) FROM due), refilled_at = $2::timestamptz
				FROM bucket k WHERE b.account = $1 AND b.scope = k.scope AND EXISTS (SELECT 1 FROM due)
			), held AS (
				UPDATE chat c SET in_flight = (SELECT d.id FROM due d WHERE d.chat_id = c.id), next_at = greatest(
					c.next_at + make_interval(secs => $8::float8 / 1000),
					$2::timestamptz + make_interval(secs => ($8::float8 - $9::float8) / 1000))
				WHERE c.id = ANY(ARRAY(SELECT chat_id FROM due))
				RETURNING c.id, c.native_id, c.channel, c.identity_id, c.unreachable, c.window_until, c.capped_until
			)
			UPDATE outbox o SET state = 'attempting', owner = $4, attempt = o.attempt + 1, attempted_at = $2::timestamptz
			FROM held c, conversation v, customer k
			WHERE o.id = ANY(ARRAY(SELECT id FROM due)) AND c.id = o.chat_id AND v.id = o.conversation_id AND k.id = o.customer_id
			RETURNING o.id, o.attempt, o.chat_id, c.native_id, o.content, o.marketing, o.purpose, o.priority, o.flow,
				(SELECT m.author FROM message m WHERE m.id = o.message_id) AS author,
				o.due, o.useful_until, o.customer_id, c.identity_id, c.unreachable, c.window_until, c.capped_until,
				CASE WHEN o.content ? 'template' THEN (
					SELECT coalesce(json_agg(json_build_object('name', t.name, 'language', t.language, 'state', t.state,
						'places', t.params, 'body', t.body)), '[]') FROM channel_template t WHERE t.account = o.account
						AND t.name = o.content->'template'->>'name') END AS templates,
				CASE WHEN o.content ? 'template' THEN
					EXISTS (SELECT 1 FROM channel_template t WHERE t.account = o.account) END AS mirrored, v.control::text AS control, v.meanwhile,
				v.lease, o.lease AS decided_under,
				v.live_at, v.last_heard_at AS heard_at, k.zone,
				CASE WHEN o.priority > 1 AND k.zone IS NULL THEN coalesce(k.phone,
					(SELECT i.phone FROM identity i WHERE i.id = c.identity_id)) END AS phone,
				CASE WHEN o.priority > 1 AND o.purpose <> 'transactional' THEN (
					SELECT s.state::text FROM consent s
					WHERE s.customer_id = o.customer_id AND (s.channel IS NULL OR s.channel = c.channel)
						AND s.purpose = (CASE o.purpose WHEN 'marketing' THEN 'advertising' ELSE 'processing' END)::consent_purpose
					ORDER BY s.at DESC, s.state DESC, s.id DESC LIMIT 1) END AS consent,
				CASE WHEN o.marketing THEN (
					SELECT array_agg(p.attempted_at) FROM outbox p
					WHERE p.customer_id = o.customer_id AND p.marketing AND p.id <> o.id
						AND p.state IN ('attempting', 'sent', 'unknown')) END AS marketing_at,
				CASE WHEN o.marketing THEN
					EXISTS (SELECT 1 FROM ticket t WHERE t.customer_id = o.customer_id AND t.closed_at IS NULL)
					OR EXISTS (SELECT 1 FROM shop_order r WHERE r.customer_id = o.customer_id AND r.due_to < $2::timestamptz
						AND r.state NOT IN ('delivered', 'cancelled', 'returned'))
					OR EXISTS (SELECT 1 FROM feedback f WHERE f.customer_id = o.customer_id AND f.kind = 'csat' AND f.score <= 2
						AND f.at > coalesce(v.staff_said_at, '-infinity')) END AS troubled`,
	};
}

/**
 * Rows of campaigns whose customers nobody else is holding; the lock lasts until the claim's commit. An opt-out takes it
 * too, by writing consent (a foreign key's lock), so permission is asked before or after it, never beside it.
 * `$1` account, `$2` now, `$3` at most so many.
 */
export function lockCustomers(most: number): Statement {
	const shelf = shelfFor(most);
	return {
		name: `outbox-lock-customers-${shelf}`,
		text: `SELECT id FROM (SELECT o.id FROM outbox o JOIN chat c ON c.id = o.chat_id JOIN customer k ON k.id = o.customer_id
		${claimableWhere("campaign")}
			ORDER BY o.priority, o.due, o.id LIMIT ${shelf} FOR UPDATE OF k SKIP LOCKED) free LIMIT $3::int`,
	};
}

/**
 * Writes how rows stand after their calls: the row, its chat, its message, the diary and the promise to weigh the
 * channel. The attempt is the fence: an outcome that comes late says "sent" where nobody has tried again meanwhile, and
 * nothing else. `$1` settlements as JSON, `$2` now, `$3` when a proactive message is weighed.
 */
export const SETTLE: Statement = {
	name: "outbox-settle",
	text: `WITH given AS MATERIALIZED (
			SELECT * FROM json_to_recordset($1::json) AS g(id bigint, attempt int, state text, reason text, refs jsonb,
				counted boolean, due timestamptz, "chatWaits" timestamptz, shown text)
		), settled AS (
			UPDATE outbox o SET state = (CASE
					WHEN o.evidence = 'failed' AND g.state IN ('sent', 'pending', 'unknown') THEN 'failed'
					WHEN o.evidence IS NOT NULL AND g.state IN ('pending', 'unknown') THEN 'sent'
					ELSE g.state END)::outbox_state,
				reason = CASE WHEN o.evidence = 'failed' THEN o.reason ELSE g.reason END, owner = NULL,
				refs = ARRAY(SELECT jsonb_array_elements_text(g.refs)), due = coalesce(g.due, o.due),
				attempt = o.attempt - CASE WHEN g.counted THEN 0 ELSE 1 END,
				settled_at = CASE WHEN g.state = 'pending' AND o.evidence IS NULL THEN NULL ELSE $2::timestamptz END
			FROM given g
			WHERE o.id = ANY(ARRAY(SELECT id FROM given)) AND o.id = g.id AND o.attempt = g.attempt
				AND (o.state = 'attempting' OR (g.state = 'sent' AND o.state IN ('pending', 'unknown')))
			RETURNING o.id, o.chat_id, o.message_id, o.state::text AS state, o.reason, o.refs, o.run_id, o.customer_id,
				o.conversation_id, o.content ? 'edits' OR o.content ? 'reaction' AS alters, g."chatWaits" AS chat_waits,
				g.shown
		), freed AS (
			UPDATE chat c SET in_flight = NULL, next_at = greatest(c.next_at, s.chat_waits)
			FROM settled s
			WHERE c.id = ANY(ARRAY(SELECT chat_id FROM settled)) AND c.id = s.chat_id AND c.in_flight = s.id
			RETURNING c.id, c.next_at
		), told AS (
			UPDATE message m SET shown = coalesce(s.shown, m.shown), status_reason = CASE WHEN s.state = 'failed' THEN coalesce(m.status_reason, s.reason) ELSE s.reason END,
				status = CASE WHEN s.state = 'sent' AND m.status IN ('delivered', 'read', 'played') THEN m.status ELSE s.state END,
				external_id = CASE WHEN s.state = 'sent' AND NOT s.alters THEN coalesce(s.refs[1], m.external_id) ELSE m.external_id END
			FROM settled s WHERE m.id = ANY(ARRAY(SELECT message_id FROM settled)) AND m.id = s.message_id
			RETURNING m.id, s.state, m.proactive, m.author, m.stage, m.channel, m.flow, m.step, m.run_id,
				m.conversation_id, s.customer_id
		), noted AS (
			INSERT INTO diary (name, customer_id, conversation_id, data, stage, channel, actor, flow, step, run_id, at)
			SELECT 'message.sent', t.customer_id, t.conversation_id,
				jsonb_build_object('message', t.id::text, 'proactive', t.proactive), t.stage, t.channel,
				CASE WHEN t.author LIKE 'operator:%' THEN t.author ELSE 'bot' END, t.flow, t.step, t.run_id, $2::timestamptz
			FROM told t WHERE t.state = 'sent'
		), weighed AS (
			INSERT INTO errand (name, payload, due_at)
			SELECT 'weigh-channel', jsonb_build_object('messageId', t.id::text), $3::timestamptz
			FROM told t WHERE t.state = 'sent' AND t.proactive
		)
		SELECT s.id, s.state, s.message_id, s.conversation_id, s.customer_id, f.next_at,
			EXISTS (SELECT 1 FROM outbox n WHERE n.chat_id = s.chat_id AND n.state = 'pending' AND n.id <> s.id) OR s.state = 'pending' AS more
		FROM settled s LEFT JOIN freed f ON f.id = s.chat_id`,
};

/** A row that SETTLE has settled, when its chat may go on, and whether it has more to send. */
export type SettledRow = {
	readonly id: bigint;
	readonly state: string;
	readonly message_id: bigint | null;
	readonly conversation_id: string;
	readonly customer_id: string;
	readonly next_at: Date | null;
	readonly more: boolean;
};

/** Rows of dead senders: what may not arrive twice becomes unknown, all else is tried again. `$1` names, `$2` now. */
export const RECOVER: Statement = {
	name: "outbox-recover",
	text: `WITH orphaned AS (
			UPDATE outbox SET state = (CASE WHEN evidence = 'failed' THEN 'failed' WHEN evidence IS NOT NULL THEN 'sent'
					WHEN marketing THEN 'unknown' ELSE 'pending' END)::outbox_state,
				reason = CASE WHEN evidence IS NULL THEN 'the sender died during the call' ELSE reason END, owner = NULL,
				settled_at = CASE WHEN marketing OR evidence IS NOT NULL THEN $2::timestamptz END
			WHERE state = 'attempting' AND owner = ANY($1::text[])
			RETURNING id, chat_id, message_id, state::text AS state, reason
		), freed AS (
			UPDATE chat c SET in_flight = NULL FROM orphaned o WHERE c.id = o.chat_id AND c.in_flight = o.id
		), told AS (
			UPDATE message m SET status = o.state, status_reason = o.reason FROM orphaned o
			WHERE m.id = o.message_id AND o.state IN ('pending', 'unknown')
		)
		SELECT id, state FROM orphaned`,
};

/**
 * Owners of rows under way that have not been heard of since `$2` (a real clock's time), each looked at under its name
 * as a lease: a sender that writes no heartbeat any more, or never had a lease. `$1` account, `$3` who asks.
 */
export const SILENT_OWNERS: Statement = {
	name: "outbox-silent-owners",
	text: `SELECT DISTINCT o.owner FROM outbox o LEFT JOIN lease l ON l.name = o.owner
		WHERE o.state = 'attempting' AND o.account = $1 AND o.owner <> $3
			AND (l.name IS NULL OR l.heartbeat < $2::timestamptz)`,
};

/** The chat has another id: `$1` its row, `$2` the new id. Where that chat is known already, its rows go there. */
export const MOVE_CHAT: Statement = {
	name: "outbox-move-chat",
	text: `WITH old AS (SELECT id, account FROM chat WHERE id = $1::uuid),
		known AS (SELECT c.id FROM chat c JOIN old ON c.account = old.account WHERE c.native_id = $2 AND c.id <> old.id),
		renamed AS (UPDATE chat SET native_id = $2 WHERE id = $1::uuid AND NOT EXISTS (SELECT 1 FROM known))
		UPDATE outbox o SET chat_id = known.id FROM known
		WHERE o.chat_id = $1::uuid AND o.state = 'pending' RETURNING o.id`,
};

/** What a claim that found less than it might carry asks: whether tokens were the reason. `$1` account. */
export const TOKENS: Statement = {
	name: "outbox-tokens",
	text: "SELECT scope, tokens, refilled_at, paused_until FROM rate_bucket WHERE account = $1",
};

/**
 * PostgreSQL takes a limit that it cannot read for a tenth of the table, and then rather sorts all that is due than walks
 * along the index. So the limit is written into the text, in few sizes, each a prepared statement of its own. For the
 * same reason rows are looked up by `= ANY(ARRAY(…))`, which it takes for few.
 */
function shelfFor(most: number): number {
	return SHELVES.find((shelf) => shelf >= most) ?? 1024;
}

const SHELVES = [4, 16, 64, 256];

function claimable(lane: Lane, by: "due" | "ids"): string {
	return `SELECT o.id, o.chat_id
				FROM outbox o JOIN chat c ON c.id = o.chat_id
				${claimableWhere(lane)}${by === "ids" ? " AND o.id = ANY($10::bigint[])" : ""}`;
}

function claimableWhere(lane: Lane): string {
	return `WHERE o.state = 'pending' AND o.account = $1 AND o.due <= $2::timestamptz
			AND o.priority ${lane === "prompt" ? "<= 2" : "> 2"}
			AND c.in_flight IS NULL AND (c.next_at IS NULL OR c.next_at <= $2::timestamptz)
			AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.chat_id = o.chat_id AND e.state = 'pending'
				AND e.due <= $2::timestamptz AND (e.priority, e.due, e.id) < (o.priority, o.due, o.id))`;
}
