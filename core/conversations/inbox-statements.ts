/**
 * The written SQL of the inbox. A row is committed before its messenger is told that we have it, and the unique index on
 * (account, key) makes the second telling of it nothing.
 */

/** `$1` rows as JSON, `$2` the time, `$3` account and `$4` position to keep, or nulls. Gives the ids of what was new. */
export const RECEIVE = {
	name: "inbox-receive",
	text: `WITH heard AS MATERIALIZED (
			SELECT * FROM json_to_recordset($1::json)
				AS h(n int, account text, key text, channel text, chat text, lane text, raw text, heard jsonb)
		), chats AS (
			INSERT INTO chat (id, account, native_id, channel)
			SELECT gen_random_uuid(), account, chat, channel
			FROM (SELECT DISTINCT ON (account, chat) account, chat, channel FROM heard ORDER BY account, chat) h
			WHERE NOT EXISTS (SELECT 1 FROM chat c WHERE c.account = h.account AND c.native_id = h.chat)
			ON CONFLICT (account, native_id) DO NOTHING
		), place AS (
			INSERT INTO account (id, channel, position) SELECT $3::text, min(channel), $4::text FROM heard
			WHERE $3::text IS NOT NULL GROUP BY () HAVING min(channel) IS NOT NULL
			ON CONFLICT (id) DO UPDATE SET position = EXCLUDED.position
		)
		INSERT INTO inbox (account, key, channel, chat, lane, raw, heard, received_at)
		SELECT account, key, channel, chat, lane, decode(raw, 'base64'), heard, $2::timestamptz FROM heard ORDER BY n
		ON CONFLICT (account, key) DO NOTHING
		RETURNING id`,
};

/** Keeps the position where nothing came with it: an update that we have no word for still moves the queue on. */
export const KEEP_POSITION = {
	name: "inbox-keep-position",
	text: "UPDATE account SET position = $2::text WHERE id = $1",
};

/**
 * The first rows of the lanes that wait longest: `$1` lanes, `$2` rows each, `$3` now, `$4` lanes that are being worked off
 * already. It hops from lane to lane on the partial index, so a lane with ten thousand rows behind a poisoned one costs one
 * step. A lane whose first row waits for its next try waits whole, for order's sake.
 */
export const NEXT_ROWS = {
	name: "inbox-next-rows",
	text: `WITH RECURSIVE head AS (
			(SELECT lane, id, next_try_at FROM inbox WHERE state = 'waiting' ORDER BY lane, id LIMIT 1)
			UNION ALL
			SELECT n.lane, n.id, n.next_try_at FROM head h CROSS JOIN LATERAL (
				SELECT lane, id, next_try_at FROM inbox
				WHERE state = 'waiting' AND lane > h.lane ORDER BY lane, id LIMIT 1
			) n
		), lanes AS (
			SELECT lane, id FROM head
			WHERE (next_try_at IS NULL OR next_try_at <= $3::timestamptz) AND NOT lane = ANY ($4::text[])
			ORDER BY id LIMIT $1
		)
		SELECT i.id, i.account, i.key, i.channel, i.chat, i.lane, i.heard, i.tries
		FROM lanes l CROSS JOIN LATERAL (
			SELECT * FROM inbox w WHERE w.lane = l.lane AND w.state = 'waiting' ORDER BY w.id LIMIT $2
		) i
		ORDER BY i.id`,
};

/** Marks a row as worked off, in the transaction of what it led to. No row: somebody else has. */
export const SETTLE = {
	name: "inbox-settle",
	text: `UPDATE inbox SET state = 'done', done_at = $2, error = NULL WHERE id = $1 AND state = 'waiting' RETURNING id`,
};

/** Counts a try that failed: `$3` its error, `$4` when to try again, null: it goes to the dead letters. */
export const COUNT_TRY = {
	name: "inbox-count-try",
	text: `UPDATE inbox SET tries = tries + 1, error = $3::text, next_try_at = $4::timestamptz,
			state = CASE WHEN $4::timestamptz IS NULL THEN 'dead' ELSE 'waiting' END::inbox_state,
			done_at = CASE WHEN $4::timestamptz IS NULL THEN $2::timestamptz END
		WHERE id = $1 AND state = 'waiting' RETURNING state::text`,
};

/** Puts a dead letter back into its lane, at the place it had. */
export const REPLAY = {
	name: "inbox-replay",
	text: `UPDATE inbox SET state = 'waiting', tries = 0, next_try_at = NULL, done_at = NULL
		WHERE id = $1 AND state = 'dead' RETURNING id`,
};

/** Lets a row wait for something under way; no try is counted. */
export const POSTPONE = {
	name: "inbox-postpone",
	text: "UPDATE inbox SET next_try_at = $2 WHERE id = $1 AND state = 'waiting'",
};

/** What a conversation's lanes waited for has come. */
export const RELEASE = {
	name: "inbox-release",
	text: `UPDATE inbox i SET next_try_at = NULL FROM chat h
		WHERE h.conversation_id = $1::uuid AND i.account = h.account AND i.chat = h.native_id
			AND i.state = 'waiting' AND i.next_try_at IS NOT NULL
		RETURNING i.id`,
};

/** When the first row that was put off may be tried. `$1` now: what is overdue was looked at just now. */
export const NEXT_TRY = {
	name: "inbox-next-try",
	text: "SELECT min(next_try_at) AS at FROM inbox WHERE state = 'waiting' AND next_try_at > $1::timestamptz",
};
