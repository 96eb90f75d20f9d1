import type { Shop, Statement } from "#core/shop.ts";
import { ASKS, columnsOf, type Stretch } from "./timeline.ts";

/** A conversation in which something is new: the earliest of it, and its least message. No time: it is counted from the beginning. */
export type Changed = Stretch;

/**
 * From where on each of them is counted. What is new lies in the last episode that began before it, or behind that; it changes nothing
 * earlier but whether the last handoff of the episode before was repeated. So counting begins with the episode before, or with an
 * earlier one that stands apart; where there is none, with the first message.
 */
export function startsOf(inside: Shop, changed: readonly Changed[]): Promise<readonly Stretch[]> {
	return inside.db.written<Stretch>(STARTS, columnsOf(changed));
}

/**
 * $1: since when. Where something was said or noted, however long ago it was said; where a customer has changed their words, which may
 * have been thanks; and, from the beginning, both sides of customers who became one, or two again: their messages have moved.
 */
export const CHANGED: Statement = {
	name: "episodes-changed",
	text: `SELECT id AS conversation, CASE WHEN bool_and(at IS NOT NULL) THEN min(at) END AS at, min(message) AS message FROM (
			SELECT conversation_id AS id, at, id AS message FROM message WHERE created_at >= $1::timestamptz
			UNION ALL SELECT conversation_id, at, NULL FROM diary WHERE at >= $1::timestamptz
				AND name IN ('control.changed', 'conversation.closed', 'conversation.reopened', 'answer.waived', 'flow.ended')
			UNION ALL SELECT m.conversation_id, m.at, NULL FROM diary d JOIN message m ON m.id = (d.data->>'message')::bigint
				WHERE d.at >= $1::timestamptz AND d.name = 'message.edited' AND m.direction = 'heard'
			UNION ALL SELECT c.id, NULL, NULL FROM customer_link l JOIN conversation c ON c.customer_id IN (l.kept_id, l.absorbed_id)
				WHERE greatest(l.at, l.undone_at) >= $1::timestamptz) x
		WHERE id IS NOT NULL GROUP BY id ORDER BY id`,
};

/**
 * As `Changed`: $1 conversations, $2 times, $3 messages. A run that has gone on since changes whether the words with which an
 * episode ended still ask, however long ago that was: then what is new begins there.
 */
const STARTS: Statement = {
	name: "episodes-starts",
	text: `SELECT c.id AS conversation, s.began_at AS at,
			CASE WHEN s.began_at IS NOT NULL THEN least(s.from_message, c.message) END AS message
		FROM unnest($1::uuid[], $2::timestamptz[], $3::bigint[]) AS c(id, at, message)
			LEFT JOIN LATERAL (SELECT min(q.last_at) AS at FROM episode q JOIN flow_run r ON r.id = q.run_id
				WHERE q.conversation_id = c.id AND q.run_id IS NOT NULL AND ${ASKS} <> q.question_left) gone_on ON true
			LEFT JOIN LATERAL (SELECT max(t.began_at) AS at FROM episode t
				WHERE t.conversation_id = c.id AND t.began_at < least(c.at, gone_on.at)) touched ON true
			LEFT JOIN LATERAL (SELECT e.began_at, e.from_message FROM episode e
				WHERE e.conversation_id = c.id AND e.began_at < touched.at AND e.from_message IS NOT NULL
				ORDER BY e.began_at DESC LIMIT 1) s ON c.at IS NOT NULL`,
};
