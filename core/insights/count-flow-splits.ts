import type { Shop } from "#core/shop.ts";

/** One variant of a split: how many runs drew it, and what came of them. */
export type VariantCounts = {
	readonly step: string;
	readonly variant: string;
	readonly runs: number;
	/** Runs whose entry opened the goal's window, and those that reached it. */
	readonly measured: number;
	readonly goals: number;
};

/** Every variant that a flow's splits gave since a moment, in the order of steps and variants. */
export function countFlowSplits(shop: Shop, { flow, since }: { flow: string; since: Date }): Promise<VariantCounts[]> {
	return shop.db.written<VariantCounts>(COUNT_SPLITS, [flow, since]);
}

/** The trace says `care (u = 0.17)`; the draw is sticky, so a run has one variant a step. */
const COUNT_SPLITS = {
	name: "count-flow-splits",
	text: `SELECT step, variant, count(*)::int AS runs,
			(count(*) FILTER (WHERE e.goal_until IS NOT NULL))::int AS measured,
			(count(*) FILTER (WHERE e.goal_at IS NOT NULL))::int AS goals
		FROM (SELECT DISTINCT run_id, step, split_part(decision, ' (', 1) AS variant FROM flow_step
			WHERE flow = $1 AND at >= $2::timestamptz AND kind LIKE 'split %') s
		JOIN flow_run r ON r.id = s.run_id LEFT JOIN flow_entry e ON e.id = r.entry_id
		GROUP BY step, variant ORDER BY step, variant`,
};
