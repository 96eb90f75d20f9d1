import type { Statement } from "#core/shop.ts";

/**
 * One statement writes one turn or sixty-four: each table's rows of all turns come as one JSON list, and every row names its
 * turn by `t`. A turn is written whole or not at all: `held` locks those conversations that are still at the version the
 * turn was thought out on, and to which the chat still leads (in order of id, so that two batches never wait for each other), `settled` marks the inbox rows
 * that still wait, and everything else joins `won`, the turns that passed both. A statement holds only what its batch has.
 *
 * Nothing here asks the database for the time: the clock is the shop's.
 */
export function turnStatement(pieces: ReadonlySet<Piece>): Statement {
	const present = PIECES.filter((piece) => pieces.has(piece));
	const name = `turn ${present.map((piece) => piece.slice(0, 3)).join(" ")}`;
	const known = statements.get(name);
	if (known) return known;
	const parameter = (piece: Piece) => `$${present.indexOf(piece) + 2}::json`;
	const ctes = [
		HEAD,
		pieces.has("fresh") ? fresh(parameter("fresh")) : "",
		won(pieces.has("fresh")),
		...present.map((piece) => (piece === "fresh" ? "" : WRITERS[piece](parameter(piece), pieces))),
		pieces.has("control") ? "" : MOVED,
	];
	const statement = { name, text: `WITH ${ctes.filter(Boolean).join(", ")} ${RESULT(pieces)}` };
	statements.set(name, statement);
	return statement;
}

/** The parts a batch may have, in the order of their parameters; `$1` is the turns themselves. */
export const PIECES = [
	"fresh",
	"control",
	"heard",
	"said",
	"diary",
	"told",
	"runs",
	"trace",
	"buttons",
	"pressed",
	"entries",
	"assignments",
	"actions",
	"errands",
] as const;

export type Piece = (typeof PIECES)[number];

/** What the statement says of each turn. */
export type TurnResult = {
	readonly t: number;
	/** The conversation was still at that version. */
	readonly held: boolean;
	/** It was, and the inbox row was still waiting: the turn is written. */
	readonly won: boolean;
	/** The outbox rows it made. */
	readonly outbox: readonly MadeRow[] | null;
};

/** A row of the outbox that is committed and due. */
export type MadeRow = { readonly id: string; readonly account: string; readonly priority: number };

const statements = new Map<string, Statement>();

const HEAD = `turn AS MATERIALIZED (
		SELECT * FROM json_to_recordset($1::json) AS t(t int, conversation uuid, customer uuid, version int, inbox bigint,
			fresh boolean, at timestamptz, chat uuid, heard_at timestamptz, message_at timestamptz, last_line text,
			live_at timestamptz, unknown_at timestamptz, stage text, unanswered text)
	), held AS MATERIALIZED (
		SELECT c.id FROM conversation c JOIN turn t ON t.conversation = c.id AND t.version = c.version
		WHERE t.chat IS NULL OR EXISTS (SELECT 1 FROM chat h WHERE h.id = t.chat AND h.conversation_id = c.id)
		ORDER BY c.id FOR UPDATE OF c
	), settled AS (
		UPDATE inbox i SET state = 'done', done_at = t.at, error = NULL
		FROM turn t JOIN held h ON h.id = t.conversation
		WHERE i.id = t.inbox AND i.state = 'waiting' RETURNING i.id
	)`;

/** Receiving and answering in one commit. Where older rows of the lane wait, they come first, and this one joins them. */
const fresh = (rows: string) => `fresh AS (
		INSERT INTO inbox (account, key, channel, chat, lane, raw, heard, state, received_at, done_at)
		SELECT f.account, f.key, f.channel, f.chat, f.lane, decode(f.raw, 'base64'), f.heard, 'done', t.at, t.at
		FROM json_to_recordset(${rows})
			AS f(t int, account text, key text, channel text, chat text, lane text, raw text, heard jsonb)
		JOIN turn t ON t.t = f.t JOIN held h ON h.id = t.conversation
		WHERE NOT EXISTS (SELECT 1 FROM inbox w WHERE w.lane = f.lane AND w.state = 'waiting')
		ON CONFLICT (account, key) DO NOTHING RETURNING account, key
	), arrived AS MATERIALIZED (
		SELECT f.t FROM json_to_recordset(${rows}) AS f(t int, account text, key text) JOIN fresh USING (account, key)
	)`;

