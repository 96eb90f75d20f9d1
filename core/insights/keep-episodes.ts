import type { Shop, Statement } from "#core/shop.ts";
import { countEpisodes, type Episode, type Measures } from "./count-episodes.ts";
import { readTimelines } from "./timeline.ts";

/**
 * Counts the episodes of every conversation in which something has happened since they were counted last. Whoever is
 * about to read numbers calls it first, so they are true to the minute and a message costs nothing; the night's call has done
 * most of it. The thread and the diary are the truth: counting twice, or by two processes at once, gives the same rows.
 */
export async function keepEpisodes(shop: Shop, measures: Measures): Promise<void> {
	const now = shop.now();
	const [mark] = await shop.db.written<{ at: Date }>(MARK, []);
	const since = mark && new Date(mark.at.getTime() - LATE);
	const found = await shop.db.written<{ id: string }>(since ? CHANGED : ALL, since ? [since] : []);
	for (let from = 0; from < found.length; from += BATCH) {
		const ids = found.slice(from, from + BATCH).map(({ id }) => id);
		await shop.atomically((inside) => countAnew(inside, ids, measures));
	}
	await shop.db.written(SET_MARK, [now]);
}

const BATCH = 500;
/** Somebody's transaction may have begun before the mark and ended after it; and a channel accepts a line after it was said. */
const LATE = 15 * 60_000;

async function countAnew(inside: Shop, ids: readonly string[], measures: Measures): Promise<void> {
	await inside.db.written(ONE_AT_A_TIME, []);
	const timelines = await readTimelines(inside, ids);
	const counted = [...timelines].flatMap(([conversation, timeline]) =>
		countEpisodes(timeline, measures).map((episode) => ({ conversation, episode })),
	);
	for (const statement of FORGET) await inside.db.written(statement, [ids]);
	await inside.db.written(KEEP_EPISODES, [JSON.stringify(counted.map(episodeRow))]);
	await inside.db.written(KEEP_HANDOFFS, [JSON.stringify(counted.flatMap(handoffRows))]);
	await inside.db.written(KEEP_WAITS, [JSON.stringify(counted.flatMap(waitRows))]);
}

type Counted = { readonly conversation: string; readonly episode: Episode };

function episodeRow({ conversation, episode }: Counted) {
	const { handling, resolution, handoffs: _, waits: __, ...row } = episode;
	return {
		...row,
		conversation,
		...{ handling: handling.wall, handlingOpen: handling.open },
		...{ resolution: resolution?.wall, resolutionOpen: resolution?.open, promised: resolution?.promised },
	};
}

function handoffRows({ conversation, episode }: Counted) {
	return episode.handoffs.map((handoff) => ({ ...handoff, conversation }));
}

function waitRows({ conversation, episode }: Counted) {
	return episode.waits.map((wait) => ({ ...wait, conversation }));
}

const MARK: Statement = {
	name: "episodes-mark",
	text: "SELECT (value#>>'{}')::timestamptz AS at FROM setting WHERE key = 'episodes-counted'",
};

const SET_MARK: Statement = {
	name: "episodes-set-mark",
	text: `INSERT INTO setting (key, value, at) VALUES ('episodes-counted', to_jsonb($1::timestamptz), $1::timestamptz)
		ON CONFLICT (key) DO UPDATE SET value = greatest(setting.value, EXCLUDED.value), at = EXCLUDED.at`,
};

const ALL: Statement = {
	name: "episodes-all",
	text: "SELECT id FROM conversation ORDER BY id",
};

/** Where something was said or noted, and both sides of customers who became one, or two again. */
const CHANGED: Statement = {
	name: "episodes-changed",
	text: `SELECT id FROM (
			SELECT conversation_id AS id FROM message WHERE created_at >= $1::timestamptz
			UNION SELECT conversation_id FROM diary WHERE at >= $1::timestamptz
				AND name IN ('control.changed', 'conversation.closed', 'conversation.reopened', 'answer.waived', 'flow.ended')
			UNION SELECT c.id FROM customer_link l JOIN conversation c ON c.customer_id IN (l.kept_id, l.absorbed_id)
				WHERE greatest(l.at, l.undone_at) >= $1::timestamptz) x
		WHERE id IS NOT NULL ORDER BY id`,
};

/** Until the commit: of two processes that count the same conversation the second finds it counted. */
const ONE_AT_A_TIME: Statement = {
	name: "episodes-lock",
	text: "SELECT pg_advisory_xact_lock(hashtext('prilavok episodes'))::text",
};

const FORGET: readonly Statement[] = ["episode", "handoff", "episode_wait"].map((table) => ({
	name: `episodes-forget-${table}`,
	text: `DELETE FROM ${table} WHERE conversation_id = ANY ($1::uuid[])`,
}));

const KEEP_EPISODES: Statement = {
	name: "episodes-keep",
	text: `INSERT INTO episode (conversation_id, began_at, channel, last_at, closed_at, closed_by, reopened, bot_turn, handed,
			question_left, flows, team, member_id, handling, handling_open, resolution, resolution_open, promised)
		SELECT conversation, "beganAt", channel, "lastAt", "closedAt", "closedBy", reopened, "botTurn", handed,
			"questionLeft", flows, team, "memberId", handling, "handlingOpen", resolution, "resolutionOpen", promised
		FROM json_to_recordset($1::json) AS e(conversation uuid, "beganAt" timestamptz, channel text, "lastAt" timestamptz,
			"closedAt" timestamptz, "closedBy" text, reopened boolean, "botTurn" boolean, handed boolean,
			"questionLeft" boolean, flows text[], team text, "memberId" text, handling int, "handlingOpen" int,
			resolution int, "resolutionOpen" int, promised int)`,
};

const KEEP_HANDOFFS: Statement = {
	name: "episodes-keep-handoffs",
	text: `INSERT INTO handoff (conversation_id, at, flow, step, reason, team, member_id, human_at, back_at, repeated)
		SELECT conversation, at, flow, step, reason, team, "memberId", "humanAt", "backAt", repeated
		FROM json_to_recordset($1::json) AS h(conversation uuid, at timestamptz, flow text, step text, reason text, team text,
			"memberId" text, "humanAt" timestamptz, "backAt" timestamptz, repeated boolean)
		ON CONFLICT DO NOTHING`,
};

const KEEP_WAITS: Statement = {
	name: "episodes-keep-waits",
	text: `INSERT INTO episode_wait (conversation_id, kind, since, at, member_id, team, wall, open, promised)
		SELECT conversation, kind, since, at, "memberId", team, wall, open, promised
		FROM json_to_recordset($1::json) AS w(conversation uuid, kind text, since timestamptz, at timestamptz,
			"memberId" text, team text, wall int, open int, promised int)`,
};
