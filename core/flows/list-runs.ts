import type { Shop } from "#core/shop.ts";
import type { Program } from "./program.ts";

/** Dialogs that go on, by flow, version and step. */
export type RunsOfVersion = {
	readonly flow: string;
	readonly logic: string;
	/** New dialogs begin on this one. */
	readonly newest: boolean;
	readonly runs: number;
	readonly at: readonly { readonly step: string; readonly runs: number }[];
	readonly oldest: Date;
};

/** One dialog that goes on. */
export type RunningDialog = {
	readonly id: string;
	readonly flow: string;
	readonly logic: string;
	readonly step: string;
	readonly status: string;
	readonly customer: string;
	readonly since: Date;
};

/** Counts the dialogs that go on, of one flow or of all. */
export async function countRunning(shop: Shop, { flow }: { flow?: string | undefined }): Promise<RunsOfVersion[]> {
	const rows = await shop.db.written<CountRow>(COUNT, [flow ?? null]);
	const versions = new Map<string, { row: CountRow; at: Map<string, number>; runs: number; oldest: Date }>();
	for (const row of rows) {
		const name = `${row.flow} ${row.logic}`;
		const one = versions.get(name) ?? { row, at: new Map(), runs: 0, oldest: row.oldest };
		const step = stepAt(row.program, row.pc);
		one.at.set(step, (one.at.get(step) ?? 0) + row.runs);
		one.runs += row.runs;
		if (row.oldest < one.oldest) one.oldest = row.oldest;
		versions.set(name, one);
	}
	return [...versions.values()].map(({ row: { flow: id, logic, newest }, at, runs, oldest }) => ({
		flow: id,
		logic,
		newest,
		runs,
		at: [...at]
			.map(([step, count]) => ({ step, runs: count }))
			.sort((a, b) => b.runs - a.runs || (a.step < b.step ? -1 : 1)),
		oldest,
	}));
}

/** The dialogs themselves, the oldest first; `logic` and `step` narrow them down. */
export async function listRunning(
	shop: Shop,
	{ flow, logic, step, limit = 200 }: { flow?: string; logic?: string; step?: string; limit?: number },
): Promise<RunningDialog[]> {
	const rows = await shop.db.written<DialogRow>(LIST, [flow ?? null, `${logic ?? ""}%`]);
	return rows
		.map(({ program, pc, first_name, started_at, ...run }) => ({
			...run,
			step: stepAt(program, pc),
			customer: first_name ?? "—",
			since: started_at,
		}))
		.filter((run) => step === undefined || run.step === step)
		.slice(0, limit);
}

function stepAt(program: Program | null, pc: number | null): string {
	const instruction = pc === null ? undefined : program?.code[pc];
	return (instruction && program?.steps[instruction.step]?.key) ?? "?";
}

type CountRow = {
	flow: string;
	logic: string;
	newest: boolean;
	pc: number | null;
	runs: number;
	oldest: Date;
	program: Program | null;
};

type DialogRow = {
	id: string;
	flow: string;
	logic: string;
	status: string;
	pc: number | null;
	first_name: string | null;
	started_at: Date;
	program: Program | null;
};

const PROGRAM = `(SELECT v.program FROM flow_version v WHERE v.flow = r.flow AND v.logic = r.logic
			ORDER BY v.activated_at DESC, v.id DESC LIMIT 1) AS program`;

const COUNT = {
	name: "runs-count",
	text: `SELECT r.*, ${PROGRAM}, coalesce(r.logic = (SELECT n.logic FROM flow_version n WHERE n.flow = r.flow
				ORDER BY n.activated_at DESC, n.id DESC LIMIT 1), false) AS newest
		FROM (SELECT flow, logic, (state->'frames'->0->>'pc')::int AS pc, count(*)::int AS runs, min(started_at) AS oldest
			FROM flow_run WHERE status NOT IN ('ended', 'failed') AND ($1::text IS NULL OR flow = $1)
			GROUP BY flow, logic, pc) r
		ORDER BY r.flow, newest DESC, r.runs DESC`,
};

const LIST = {
	name: "runs-list",
	text: `SELECT r.id, r.flow, r.logic, r.status, (r.state->'frames'->0->>'pc')::int AS pc, r.started_at, c.first_name,
			${PROGRAM}
		FROM flow_run r JOIN customer c ON c.id = r.customer_id
		WHERE r.status NOT IN ('ended', 'failed') AND ($1::text IS NULL OR r.flow = $1) AND r.logic LIKE $2
		ORDER BY r.started_at, r.id LIMIT 10000`,
};