const won = (withFresh: boolean) => `won AS MATERIALIZED (
		SELECT t.* FROM turn t JOIN held h ON h.id = t.conversation
		WHERE (t.inbox IS NULL OR EXISTS (SELECT 1 FROM settled s WHERE s.id = t.inbox))
			AND ${withFresh ? "(t.fresh IS NULL OR EXISTS (SELECT 1 FROM arrived a WHERE a.t = t.t))" : "t.fresh IS NULL"}
	)`;

const NEW_STATE = `version = c.version + 1, chat_id = coalesce(w.chat, c.chat_id),
		last_heard_at = coalesce(w.heard_at, c.last_heard_at), last_message_at = coalesce(w.message_at, c.last_message_at),
		last_line = coalesce(w.last_line, c.last_line), live_at = coalesce(w.live_at, c.live_at),
		unknown_at = coalesce(w.unknown_at, c.unknown_at), stage = coalesce(w.stage, c.stage),
		unanswered_since = CASE w.unanswered WHEN 'yes' THEN coalesce(c.unanswered_since, w.at) WHEN 'no' THEN NULL
			ELSE c.unanswered_since END,
		answer_by = CASE w.unanswered WHEN 'no' THEN NULL ELSE c.answer_by END`;

const MOVED = `moved AS (UPDATE conversation c SET ${NEW_STATE},
		closed_at = CASE WHEN w.heard_at IS NULL THEN c.closed_at END FROM won w WHERE c.id = w.conversation)`;

/**
 * When an identity was last heard, to the minute, so that a talk does not write it with each line; and the first words of a day
 * that follow no message of ours within two days: they speak for their channel (marketing.md §6).
 */
const REACHED = `reached AS (
		UPDATE identity i SET last_heard_at = b.at
		FROM (SELECT DISTINCT ON (o.id) o.id, o.last_heard_at AS before, w.at
			FROM heard h JOIN won w ON w.t = h.t JOIN chat c ON c.id = h.chat JOIN identity o ON o.id = c.identity_id
			WHERE o.last_heard_at IS NULL OR o.last_heard_at < w.at - interval '1 minute' ORDER BY o.id) b
		WHERE i.id = b.id RETURNING i.customer_id, i.channel, b.before, b.at
	), unprompted AS (
		INSERT INTO channel_evidence AS e (customer_id, channel, delivered, reacted, unprompted, at)
		SELECT DISTINCT ON (customer_id, channel) customer_id, channel, 0, 0, 1, at FROM reached r
		WHERE (before AT TIME ZONE 'UTC')::date IS DISTINCT FROM (at AT TIME ZONE 'UTC')::date
			AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.customer_id = r.customer_id AND o.priority > 1
				AND o.created_at > r.at - interval '2 days' AND o.state IN ('sent', 'unknown'))
		ON CONFLICT (customer_id, channel) DO UPDATE SET
			delivered = e.delivered * power(0.5, greatest(0, extract(epoch FROM EXCLUDED.at - e.at)) / (75 * 86400)),
			reacted = e.reacted * power(0.5, greatest(0, extract(epoch FROM EXCLUDED.at - e.at)) / (75 * 86400)),
			unprompted = e.unprompted * power(0.5, greatest(0, extract(epoch FROM EXCLUDED.at - e.at)) / (75 * 86400)) + 1,
			at = greatest(e.at, EXCLUDED.at)
	)`;

/** Why somebody was called, and how urgently, is of use to whoever comes: it stands until the bot leads again. */
function keptWhileAway(column: string): string {
	return `${column} = CASE WHEN x.t IS NULL THEN c.${column} WHEN x.control = 'bot' THEN NULL
				ELSE coalesce(x.${column}, c.${column}) END`;
}

