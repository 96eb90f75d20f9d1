import type { Shop } from "#core/shop.ts";
import { type DrawnFlow, VISITORS, visitorValues, type Went } from "./flow-visitors-sql.ts";

/** How many runs were at a step, and what became of them there. Together the parts are `entered`. */
export type StepCounts = { readonly entered: number } & { readonly [W in Went]: number };

/** Counts for every step of a flow at which anybody was since a moment, by the step's key. */
export async function countFlowSteps(
	shop: Shop,
	{ drawn, since }: { drawn: DrawnFlow; since: Date },
): Promise<Map<string, StepCounts>> {
	const rows = await shop.db.written<Row>(COUNT_STEPS, visitorValues(drawn, since));
	return new Map(rows.map(({ step, ...counts }) => [step, counts]));
}

type Row = StepCounts & { readonly step: string };

const COUNT_STEPS = {
	name: "count-flow-steps",
	text: `WITH ${VISITORS}
		SELECT step, count(*)::int AS entered,
			(count(*) FILTER (WHERE went = 'left'))::int AS "left",
			(count(*) FILTER (WHERE went = 'dropped'))::int AS dropped,
			(count(*) FILTER (WHERE went = 'handed'))::int AS handed,
			(count(*) FILTER (WHERE went = 'here'))::int AS here,
			(count(*) FILTER (WHERE went = 'held_out'))::int AS held_out
		FROM visitors GROUP BY step`,
};
