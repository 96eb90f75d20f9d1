import type { ErrandName, Errands, When } from "#core/errands.ts";
import { type DiaryEntry, TOLD_TO_FLOWS } from "#core/events.ts";
import type { Database, Shop } from "#core/shop.ts";
import type { OpenDatabase } from "./database.ts";

/** What rings after a commit, so that nobody has to wait for the next sweep. Never awaited, never the truth. */
export type Bell = (work: "errands", at: Date) => void;

/** Builds the shop that every use case is given. */
export function openShop({ database, now, ring }: { database: OpenDatabase; now: () => Date; ring: Bell }): Shop {
	return makeShop({
		db: database.db,
		now,
		ring: (at) => ring("errands", at),
		atomically: (deed) => transact(database, now, ring, deed),
	});
}

async function transact<Result>(
	database: OpenDatabase,
	now: () => Date,
	ring: Bell,
	deed: (shop: Shop) => Promise<Result>,
): Promise<Result> {
	const promised: Date[] = [];
	const result = await database.transact((db) => {
		const inside: Shop = makeShop({ db, now, ring: (at) => promised.push(at), atomically: (next) => next(inside) });
		return deed(inside);
	});
	for (const at of promised) ring("errands", at);
	return result;
}

type Parts = { db: Database; now: () => Date; ring: (at: Date) => void; atomically: Shop["atomically"] };

function makeShop({ db, now, ring, atomically }: Parts): Shop {
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
