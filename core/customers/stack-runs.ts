import type { Shop } from "#core/shop.ts";
import type { Row } from "./join-rows.ts";
import type { MergeRecord } from "./merge-record.ts";
import { CHANGE_RUN, STACKED_RUNS } from "./merge-sql.ts";

/**
 * Puts the open dialogs of one conversation below those of another, before both become one: whoever is on top of the lower
 * pile pauses, as for any dialog that comes in between. Gives those that changed, as they were.
 */
export async function stackRuns(
	inside: Shop,
	{ above, below }: { above: string; below: string },
): Promise<MergeRecord["stacked"]> {
	const lower = await inside.db.written<StackedRun>(STACKED_RUNS, [below]);
	const upper = await inside.db.written<StackedRun>(STACKED_RUNS, [above]);
	if (lower.length === 0 || upper.length === 0) return [];
	const now = inside.now().toISOString();
	const before: MergeRecord["stacked"] = [];
	for (const [place, run] of [...lower, ...upper].entries()) {
		const stack = place + 1;
		const pauses = place < lower.length && run.status === "waiting_input";
		if (!pauses && run.stack === stack) continue;
		const { id, status, state, wake_at } = run;
		before.push({ id, row: { stack: run.stack, status, state, wake_at } });
		await inside.db.written(CHANGE_RUN, [id, JSON.stringify(pauses ? paused(run, stack, now) : placed(run, stack))]);
	}
	return before;
}

type StackedRun = {
	id: string;
	stack: number;
	status: string;
	state: Row;
	wake_at: Date | null;
};

function placed({ state }: StackedRun, stack: number): Row {
	return { stack, state: { ...state, stack } };
}

function paused({ state }: StackedRun, stack: number, now: string): Row {
	const { wakeAt: _, wakeFor: __, ...rest } = state;
	return { stack, status: "paused", wake_at: null, state: { ...rest, stack, status: "paused", pausedAt: now } };
}
