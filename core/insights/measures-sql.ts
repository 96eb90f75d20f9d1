import type { Statement } from "#core/shop.ts";

/**
 * What the words of the reports mean (operators.md §7), as conditions over what `keep-episodes.ts` has counted: a number and the list behind
 * it stand on the same line here. $1 from, $2 until, $3 now.
 */

/** An episode is over once it is closed; where the bot had the last word, once a day has passed. */
export const OVER =
	"(e.closed_by = 'staff' OR e.closed_by = 'silence' AND e.closed_at <= $3::timestamptz - interval '1 day')";

/** Episodes that began in the period, and in which the bot spoke. */
export const OF_BOT = "e.bot_turn AND e.began_at >= $1::timestamptz AND e.began_at < $2::timestamptz";

/** Closed without a person, not reopened, no question left. */
export const RESOLVED_BY_BOT = `${OVER} AND NOT e.handed AND NOT e.reopened AND NOT e.question_left`;

/** Episodes that ended in the period. */
export const ENDED = `e.closed_at >= $1::timestamptz AND e.closed_at < $2::timestamptz AND ${OVER}`;

/** Control came back to the bot after a person had led. */
export const HANDED_BACK = "h.human_at IS NOT NULL AND h.back_at >= $1::timestamptz AND h.back_at < $2::timestamptz";

/** Promises that were due in the period, by now. */
export const DUE = "p.due_at >= $1::timestamptz AND p.due_at < least($2::timestamptz, $3::timestamptz)";

/** What was not kept in time: it came late, or is still open. */
export const LATE = "p.state IN ('late', 'open')";

/** Orders of the period; what was cancelled is no sale. */
export const SOLD = "o.created_at >= $1::timestamptz AND o.created_at < $2::timestamptz AND o.state <> 'cancelled'";

/** Customers met in the period; whoever turned out to be somebody known is not new. */
export const MET = "k.created_at >= $1::timestamptz AND k.created_at < $2::timestamptz AND k.merged_into_id IS NULL";

/** Conversations in which somebody waits for a person of the shop, and since when. */
export const WAITING = "c.merged_into_id IS NULL AND (c.unanswered_since IS NOT NULL OR c.control = 'asked')";
export const WAITING_SINCE = "coalesce(c.unanswered_since, c.control_since)";

/** Words about a matter that stand (core/orders/say-outcome.ts). */
export const OUTCOME = "u.standing AND u.at >= $1::timestamptz AND u.at < $2::timestamptz";

/** Scores of the period. */
export const SCORED = "f.kind = 'csat' AND f.score IS NOT NULL AND f.at >= $1::timestamptz AND f.at < $2::timestamptz";
/** Of five; from this on they are content. */
export const CONTENT = 4;

/** Median and the ninth of ten, by the clock and of opening time. */
const SPREADS = `percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY wall) AS wall,
	percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY open) AS open`;

export const MEASURE_WAITS: Statement = {
	name: "measure-waits",
	text: `SELECT kind, count(*)::int AS n, ${SPREADS} FROM (
			SELECT kind, wall, open FROM episode_wait WHERE at >= $1::timestamptz AND at < $2::timestamptz
			UNION ALL SELECT 'handling', e.handling, e.handling_open FROM episode e WHERE ${ENDED} AND e.handling > 0
			UNION ALL SELECT 'resolution', e.resolution, e.resolution_open FROM episode e
				WHERE ${ENDED} AND e.resolution IS NOT NULL) x GROUP BY kind`,
};

