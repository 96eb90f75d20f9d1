import type { Shop } from "#core/shop.ts";

const DAY = 86_400_000;

/** How each flow is doing: runs by status now, and what began, ended and failed in the last 24 hours. */
export type FlowCounts = {
	readonly running: Readonly<Record<string, number>>;
	readonly startedLastDay: number;
	readonly endedLastDay: number;
	readonly failedLastDay: number;
};

/** By flow id; a flow that nobody ran is absent. */
export async function countFlows(shop: Shop): Promise<Map<string, FlowCounts>> {
	const since = new Date(shop.now().getTime() - DAY);
	const rows = await shop.db.written<Row>(COUNT_FLOWS, [since]);
	const counts = new Map<string, FlowCounts>();
	for (const row of rows) {
		const before = counts.get(row.flow) ?? { running: {}, startedLastDay: 0, endedLastDay: 0, failedLastDay: 0 };
		const live = row.status !== "ended" && row.status !== "failed";
		counts.set(row.flow, {
			running: live ? { ...before.running, [row.status]: Number(row.runs) } : before.running,
			startedLastDay: before.startedLastDay + Number(row.started),
			endedLastDay: before.endedLastDay + (row.status === "ended" ? Number(row.closed) : 0),
			failedLastDay: before.failedLastDay + (row.status === "failed" ? Number(row.closed) : 0),
		});
	}
	return counts;
}

type Row = { flow: string; status: string; runs: bigint; started: bigint; closed: bigint };

const COUNT_FLOWS = {
	name: "count-flows",
	text: `SELECT flow, status, count(*) AS runs,
			count(*) FILTER (WHERE started_at >= $1) AS started, count(*) FILTER (WHERE ended_at >= $1) AS closed
		FROM flow_run
		WHERE status NOT IN ('ended', 'failed') OR ended_at >= $1 OR started_at >= $1
		GROUP BY flow, status`,
};
