import type { Shop } from "#core/shop.ts";
import { describeError, isDatabaseTrouble } from "./database-trouble.ts";
import type { Heard } from "./heard.ts";
import { COUNT_TRY, NEXT_ROWS } from "./inbox-statements.ts";

/** A row of the inbox that waits for its answer. */
export type InboxRow = {
	readonly id: bigint;
	readonly account: string;
	readonly lane: string;
	readonly tries: number;
	readonly heard: Heard;
};

/** Works one row off: when it resolves, the row is settled, or put off. */
export type AnswerRow = (row: InboxRow) => Promise<void>;

/** What the lanes tell the engineer; a Log will do. */
export type LaneLog = { warn(message: string, fields?: Record<string, unknown>): void };

export type Lanes = {
	/**
	 * Works off what waits: the rows of a lane in order, lanes side by side. Gives how many rows it touched; 0: nothing is due.
	 * Throws only where the database is in trouble, which costs no row a try.
	 */
	workInbox(limit?: number): Promise<number>;
	/** Runs a deed as this lane's, if nobody in this process is at work on it. */
	tryLane<Result>(lane: string, deed: () => Promise<Result>): Promise<Result | undefined>;
};

/** Opens the lanes of this process. Those of other processes may take the same row: the turn's commit decides whose it is. */
export function openLanes({ shop, answer, log }: { shop: Shop; answer: AnswerRow; log: LaneLog }): Lanes {
	const busy = new Set<string>();

	async function tryLane<Result>(lane: string, deed: () => Promise<Result>): Promise<Result | undefined> {
		if (busy.has(lane)) return;
		busy.add(lane);
		try {
			return await deed();
		} finally {
			busy.delete(lane);
		}
	}

	async function workInbox(limit = 64): Promise<number> {
		const values = [limit, ROWS_A_LANE, shop.now(), [...busy]];
		const rows = (await shop.db.written<StoredRow>(NEXT_ROWS, values)).map(readRow);
		const lanes = byLane(rows);
		const ends = await Promise.allSettled([...lanes].map(([lane, waiting]) => tryLane(lane, () => workLane(waiting))));
		for (const end of ends) if (end.status === "rejected") throw end.reason;
		return rows.length;
	}

	/** A row that failed holds up its lane until its next try; once it is dead the lane goes on. */
	async function workLane(rows: readonly InboxRow[]): Promise<void> {
		for (const row of rows) {
			try {
				await answer(row);
			} catch (error) {
				if (!(await countTry(shop, log, row, error))) return;
			}
		}
	}

	return { workInbox, tryLane };
}

/** Rows of one lane taken at once: enough that an album goes through, few enough that nobody hogs a pass. */
const ROWS_A_LANE = 10;

/** How often a row is tried before it goes to the dead letters, and the seconds between. */
const MOST_TRIES = 5;
const BACK_OFF = [1, 2, 4, 8];

function byLane(rows: readonly InboxRow[]): Map<string, InboxRow[]> {
	const lanes = new Map<string, InboxRow[]>();
	for (const row of rows) {
		const lane = lanes.get(row.lane);
		if (lane) lane.push(row);
		else lanes.set(row.lane, [row]);
	}
	return lanes;
}

/** Whether the row is dead now, so that its lane may go on. A database that is away is no fault of the row's. */
async function countTry(shop: Shop, log: LaneLog, row: InboxRow, error: unknown): Promise<boolean> {
	if (isDatabaseTrouble(error)) throw error;
	const tries = row.tries + 1;
	const now = shop.now();
	const seconds = BACK_OFF[tries - 1];
	const next = tries < MOST_TRIES && seconds ? new Date(now.getTime() + seconds * 1000) : null;
	const [counted] = await shop.db.written<{ state: string }>(COUNT_TRY, [row.id, now, describeError(error), next]);
	log.warn(next ? "an update failed and is tried again" : "an update went to the dead letters", {
		inbox: String(row.id),
		tries,
		error,
	});
	return counted?.state !== "waiting";
}

type StoredRow = Omit<InboxRow, "heard"> & { readonly heard: Omit<Heard, "at"> & { readonly at: string } };

function readRow({ id, account, lane, tries, heard }: StoredRow): InboxRow {
	return { id, account, lane, tries, heard: { ...heard, at: new Date(heard.at) } };
}
