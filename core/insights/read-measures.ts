import type { Shop } from "#core/shop.ts";
import { countOutcomes, type OutcomeCount } from "./count-outcomes.ts";
import {
	MEASURE_FLOWS,
	MEASURE_HEAT,
	MEASURE_MEMBERS,
	MEASURE_SALES,
	MEASURE_SHARES,
	MEASURE_TEAMS,
	MEASURE_WAITING,
	MEASURE_WAITS,
} from "./measures-sql.ts";
import type { Period } from "./period.ts";

/** Median and the ninth of ten of so many lengths, in seconds. Never a mean: one night spoils it. */
export type Spread = { readonly n: number; readonly wall: Middle | null; readonly open: Middle | null };
export type Middle = { readonly median: number; readonly p90: number };

/** A share with what it is a share of: a screen shows both. */
export type Share = { readonly part: number; readonly of: number };

export type Measures = {
	readonly waits: Readonly<Record<WaitName, Spread>>;
	readonly handoffRate: Share;
	readonly resolvedByBot: Share;
	readonly repeatHandoff: Share;
	readonly promisesKept: Share & { readonly withdrawn: number };
	readonly csat: Share & { readonly asked: number };
	readonly reasonCoverage: Share;
	readonly outcomes: readonly Outcome[];
};

export const WAITS = ["first", "next", "human", "handling", "resolution"] as const;
export type WaitName = (typeof WAITS)[number];

/** How often it ended so; `unknown` is a reason too, and is shown. */
export type Outcome = { readonly result: "won" | "lost"; readonly reason: string; readonly n: number };

/** The numbers of operators.md §7 over a period. Episodes must have been counted: `keepEpisodes`. */
export async function readMeasures(shop: Shop, period: Period): Promise<Measures> {
	const values = [period.from, period.until, shop.now()];
	const [waits, [shares], outcomes] = await Promise.all([
		shop.db.written<{ kind: string } & RawSpread>(MEASURE_WAITS, values),
		shop.db.written<SharesRow>(MEASURE_SHARES, values),
		countOutcomes(shop, { from: period.from, to: period.until }),
	]);
	if (!shares) throw new Error("The episodes gave no answer.");
	const of = (name: WaitName) => spread(waits.find(({ kind }) => kind === name));
	const known = outcomes.rows
		.filter(({ reason }) => reason !== "unknown")
		.reduce((sum, { matters }) => sum + matters, 0);
	return {
		waits: {
			first: of("first"),
			next: of("next"),
			human: of("human"),
			handling: of("handling"),
			resolution: of("resolution"),
		},
		handoffRate: { part: shares.handed, of: shares.bot },
		resolvedByBot: { part: shares.resolved, of: shares.over },
		repeatHandoff: { part: shares.repeated, of: shares.backs },
		promisesKept: { part: shares.kept, of: shares.kept + shares.late, withdrawn: shares.withdrawn },
		csat: { part: shares.content, of: shares.scores, asked: shares.asked },
		reasonCoverage: { part: known, of: outcomes.matters },
		outcomes: byReason(outcomes.rows),
	};
}

/** Whoever said it, the most frequent first. */
function byReason(rows: readonly OutcomeCount[]): Outcome[] {
	const counts = new Map<string, Outcome>();
	for (const { result, reason, matters } of rows) {
		const key = `${result} ${reason}`;
		counts.set(key, { result, reason, n: (counts.get(key)?.n ?? 0) + matters });
	}
	return [...counts.values()].sort((one, other) => other.n - one.n || one.reason.localeCompare(other.reason));
}

type SharesRow = {
	readonly bot: number;
	readonly handed: number;
	readonly over: number;
	readonly resolved: number;
	readonly backs: number;
	readonly repeated: number;
	readonly kept: number;
	readonly late: number;
	readonly withdrawn: number;
	readonly scores: number;
	readonly content: number;
	readonly asked: number;
};

type RawSpread = {
	readonly n: number;
	readonly wall: readonly number[] | null;
	readonly open: readonly number[] | null;
};

function spread(row: RawSpread | undefined): Spread {
	return row ? { n: row.n, wall: middle(row.wall), open: middle(row.open) } : { n: 0, wall: null, open: null };
}