const WRITERS: Record<Exclude<Piece, "fresh">, (rows: string, pieces: ReadonlySet<Piece>) => string> = {
	control: (rows) => `controls AS MATERIALIZED (
		SELECT * FROM json_to_recordset(${rows}) AS x(t int, control text, holder_id text, control_since timestamptz,
			parked_until timestamptz, promise_id uuid, team text, ask_reason text, ask_priority text, ask_note text,
			ask_run_id uuid, meanwhile text)
	), moved AS (
		UPDATE conversation c SET ${NEW_STATE},
			control = coalesce(x.control::control_by, c.control),
			lease = c.lease + CASE WHEN x.t IS NULL THEN 0 ELSE 1 END,
			watched = CASE WHEN x.t IS NULL THEN c.watched ELSE '{}' END,
			last_holder_id = CASE WHEN x.t IS NULL THEN c.last_holder_id ELSE coalesce(x.holder_id, c.last_holder_id) END,
			promise_id = CASE WHEN x.t IS NULL THEN c.promise_id ELSE x.promise_id END,
			${keptWhileAway("ask_run_id")}, ${keptWhileAway("ask_priority")}, ${keptWhileAway("ask_note")},
			holder_id = CASE WHEN x.t IS NULL THEN c.holder_id ELSE x.holder_id END,
			control_since = coalesce(x.control_since, c.control_since),
			parked_until = CASE WHEN x.t IS NULL THEN c.parked_until ELSE x.parked_until END,
			team = CASE WHEN x.t IS NULL OR x.control IN ('human', 'parked') THEN c.team ELSE x.team END,
			ask_reason = CASE WHEN x.t IS NULL THEN c.ask_reason ELSE x.ask_reason END,
			meanwhile = CASE WHEN x.t IS NULL THEN c.meanwhile ELSE x.meanwhile END,
			closed_at = CASE WHEN w.heard_at IS NULL AND (x.t IS NULL OR x.control = 'bot') THEN c.closed_at END,
			began_at = CASE WHEN x.t IS NULL OR x.control <> 'bot' THEN c.began_at END,
			resolve_by = CASE WHEN x.t IS NULL OR x.control <> 'bot' THEN c.resolve_by END
		FROM won w LEFT JOIN controls x ON x.t = w.t WHERE c.id = w.conversation
	)`,
	heard: (rows) => `heard AS MATERIALIZED (
		SELECT coalesce(h.id, nextval('message_id_seq')) AS message, h.*, w.conversation
		FROM json_to_recordset(${rows}) AS h(t int, id bigint, chat uuid, channel text, external text, text text, kind text,
			content jsonb, media jsonb, album text, reply_to text, stage text, at timestamptz)
		JOIN won w ON w.t = h.t
	), heard_written AS (
		INSERT INTO message (id, conversation_id, chat_id, channel, direction, author, external_id, text, kind, content,
			media, album, reply_to, stage, at, created_at)
		SELECT message, conversation, chat, channel, 'heard', 'customer', external, text, kind, content, media, album,
			reply_to, stage, at, at FROM heard
		ON CONFLICT (chat_id, direction, external_id) DO NOTHING
		RETURNING id, channel, media, at
	), fetched AS (
		INSERT INTO errand (name, payload, due_at, created_at)
		SELECT CASE w.channel WHEN 'linked-phone' THEN 'fetch-linked-media' ELSE 'fetch-media' END,
			jsonb_build_object('messageId', w.id::text, 'index', f.place - 1), w.at, w.at
		FROM heard_written w CROSS JOIN LATERAL jsonb_array_elements(
			CASE jsonb_typeof(w.media) WHEN 'array' THEN w.media END) WITH ORDINALITY AS f(file, place)
		WHERE f.file ? 'ref'
	), ${REACHED}`,
	// An occurrence that may have arrived is not told again. What has no chat to go to stands in the thread as blocked.
	// Numbers follow the thread: the customer's words before ours.
	said: (rows, pieces) => `said AS MATERIALIZED (
		SELECT nextval('message_id_seq') AS message, s.*, w.conversation, w.customer, w.at
		FROM json_to_recordset(${rows}) AS s(t int, n int, account text, chat uuid, channel text, text text, content jsonb,
			media jsonb, rest jsonb, intent text, marketing boolean, proactive boolean, purpose text, priority int,
			useful_until timestamptz, stage text, run uuid, flow text, step text, lease int)
		JOIN won w ON w.t = s.t ${pieces.has("heard") ? "CROSS JOIN (SELECT count(*) FROM heard) numbered" : ""}
		WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.intent = s.intent
			AND o.state IN ('pending', 'attempting', 'sent', 'unknown'))
		ORDER BY s.t, s.n
	), said_written AS (
		INSERT INTO message (id, conversation_id, chat_id, channel, direction, author, text, content, media, reply_to,
			status, status_reason, proactive, purpose, stage, run_id, flow, step, at, created_at)
		SELECT message, conversation, chat, channel, 'said', 'bot', text, rest, media, rest->>'replyTo',
			CASE WHEN chat IS NULL THEN 'blocked' ELSE 'pending' END, CASE WHEN chat IS NULL THEN 'no chat' END,
			proactive, purpose, stage, run, flow, step, at, at FROM said
		WHERE content->'reaction' IS NULL
	), outbox_written AS (
		INSERT INTO outbox (message_id, account, chat_id, customer_id, conversation_id, marketing, purpose, priority, due,
			useful_until, intent, content, run_id, flow, lease, created_at)
		SELECT CASE WHEN content->'reaction' IS NULL THEN message END, account, chat, customer, conversation, marketing,
			purpose, priority, at, useful_until, intent, content, run, flow, lease, at
		FROM said WHERE chat IS NOT NULL ORDER BY t, n
		RETURNING id, conversation_id, account, priority
	)`,
	// The message's number is known only here, so the entry about it is finished here.
	diary: (rows, pieces) => `entries_made AS MATERIALIZED (
		SELECT d.t, d.n, d.name, w.customer, w.conversation, ${
			pieces.has("heard")
				? "CASE WHEN d.message THEN d.data || jsonb_build_object('message', h.message::text) ELSE d.data END"
				: "d.data"
		} AS data, d.stage, d.channel, d.actor, d.flow, d.step, d.run, w.at
		FROM json_to_recordset(${rows}) AS d(t int, n int, name text, data jsonb, message boolean, stage text, channel text,
			actor text, flow text, step text, run uuid)
		JOIN won w ON w.t = d.t ${pieces.has("heard") ? "LEFT JOIN heard h ON h.t = d.t" : ""}
	), diary_written AS (
		INSERT INTO diary (name, customer_id, conversation_id, data, stage, channel, actor, flow, step, run_id, at)
		SELECT name, customer, conversation, data, stage, channel, actor, flow, step, run, at FROM entries_made ORDER BY t, n
		RETURNING id, name, customer_id, at
	)`,
	// The names of those entries that flows wait for.
	told: (rows) => `told AS (
		INSERT INTO errand (name, payload, due_at, created_at)
		SELECT 'tell-flows', jsonb_build_object('diaryId', id::text, 'customerId', customer_id, 'name', name), at, at
		FROM diary_written WHERE name IN (SELECT json_array_elements_text(${rows}))
	)`,
	runs: (rows) => `runs AS (
		INSERT INTO flow_run (id, flow, logic, customer_id, conversation_id, channel, purpose, status, state, entry_id, stack,
			wake_at, waiting_for, stage, outcome, reason, error, launched_by, started_at, ended_at)
		SELECT r.id, r.flow, r.logic, w.customer, w.conversation, r.channel, r.purpose, r.status, r.state, r.entry, r.stack,
			r.wake_at, r.waiting_for, r.stage, r.outcome, r.reason, r.error, r.launched_by, r.started_at, r.ended_at
		FROM json_to_recordset(${rows}) AS r(t int, id uuid, flow text, logic text, channel text, purpose text, status text,
			state jsonb, entry uuid, stack int, wake_at timestamptz, waiting_for text[], stage text, outcome text,
			reason text, error text, launched_by text, started_at timestamptz, ended_at timestamptz)
		JOIN won w ON w.t = r.t
		ON CONFLICT (id) DO UPDATE SET logic = EXCLUDED.logic, channel = EXCLUDED.channel, status = EXCLUDED.status,
			state = EXCLUDED.state, stack = EXCLUDED.stack, wake_at = EXCLUDED.wake_at,
			waiting_for = EXCLUDED.waiting_for, stage = EXCLUDED.stage, outcome = EXCLUDED.outcome,
			reason = EXCLUDED.reason, error = EXCLUDED.error, ended_at = EXCLUDED.ended_at
	)`,
	trace: (rows) => `steps AS (
		INSERT INTO flow_step (run_id, conversation_id, seq, file, flow, step, line, "full", kind, why, decision, looked_at,
			result, effect_key, at)
		SELECT s.run, w.conversation, s.seq, s.file, s.flow, s.step, s.line, s."full", s.kind, s.why, s.decision,
			s."lookedAt", s.result, s."effectKey", s.at
		FROM json_to_recordset(${rows}) AS s(t int, run uuid, seq int, file text, flow text, step text, line int,
			"full" text, kind text, why text, decision text, "lookedAt" jsonb, result text, "effectKey" text, at timestamptz)
		JOIN won w ON w.t = s.t
	)`,
	// A token always means the same. The one just pressed may be shown again, and no statement touches a row twice.
	buttons: (rows) => `buttons AS (
		INSERT INTO flow_button (token, conversation_id, run_id, press, label, created_at)
		SELECT b.token, w.conversation, b.run, b.press, b.label, w.at
		FROM json_to_recordset(${rows}) AS b(t int, token text, run uuid, press jsonb, label text) JOIN won w ON w.t = b.t
		ON CONFLICT (token) DO NOTHING
	)`,
	pressed: (rows) => `pressed AS (
		UPDATE flow_button b SET used_at = coalesce(b.used_at, w.at)
		FROM json_to_recordset(${rows}) AS p(t int, token text) JOIN won w ON w.t = p.t
		WHERE b.token = p.token AND b.conversation_id = w.conversation
	)`,
	entries: (rows) => `entries AS (
		INSERT INTO flow_entry (id, flow, customer_id, key, trigger, event, start, "with", launched_by, fires_at, state,
			refused, arm, goal_until, goal_at, run_id, created_at)
		SELECT e.id, e.flow, w.customer, e.key, e.trigger, e.event, e.start, e."with", e."launchedBy", e."firesAt", e.state,
			e.refused, e.arm, e."goalUntil", e."goalAt", e.run, w.at
		FROM json_to_recordset(${rows}) AS e(t int, id uuid, flow text, key text, trigger text, event jsonb, start int,
			"with" jsonb, "launchedBy" text, "firesAt" timestamptz, state text, refused text, arm text,
			"goalUntil" timestamptz, "goalAt" timestamptz, run uuid)
		JOIN won w ON w.t = e.t
		ON CONFLICT (flow, customer_id, key) DO UPDATE SET trigger = EXCLUDED.trigger, event = EXCLUDED.event,
			start = EXCLUDED.start, fires_at = EXCLUDED.fires_at, state = EXCLUDED.state, refused = EXCLUDED.refused,
			arm = EXCLUDED.arm, goal_until = EXCLUDED.goal_until, goal_at = EXCLUDED.goal_at, run_id = EXCLUDED.run_id
	)`,
	assignments: (rows) => `assignments AS (
		INSERT INTO assignment (customer_id, name, variant, u, at)
		SELECT w.customer, a.name, a.variant, a.u, w.at
		FROM json_to_recordset(${rows}) AS a(t int, name text, variant text, u float8) JOIN won w ON w.t = a.t
		ON CONFLICT (customer_id, name) DO NOTHING
	)`,
	actions: (rows) => `actions AS (
		INSERT INTO flow_action (effect_key, run_id, conversation_id, action, input, created_at)
		SELECT a.key, a.run, w.conversation, a.action, a.input, w.at
		FROM json_to_recordset(${rows}) AS a(t int, key text, run uuid, action text, input jsonb) JOIN won w ON w.t = a.t
		ON CONFLICT (effect_key) DO NOTHING
	)`,
	errands: (rows) => `errands AS (
		INSERT INTO errand (name, payload, key, due_at, created_at)
		SELECT DISTINCT ON (e.key) e.name, e.payload, e.key, w.at, w.at
		FROM json_to_recordset(${rows}) AS e(t int, name text, payload jsonb, key text) JOIN won w ON w.t = e.t
		ON CONFLICT (key) WHERE state = 'waiting' DO UPDATE SET due_at = least(errand.due_at, EXCLUDED.due_at)
	)`,
};

const RESULT = (pieces: ReadonlySet<Piece>) => `SELECT t.t, h.id IS NOT NULL AS held, w.t IS NOT NULL AS won,
		${
			pieces.has("said")
				? `(SELECT json_agg(json_build_object('id', o.id::text, 'account', o.account, 'priority', o.priority) ORDER BY o.id)
			FROM outbox_written o WHERE o.conversation_id = w.conversation)`
				: "NULL::json"
		} AS outbox
	FROM turn t LEFT JOIN held h ON h.id = t.conversation LEFT JOIN won w ON w.t = t.t ORDER BY t.t`;
