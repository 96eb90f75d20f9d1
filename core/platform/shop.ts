import type { ErrandName, Errands, When } from "#core/errands.ts";
import { type DiaryEntry, TOLD_TO_FLOWS } from "#core/events.ts";
import type { Database, Shop } from "#core/shop.ts";
import type { OpenDatabase } from "./database.ts";

/** What rings after a commit, so that nobody has to wait for the next sweep. Never awaited, never the truth. */
export type Bell = (work: "errands", at: Date) => void;

/** Hears, after the commit, what the diary got: for screens that show it. */
export type Told = (entry: DiaryEntry) => void;

/** What follows a commit. */
type After = { readonly ring: (at: Date) => void; readonly told: Told };

/** Builds the shop that every use case is given. */
export function openShop({
	database,
	now,
	ring,
	told = () => {},
}: {
	database: OpenDatabase;
	now: () => Date;
	ring: Bell;
	told?: Told;
}): Shop {
	const after: After = { ring: (at) => ring("errands", at), told };

	async function atOnce(notes: Notes): Promise<void> {
		await write(database.db, notes, now());
		follow(notes, after);
	}

	return {
		db: database.db,
		now,
		record: (entry) => atOnce({ entries: [entry], promises: [] }),
		later: (errand, payload, when) => atOnce({ entries: [], promises: [promiseOf(errand, payload, when, now())] }),
		atomically: (deed) => transact(database, now, after, deed),
	};
}

/**
 * What is recorded and promised inside a transaction is noted, and written by one statement at the end of the deed, or of a
 * deed inside it, so that what follows comes after it in the diary. Most deeds record several things, and each round trip
 * costs more than what it writes.
 */
async function transact<Result>(
	database: OpenDatabase,
	now: () => Date,
	after: After,
	deed: (shop: Shop) => Promise<Result>,
): Promise<Result> {
	const notes: OpenNotes = { entries: [], promises: [], written: { entries: 0, promises: 0 } };
	const result = await database.transact(async (db) => {
		const done = await deed(insideShop(db, now, notes, 0));
		await write(db, rest(notes), now());
		return done;
	});
	follow(notes, after);
	return result;
}

function insideShop(db: Database, now: () => Date, notes: OpenNotes, depth: number): Shop {
	return {
		db,
		now,
		record: async (entry) => void notes.entries.push(entry),
		later: async (errand, payload, when) => void notes.promises.push(promiseOf(errand, payload, when, now())),
		async atomically(next) {
			const result = await next(insideShop(db, now, notes, depth + 1));
			if (depth === 0) await write(db, rest(notes), now());
			return result;
		},
	};
}

/** What a deed says to the diary and to those who keep promises. */
type Notes = { readonly entries: DiaryEntry[]; readonly promises: Promised[] };

/** Of an open transaction, with how much of it is written. */
type OpenNotes = Notes & { written: { entries: number; promises: number } };

function rest(notes: OpenNotes): Notes {
	const { entries, promises, written } = notes;
	notes.written = { entries: entries.length, promises: promises.length };
	return { entries: entries.slice(written.entries), promises: promises.slice(written.promises) };
}

type Promised = {
	readonly name: string;
	readonly payload: unknown;
	readonly key: string | null;
	readonly at: Date;
};

function promiseOf<Name extends ErrandName>(
	name: Name,
	payload: Errands[Name],
	when: When | undefined,
	now: Date,
): Promised {
	return { name, payload, key: when?.key ?? null, at: when?.at ?? now };
}

async function write(db: Database, { entries, promises }: Notes, now: Date): Promise<void> {
	if (entries.length === 0 && promises.length === 0) return;
	await db.written(NOTE, [
		JSON.stringify(entries.map((entry, n) => rowOf(entry, n, now))),
		JSON.stringify(earliestByKey(promises)),
		now,
	]);
}

/** After the commit, and never awaited. */
function follow({ entries, promises }: Notes, { ring, told }: After): void {
	for (const entry of entries) told(entry);
	const first = promises.reduce<Date | undefined>((least, { at }) => (least && least <= at ? least : at), undefined);
	if (entries.some(({ name }) => TOLD_TO_FLOWS.has(name))) ring(new Date(0));
	else if (first) ring(first);
}

function rowOf(entry: DiaryEntry, n: number, now: Date) {
	return {
		n,
		name: entry.name,
		customer: entry.customerId,
		conversation: entry.conversationId,
		data: entry.data,
		stage: entry.stage,
		channel: entry.channel,
		actor: entry.actor,
		flow: entry.flow,
		step: entry.step,
		run: entry.runId,
		at: entry.at ?? now,
		told: TOLD_TO_FLOWS.has(entry.name),
	};
}

/** A statement may not touch a row twice, so of promises with one key the earliest stands for all. */
function earliestByKey(promises: readonly Promised[]): Promised[] {
	const byKey = new Map<string, Promised>();
	const keyless: Promised[] = [];
	for (const promised of promises) {
		if (promised.key === null) keyless.push(promised);
		else if ((byKey.get(promised.key)?.at ?? promised.at) >= promised.at) byKey.set(promised.key, promised);
	}
	return [...keyless, ...byKey.values()];
}

/**
 * $1: entries, $2: promises, $3: now. The conversation and its stage are looked up where an entry does not name them. A
 * promise with an open key moves the first to the earlier time.
 */
const NOTE = {
	name: "note-and-promise",
	text: `WITH noted AS MATERIALIZED (
			SELECT * FROM json_to_recordset($1::json) AS e(n int, name text, customer uuid, conversation uuid, data jsonb, stage text,
				channel text, actor text, flow text, step text, run uuid, at timestamptz, told boolean)
		), written AS (
			INSERT INTO diary (name, customer_id, conversation_id, data, stage, channel, actor, flow, step, run_id, at)
			SELECT e.name, e.customer, coalesce(e.conversation, c.id), e.data, coalesce(e.stage, c.stage), e.channel, e.actor,
				e.flow, e.step, e.run, e.at
			FROM noted e LEFT JOIN conversation c ON c.customer_id = e.customer ORDER BY e.n
			RETURNING id, name, customer_id
		), promised AS (
			SELECT 'tell-flows' AS name, jsonb_build_object('diaryId', w.id::text, 'customerId', w.customer_id, 'name', w.name)
				AS payload, NULL AS key, $3::timestamptz AS at
			FROM written w WHERE w.name IN (SELECT name FROM noted WHERE told)
			UNION ALL
			SELECT name, payload, key, at
			FROM json_to_recordset($2::json) AS p(name text, payload jsonb, key text, at timestamptz)
		)
		INSERT INTO errand (name, payload, key, due_at, created_at) SELECT name, payload, key, at, $3 FROM promised
		ON CONFLICT (key) WHERE state = 'waiting' DO UPDATE SET due_at = LEAST(errand.due_at, EXCLUDED.due_at)`,
};
