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
	return makeShop({ db: database.db, now, ...after, atomically: (deed) => transact(database, now, after, deed) });
}

/** What is promised and told inside waits for the commit; a deed that fails rings for nobody. */
async function transact<Result>(
	database: OpenDatabase,
	now: () => Date,
	after: After,
	deed: (shop: Shop) => Promise<Result>,
): Promise<Result> {
	const waiting: (() => void)[] = [];
	const result = await database.transact((db) => {
		const inside: Shop = makeShop({
			db,
			now,
			ring: (at) => waiting.push(() => after.ring(at)),
			told: (entry) => waiting.push(() => after.told(entry)),
			atomically: (next) => next(inside),
		});
		return deed(inside);
	});
	for (const follow of waiting) follow();
	return result;
}

type Parts = After & { readonly db: Database; readonly now: () => Date; readonly atomically: Shop["atomically"] };

function makeShop({ db, now, ring, told, atomically }: Parts): Shop {
	async function later<Name extends ErrandName>(errand: Name, payload: Errands[Name], when: When = {}): Promise<void> {
		const at = when.at ?? now();
		await db.written(PROMISE, [errand, JSON.stringify(payload), when.key ?? null, at]);
		ring(at);
	}

	async function record(entry: DiaryEntry): Promise<void> {
		const at = entry.at ?? now();
		const [row] = await db.written<{ id: bigint; customer_id: string | null }>(RECORD, [
			entry.name,
			entry.customerId,
			entry.conversationId ?? null,
			JSON.stringify(entry.data),
			entry.stage ?? null,
			entry.channel ?? null,
			entry.actor,
			entry.flow ?? null,
			entry.step ?? null,
			entry.runId ?? null,
			at,
		]);
		told(entry);
		if (!row || !TOLD_TO_FLOWS.has(entry.name)) return;
		await later("tell-flows", { diaryId: String(row.id), customerId: row.customer_id, name: entry.name });
	}

	return { db, now, record, later, atomically };
}

/** A second promise with an open key moves the first to the earlier time. */
const PROMISE = {
	name: "promise-errand",
	text: `INSERT INTO errand (name, payload, key, due_at) VALUES ($1, $2::jsonb, $3, $4)
		ON CONFLICT (key) WHERE state = 'waiting' DO UPDATE SET due_at = LEAST(errand.due_at, EXCLUDED.due_at)`,
};

/** The conversation and its stage are looked up where the caller does not name them. */
const RECORD = {
	name: "record-diary",
	text: `INSERT INTO diary (name, customer_id, conversation_id, data, stage, channel, actor, flow, step, run_id, at)
		SELECT $1, $2::uuid, coalesce($3::uuid, c.id), $4::jsonb, coalesce($5, c.stage), $6, $7, $8, $9, $10::uuid, $11
		FROM (SELECT 1) one LEFT JOIN conversation c ON c.customer_id = $2::uuid
		RETURNING id, customer_id`,
};
