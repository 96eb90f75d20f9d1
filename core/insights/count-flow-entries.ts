import type { Shop } from "#core/shop.ts";

/** What came of the occasions of a flow: how many were started or refused and why, and how many reached the goal. */
export type EntryCounts = {
	readonly entries: number;
	readonly pending: number;
	readonly started: number;
	/** By the word of the check that said no. */
	readonly refused: Readonly<Record<string, number>>;
	/** Of those for whom the goal's window was opened, by arm of the hold-out. */
	readonly arms: Readonly<Record<Arm, { readonly entries: number; readonly goals: number }>>;
};

export type Arm = "treated" | "held_out";

/** By flow id, of entries made since a moment; a flow that nothing happened to is absent. */
export async function countFlowEntries(
	shop: Shop,
	{ since, flow }: { since: Date; flow?: string },
): Promise<Map<string, EntryCounts>> {
	const rows = await shop.db.written<Row>(COUNT_ENTRIES, [since, flow ?? null]);
	const counts = new Map<string, EntryCounts>();
	for (const row of rows) counts.set(row.flow, added(counts.get(row.flow) ?? NONE, row));
	return counts;
}

const NONE: EntryCounts = {
	entries: 0,
	pending: 0,
	started: 0,
	refused: {},
	arms: { treated: { entries: 0, goals: 0 }, held_out: { entries: 0, goals: 0 } },
};

function added(counts: EntryCounts, { state, refused, arm, entries, measured, goals }: Row): EntryCounts {
	const { treated, held_out } = counts.arms;
	const more = (before: { entries: number; goals: number }) => ({
		entries: before.entries + measured,
		goals: before.goals + goals,
	});
	return {
		entries: counts.entries + entries,
		pending: counts.pending + (state === "pending" ? entries : 0),
		started: counts.started + (state === "started" ? entries : 0),
		refused:
			state === "refused"
				? { ...counts.refused, [refused ?? ""]: (counts.refused[refused ?? ""] ?? 0) + entries }
				: counts.refused,
		// Where nobody is held out, everybody is treated.
		arms: arm === "held_out" ? { treated, held_out: more(held_out) } : { treated: more(treated), held_out },
	};
}

type Row = {
	readonly flow: string;
	readonly state: string;
	readonly refused: string | null;
	readonly arm: string | null;
	readonly entries: number;
	readonly measured: number;
	readonly goals: number;
};

const COUNT_ENTRIES = {
	name: "count-flow-entries",
	text: `SELECT flow, state, refused, arm, count(*)::int AS entries,
			(count(*) FILTER (WHERE goal_until IS NOT NULL))::int AS measured,
			(count(*) FILTER (WHERE goal_at IS NOT NULL))::int AS goals
		FROM flow_entry WHERE created_at >= $1::timestamptz AND ($2::text IS NULL OR flow = $2::text)
		GROUP BY flow, state, refused, arm`,
};