function middle(values: readonly number[] | null): Middle | null {
	const [median, p90] = values ?? [];
	return median === undefined || p90 === undefined ? null : { median: Math.round(median), p90: Math.round(p90) };
}

export type Sales = {
	readonly orders: number;
	readonly revenue: number;
	readonly repeats: number;
	readonly met: number;
};

/** What was sold and whom we met; sums in minor units. */
export async function readSales(shop: Shop, { from, until }: Period): Promise<Sales> {
	const [row] = await shop.db.written<Omit<Sales, "revenue"> & { revenue: bigint }>(MEASURE_SALES, [from, until]);
	if (!row) throw new Error("The orders gave no answer.");
	return { ...row, revenue: Number(row.revenue) };
}

/** How many wait for a person now, and since when the first of them does. */
export async function readWaiting(shop: Shop): Promise<{ n: number; since: Date | null }> {
	const [row] = await shop.db.written<{ n: number; since: Date | null }>(MEASURE_WAITING, []);
	return row ?? { n: 0, since: null };
}

/** A team's promise of service: kept, broken. `waiting`: somebody waits beyond it and is not answered yet; `unresolved`: not settled yet. */
export type TeamMeasure = {
	readonly team: string | null;
	readonly kind: "first" | "next" | "resolution" | "waiting" | "unresolved";
	readonly kept: number;
	readonly breached: number;
};

export type MemberMeasure = {
	readonly id: string;
	readonly name: string;
	readonly answers: Spread;
	readonly episodes: number;
	/** Median of opening time. */
	readonly handling: number | null;
	readonly csat: Share;
};

export type FlowMeasure = {
	readonly flow: string;
	readonly handoffRate: Share;
	readonly resolvedByBot: Share;
};

export type HeatMeasure = {
	/** Null: staff took it, nobody was called by a flow. */
	readonly flow: string | null;
	readonly step: string | null;
	readonly n: number;
	/** Dialogs that were at the step. */
	readonly visitors: number;
	/** Median seconds until a person led. */
	readonly human: number | null;
	readonly repeated: Share;
	readonly reasons: Readonly<Record<string, number>>;
};

export function readTeams(shop: Shop, { from, until }: Period): Promise<TeamMeasure[]> {
	return shop.db.written<TeamMeasure>(MEASURE_TEAMS, [from, until, shop.now()]);
}

export async function readMembers(shop: Shop, { from, until }: Period): Promise<MemberMeasure[]> {
	const rows = await shop.db.written<MemberRow>(MEASURE_MEMBERS, [from, until, shop.now()]);
	return rows.map(({ id, name, answers, wall, open, episodes, handling, scores, content }) => ({
		id,
		name,
		answers: spread(answers === null ? undefined : { n: answers, wall, open }),
		episodes,
		handling: handling === null ? null : Math.round(handling),
		csat: { part: content, of: scores },
	}));
}

type MemberRow = {
	readonly id: string;
	readonly name: string;
	readonly answers: number | null;
	readonly wall: readonly number[] | null;
	readonly open: readonly number[] | null;
	readonly episodes: number;
	readonly handling: number | null;
	readonly scores: number;
	readonly content: number;
};

export async function readFlows(shop: Shop, { from, until }: Period): Promise<FlowMeasure[]> {
	type Row = { flow: string; episodes: number; handed: number; over: number; resolved: number };
	const rows = await shop.db.written<Row>(MEASURE_FLOWS, [from, until, shop.now()]);
	return rows.map(({ flow, episodes, handed, over, resolved }) => ({
		flow,
		handoffRate: { part: handed, of: episodes },
		resolvedByBot: { part: resolved, of: over },
	}));
}

export async function readHeat(shop: Shop, { from, until }: Period): Promise<HeatMeasure[]> {
	type Row = Omit<HeatMeasure, "repeated" | "reasons"> & {
		repeated: number;
		backs: number;
		reasons: Record<string, number> | null;
	};
	const rows = await shop.db.written<Row>(MEASURE_HEAT, [from, until]);
	return rows.map(({ repeated, backs, reasons, human, ...row }) => ({
		...row,
		human: human === null ? null : Math.round(human),
		repeated: { part: repeated, of: backs },
		reasons: reasons ?? {},
	}));
}
