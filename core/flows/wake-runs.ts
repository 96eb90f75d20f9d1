import type { Shop } from "#core/shop.ts";
import { type EntryRow, readEntry } from "./answer-needs.ts";
import type { Told, TurnEnd, Turns } from "./drive-turn.ts";

/** What is due now: runs that are to be woken, and entries that are to fire. */
export type Due = { readonly conversationId: string; readonly at: Date } & (
	| { readonly due: "run"; readonly run: string }
	| { readonly due: "entry"; readonly entry: string }
);

/**
 * Wakes the runs whose moment has come and fires the entries that are due, each as a turn of its conversation. Two processes may
 * find the same one: the second finds the run asleep again, or the entry started. Gives how many turns were written; one
 * that fails does not count, so that who calls until nothing is left comes to an end.
 */
export async function wakeRuns(
	{ shop, turns, onFailure }: { shop: Shop; turns: Turns; onFailure: (due: Due, error: unknown) => void },
	{ limit = 200 }: { limit?: number } = {},
): Promise<number> {
	const now = shop.now();
	const due = [...(await dueRuns(shop, now, limit)), ...(await dueEntries(shop, now, limit))];
	const ends = await Promise.all(due.map((one) => wake(turns, one).catch((error) => onFailure(one, error))));
	return ends.filter((end) => end?.ended === "written").length;
}

async function wake(turns: Turns, due: Due): Promise<TurnEnd> {
	const { conversationId, at } = due;
	if (due.due === "run") {
		const id = `timer/${due.run}/${at.toISOString()}`;
		return turns.drive({ conversationId, cause: { cause: "timer", id, run: due.run } });
	}
	return turns.drive({ conversationId, cause: (inside) => entryCause(inside, due.entry) });
}

/** The entry as it stands under the lock: another process may have started it since it was found. */
async function entryCause(inside: Shop, id: string): Promise<Told | undefined> {
	const [row] = await inside.db.written<EntryRow>(DUE_ENTRY, [id, inside.now()]);
	if (!row) return;
	return { cause: { cause: "entry", id: `entry/${id}/${row.fires_at.toISOString()}`, entry: readEntry(row) } };
}

async function dueRuns(shop: Shop, now: Date, limit: number): Promise<Due[]> {
	const rows = await shop.db.written<{ id: string; conversation_id: string; wake_at: Date }>(DUE_RUNS, [now, limit]);
	return rows.map((row) => ({ due: "run", run: row.id, conversationId: row.conversation_id, at: row.wake_at }));
}

async function dueEntries(shop: Shop, now: Date, limit: number): Promise<Due[]> {
	const rows = await shop.db.written<{ id: string; conversation_id: string; fires_at: Date }>(DUE_ENTRIES, [
		now,
		limit,
	]);
	return rows.map((row) => ({ due: "entry", entry: row.id, conversationId: row.conversation_id, at: row.fires_at }));
}

const DUE_RUNS = {
	name: "runs-due",
	text: `SELECT id, conversation_id, wake_at FROM flow_run
		WHERE wake_at IS NOT NULL AND wake_at <= $1 AND status NOT IN ('ended', 'failed') ORDER BY wake_at LIMIT $2`,
};

const DUE_ENTRIES = {
	name: "entries-due",
	text: `SELECT e.id, e.fires_at, c.id AS conversation_id FROM flow_entry e JOIN conversation c ON c.customer_id = e.customer_id
		WHERE e.state = 'pending' AND e.fires_at <= $1 ORDER BY e.fires_at LIMIT $2`,
};

const DUE_ENTRY = {
	name: "entry-due",
	text: "SELECT * FROM flow_entry WHERE id = $1::uuid AND state = 'pending' AND fires_at <= $2",
};