export const MEASURE_SHARES: Statement = {
	name: "measure-shares",
	text: `SELECT b.*, h.*, p.*, f.*, a.* FROM
		(SELECT count(*)::int AS bot, (count(*) FILTER (WHERE e.handed))::int AS handed,
			(count(*) FILTER (WHERE ${OVER}))::int AS over, (count(*) FILTER (WHERE ${RESOLVED_BY_BOT}))::int AS resolved
			FROM episode e WHERE ${OF_BOT}) b,
		(SELECT count(*)::int AS backs, (count(*) FILTER (WHERE h.repeated))::int AS repeated
			FROM handoff h WHERE ${HANDED_BACK}) h,
		(SELECT (count(*) FILTER (WHERE p.state = 'kept'))::int AS kept, (count(*) FILTER (WHERE ${LATE}))::int AS late,
			(count(*) FILTER (WHERE p.state = 'withdrawn'))::int AS withdrawn FROM promise p WHERE ${DUE}) p,
		(SELECT count(*)::int AS scores, (count(*) FILTER (WHERE f.score >= ${CONTENT}))::int AS content
			FROM feedback f WHERE ${SCORED}) f,
		(SELECT count(*)::int AS asked FROM diary d WHERE d.name = 'flow.started' AND d.data->>'flow' = 'csat'
			AND d.at >= $1::timestamptz AND d.at < $2::timestamptz) a`,
};

export const MEASURE_SALES: Statement = {
	name: "measure-sales",
	text: `SELECT s.*, m.* FROM
		(SELECT count(*)::int AS orders, coalesce(sum(o.total), 0)::bigint AS revenue,
			(count(*) FILTER (WHERE EXISTS (SELECT 1 FROM shop_order b WHERE b.customer_id = o.customer_id
				AND b.created_at < o.created_at AND b.state <> 'cancelled')))::int AS repeats
			FROM shop_order o WHERE ${SOLD}) s,
		(SELECT count(*)::int AS met FROM customer k WHERE ${MET}) m`,
};

export const MEASURE_WAITING: Statement = {
	name: "measure-waiting",
	text: `SELECT count(*)::int AS n, min(${WAITING_SINCE}) AS since FROM conversation c WHERE ${WAITING}`,
};

/** Promises of the teams: waits that ended in the period, ends of episodes, who still waits beyond the promise, what is not settled in time. */
export const MEASURE_TEAMS: Statement = {
	name: "measure-teams",
	text: `SELECT team, kind, (count(*) FILTER (WHERE open <= promised))::int AS kept,
			(count(*) FILTER (WHERE open > promised))::int AS breached
		FROM (
			SELECT team, kind, open, promised FROM episode_wait
				WHERE at >= $1::timestamptz AND at < $2::timestamptz AND promised IS NOT NULL
			UNION ALL SELECT e.team, 'resolution', e.resolution_open, e.promised FROM episode e
				WHERE ${ENDED} AND e.promised IS NOT NULL AND e.resolution IS NOT NULL
			UNION ALL SELECT c.team, 'waiting', 1, 0 FROM conversation c
				WHERE c.answer_by >= $1::timestamptz AND c.answer_by < least($2::timestamptz, $3::timestamptz)
					AND c.control IN ('asked', 'human')
			UNION ALL SELECT c.team, 'unresolved', 1, 0 FROM conversation c
				WHERE c.resolve_by >= $1::timestamptz AND c.resolve_by < least($2::timestamptz, $3::timestamptz)
					AND c.control IN ('asked', 'human')) x
		GROUP BY team, kind ORDER BY team NULLS LAST, kind`,
};

