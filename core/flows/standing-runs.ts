import type { Shop } from "#core/shop.ts";
import { ruleFor } from "./migrate-run.ts";
import { moveRun } from "./move-run.ts";
import type { Program } from "./program.ts";
import { readRun, type StoredRun } from "./run-record.ts";
import type { MoveRule, Run } from "./talk.ts";

/** Dialogs that go on in one older logic of a flow: where they stand, and what moving them would do. */
export type Standing = {
	readonly logic: string;
	readonly runs: number;
	/** Step key → how many stand there, most first. */
	readonly at: readonly { readonly step: string; readonly runs: number }[];
	/** How many could move to the new version, with the renamed steps of the rule that means them. */
	readonly movable: number;
	/** Where those stand that could not, most first. */
	readonly stuck: readonly { readonly step: string; readonly runs: number }[];
	/** The line of `migrate` that means them. */
	readonly rule?: MoveRule | undefined;
};

/**
 * Looks at every dialog that goes on in another logic of this flow than `to`, as it is stored. `to` absent: the flow is
 * gone, and nothing can move. Reads in batches, so that ten thousand dialogs cost time and no memory.
 */
export async function standingRuns(
	shop: Shop,
	flow: string,
	{ to, rules }: { to: Program | undefined; rules: readonly MoveRule[] },
): Promise<readonly Standing[]> {
	const programs = await programsOf(shop, flow);
	const counts = new Map<string, Count>();
	let after = FIRST;
	for (;;) {
		const batch = await shop.db.written<{ id: string; state: StoredRun }>(BATCH, [
			flow,
			to?.logic ?? "",
			after,
			AT_ONCE,
		]);
		for (const { state } of batch) count(counts, readRun(state), { flow, to, rules, programs });
		const last = batch.at(-1);
		if (!last) break;
		after = last.id;
	}
	return [...counts.values()].map(shown).sort((a, b) => b.runs - a.runs);
}

/** Where a run stands in a flow, by the key of the step. */
export function stepOf(run: Pick<Run, "frames">, flow: string, program: Program | undefined): string {
	const frame = run.frames.findLast((one) => one.flow === flow && one.kind === "flow") ?? run.frames.at(-1);
	const instruction = frame && program?.code[frame.pc];
	return (instruction && program?.steps[instruction.step]?.key) ?? "?";
}

/** The newest wording of each logic of a flow. */
export async function programsOf(shop: Shop, flow: string): Promise<ReadonlyMap<string, Program>> {
	const rows = await shop.db.written<{ logic: string; program: Program }>(PROGRAMS, [flow]);
	return new Map(rows.map(({ logic, program }) => [logic, program]));
}

type Count = {
	logic: string;
	runs: number;
	movable: number;
	at: Map<string, number>;
	stuck: Map<string, number>;
	rule: MoveRule | undefined;
};

type Looking = {
	flow: string;
	to: Program | undefined;
	rules: readonly MoveRule[];
	programs: ReadonlyMap<string, Program>;
};

function count(counts: Map<string, Count>, run: Run, { flow, to, rules, programs }: Looking): void {
	const frame = run.frames.find((one) => one.flow === flow && one.logic !== to?.logic);
	if (!frame) return;
	const { logic } = frame;
	const known = counts.get(logic);
	const rule = to && ruleFor(run, to, rules);
	const one = known ?? { logic, runs: 0, movable: 0, at: new Map(), stuck: new Map(), rule };
	counts.set(logic, one);
	const step = stepOf(run, flow, programs.get(logic));
	one.runs += 1;
	one.at.set(step, (one.at.get(step) ?? 0) + 1);
	const moves = to && moveRun(run, { to, from: (old) => programs.get(old), renamed: rule?.steps ?? {} });
	if (moves) one.movable += 1;
	else one.stuck.set(step, (one.stuck.get(step) ?? 0) + 1);
}

function shown({ at, stuck, ...count }: Count): Standing {
	return { ...count, at: listed(at), stuck: listed(stuck) };
}

function listed(counts: ReadonlyMap<string, number>): { step: string; runs: number }[] {
	return [...counts]
		.map(([step, runs]) => ({ step, runs }))
		.sort((a, b) => b.runs - a.runs || (a.step < b.step ? -1 : 1));
}

const AT_ONCE = 500;
const FIRST = "00000000-0000-0000-0000-000000000000";

const BATCH = {
	name: "runs-standing",
	text: `SELECT r.id, r.state FROM flow_run r
		WHERE r.status NOT IN ('ended', 'failed') AND r.id > $3::uuid
			AND EXISTS (SELECT 1 FROM jsonb_array_elements(r.state->'frames') f
				WHERE f->>'flow' = $1 AND f->>'logic' <> $2)
		ORDER BY r.id LIMIT $4::int`,
};

const PROGRAMS = {
	name: "programs-of-flow",
	text: `SELECT DISTINCT ON (logic) logic, program FROM flow_version WHERE flow = $1
		ORDER BY logic, activated_at DESC, id DESC`,
};
