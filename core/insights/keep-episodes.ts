import type { Shop, Statement } from "#core/shop.ts";
import { CHANGED, type Changed, startsOf } from "./changed-conversations.ts";
import { countEpisodes, type Episode, type Measures } from "./count-episodes.ts";
import { columnsOf, readTimelines, type Told } from "./timeline.ts";

/**
 * Counts on the episodes of every conversation in which something has happened since they were counted last. Whoever is
 * about to read numbers calls it first, so they are true to the minute and a message costs nothing; the night's call has done
 * most of it. The thread and the diary are the truth: counting twice, or by two processes at once, gives the same rows.
 *
 * Rows of long ago stay as they were counted, by the opening hours and promises of their time. Where they are to be counted by
 * today's, the mark is taken away (`DELETE FROM setting WHERE key = 'episodes-counted'`): the next call counts all from the beginning.
 */
export async function keepEpisodes(shop: Shop, measures: Measures): Promise<void> {
	const now = shop.now();
	const [mark] = await shop.db.written<{ at: Date }>(MARK, []);
	const since = mark && new Date(mark.at.getTime() - LATE);
	const found = await shop.db.written<Changed>(since ? CHANGED : ALL, since ? [since] : []);
	for (let from = 0; from < found.length; from += BATCH) {
		const changed = found.slice(from, from + BATCH);
		await shop.atomically((inside) => countOn(inside, changed, measures));
	}
	await shop.db.written(SET_MARK, [now]);
}

const BATCH = 500;
/** Somebody's transaction may have begun before the mark and ended after it; and a channel accepts a line after it was said. */
const LATE = 15 * 60_000;

async function countOn(inside: Shop, changed: readonly Changed[], measures: Measures): Promise<void> {
	await inside.db.written(ONE_AT_A_TIME, []);
	const stretches = await startsOf(inside, changed);
	const timelines = await readTimelines(inside, stretches);
	const counted = [...timelines].flatMap(([conversation, told]) => {
		const episodes = countEpisodes(
			told.map(({ moment }) => moment),
			measures,
		);
		const lines = firstLines(told, episodes);
		return episodes.map((episode, place): Counted => ({ conversation, episode, fromMessage: lines[place] ?? null }));
	});
	const [conversations, times] = columnsOf(stretches);
	for (const statement of FORGET) await inside.db.written(statement, [conversations, times]);
	await inside.db.written(KEEP_EPISODES, [JSON.stringify(counted.map(episodeRow))]);
	await inside.db.written(KEEP_HANDOFFS, [JSON.stringify(counted.flatMap(handoffRows))]);
	await inside.db.written(KEEP_WAITS, [JSON.stringify(counted.flatMap(waitRows))]);
}

/** From which message on a count that begins at each episode has to read: messages are numbered as they came, not as they were said. */
function firstLines(told: readonly Told[], episodes: readonly Episode[]): (bigint | null)[] {
	let place = told.length;
	let least: bigint | null = null;
	const lines = episodes.toReversed().map(({ beganAt, apart }) => {
		for (let one = told[place - 1]; one && one.moment.at >= beganAt; one = told[--place - 1])
			if (one.message !== null && (least === null || one.message < least)) least = one.message;
		return apart ? least : null;
	});
	return lines.reverse();
}

type Counted = { readonly conversation: string; readonly episode: Episode; readonly fromMessage: bigint | null };

function episodeRow({ conversation, episode, fromMessage }: Counted) {
	const { handling, resolution, handoffs: _, waits: __, apart: ___, ...row } = episode;
	return {
		...row,
		...{ conversation, fromMessage: fromMessage === null ? null : String(fromMessage) },
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
	text: "SELECT id AS conversation, NULL AS at, NULL AS message FROM conversation ORDER BY id",
};

/** Until the commit: of two processes that count the same conversation the second finds it counted. */
const ONE_AT_A_TIME: Statement = {
	name: "episodes-lock",
	text: "SELECT pg_advisory_xact_lock(hashtext('prilavok episodes'))::text",
};

const FORGET: readonly Statement[] = [
	["episode", "began_at"],
	["handoff", "at"],
	["episode_wait", "at"],
].map(([table, at]) => ({
	name: `episodes-forget-${table}`,
	text: `DELETE FROM ${table} x USING unnest($1::uuid[], $2::timestamptz[]) AS f(conversation, at)
		WHERE x.conversation_id = f.conversation AND x.${at} >= coalesce(f.at, '-infinity')`,
}));

const KEEP_EPISODES: Statement = {
	name: "episodes-keep",
	text: `INSERT INTO episode (conversation_id, began_at, channel, last_at, closed_at, closed_by, reopened, bot_turn, handed,
			question_left, flows, team, member_id, handling, handling_open, resolution, resolution_open, promised, from_message, run_id)
		SELECT conversation, "beganAt", channel, "lastAt", "closedAt", "closedBy", reopened, "botTurn", handed,
			"questionLeft", flows, team, "memberId", handling, "handlingOpen", resolution, "resolutionOpen", promised, "fromMessage", run
		FROM json_to_recordset($1::json) AS e(conversation uuid, "beganAt" timestamptz, channel text, "lastAt" timestamptz,
			"closedAt" timestamptz, "closedBy" text, reopened boolean, "botTurn" boolean, handed boolean,
			"questionLeft" boolean, flows text[], team text, "memberId" text, handling int, "handlingOpen" int,
			resolution int, "resolutionOpen" int, promised int, "fromMessage" bigint, run uuid)`,
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