export const MEASURE_MEMBERS: Statement = {
	name: "measure-members",
	text: `SELECT m.id, m.name, w.n AS answers, w.wall, w.open, coalesce(e.episodes, 0) AS episodes, e.handling,
			coalesce(f.scores, 0) AS scores, coalesce(f.content, 0) AS content
		FROM member m
		LEFT JOIN (SELECT member_id, count(*)::int AS n, ${SPREADS} FROM episode_wait
			WHERE kind IN ('first', 'next') AND at >= $1::timestamptz AND at < $2::timestamptz GROUP BY member_id) w
			ON w.member_id = m.id
		LEFT JOIN (SELECT e.member_id, count(*)::int AS episodes,
				percentile_cont(0.5) WITHIN GROUP (ORDER BY e.handling_open) AS handling
			FROM episode e WHERE ${ENDED} AND e.handed GROUP BY e.member_id) e ON e.member_id = m.id
		LEFT JOIN (SELECT l.member_id, count(*)::int AS scores, (count(*) FILTER (WHERE f.score >= ${CONTENT}))::int AS content
			FROM feedback f JOIN conversation c ON c.customer_id = f.customer_id
			JOIN LATERAL (SELECT e.member_id FROM episode e WHERE e.conversation_id = c.id AND e.began_at <= f.at AND e.handed
				ORDER BY e.began_at DESC LIMIT 1) l ON true
			WHERE ${SCORED} GROUP BY l.member_id) f ON f.member_id = m.id
		WHERE w.n > 0 OR e.episodes > 0 OR f.scores > 0 ORDER BY w.n DESC NULLS LAST, m.name`,
};

/** By flow: episodes in which it spoke, those in which it called a person, and what the bot resolved. */
export const MEASURE_FLOWS: Statement = {
	name: "measure-flows",
	text: `SELECT x.flow, count(*)::int AS episodes,
			(count(*) FILTER (WHERE EXISTS (SELECT 1 FROM handoff h WHERE h.conversation_id = e.conversation_id
				AND h.at >= e.began_at AND h.at <= e.last_at AND h.flow = x.flow)))::int AS handed,
			(count(*) FILTER (WHERE ${OVER}))::int AS over, (count(*) FILTER (WHERE ${RESOLVED_BY_BOT}))::int AS resolved
		FROM episode e CROSS JOIN unnest(e.flows) AS x(flow) WHERE ${OF_BOT}
		GROUP BY x.flow ORDER BY handed DESC, episodes DESC, x.flow`,
};

/**
 * Handoff heat: by flow and step how many, why, how long until a person came, and how many had to ask again. Visitors and reasons are counted
 * once for all steps: asked step by step, the trace of the whole flow would be read for each.
 */
export const MEASURE_HEAT: Statement = {
	name: "measure-heat",
	text: `WITH spell AS MATERIALIZED (SELECT * FROM handoff WHERE at >= $1::timestamptz AND at < $2::timestamptz),
		why AS (SELECT flow, step, json_object_agg(reason, n) AS reasons
			FROM (SELECT flow, step, reason, count(*)::int AS n FROM spell GROUP BY flow, step, reason) r GROUP BY flow, step),
		seen AS (SELECT flow, step, count(*)::int AS n
			FROM (SELECT DISTINCT s.flow, s.step, s.run_id FROM flow_step s
				WHERE s.flow IN (SELECT flow FROM spell) AND s.at >= $1::timestamptz AND s.at < $2::timestamptz AND s.run_id IS NOT NULL) v
			GROUP BY flow, step),
		heat AS (SELECT flow, step, count(*)::int AS n, (count(*) FILTER (WHERE repeated))::int AS repeated,
				(count(*) FILTER (WHERE human_at IS NOT NULL AND back_at IS NOT NULL))::int AS backs,
				percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM human_at - at)) AS human
			FROM spell GROUP BY flow, step)
		SELECT h.*, w.reasons, coalesce(s.n, 0) AS visitors FROM heat h
			LEFT JOIN why w ON w.flow IS NOT DISTINCT FROM h.flow AND w.step IS NOT DISTINCT FROM h.step
			LEFT JOIN seen s ON s.flow = h.flow AND s.step = h.step
		ORDER BY h.n DESC, h.flow NULLS LAST, h.step`,
};

/** Orders and revenue by day. $1 from, $2 until, $3 zone. */
export const MEASURE_DAYS: Statement = {
	name: "measure-days",
	text: `SELECT to_char(o.created_at AT TIME ZONE $3, 'YYYY-MM-DD') AS day, count(*)::int AS orders,
			sum(o.total)::bigint AS revenue
		FROM shop_order o WHERE ${SOLD} GROUP BY 1 ORDER BY 1`,
};
