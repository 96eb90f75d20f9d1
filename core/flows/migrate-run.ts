import { endRun } from "./end-run.ts";
import { findEntry } from "./entries.ts";
import { moveRun } from "./move-run.ts";
import { trace } from "./note.ts";
import type { Program } from "./program.ts";
import { startRun } from "./start-run.ts";
import type { Cause, MoveRule, Run } from "./talk.ts";
import { copyFrame, type Doing, type Draft, draft, findProgram, isOver, type Turn } from "./turn.ts";

/**
 * Brings a run that stands in an older logic of a flow to its newest version, as `migrate` or a person says (§12). A run
 * that has moved, ended or never was meant is left alone, so that telling twice does no harm.
 */
export function* migrate(turn: Turn, { run: id, flow, rule: given }: Extract<Cause, { cause: "migrate" }>): Doing {
	const to = turn.talk.book.newest.get(flow);
	const run = turn.talk.runs.find((one) => one.id === id);
	if (!to || !run || isOver(run)) return;
	const rule = ruleFor(run, to, given ? [given] : to.migrate);
	if (!rule) return;
	const moved = moveRun(run, {
		to,
		from: (logic) => (isMeant(rule, logic) ? findProgram(turn, { flow, logic }) : undefined),
		renamed: rule.steps,
	});
	if (moved) cross(turn, run, moved, to);
	else yield* leave(turn, run, rule);
}

/** The first line that means a frame of this run. */
export function ruleFor(run: Pick<Run, "frames">, to: Program, rules: readonly MoveRule[]): MoveRule | undefined {
	const old = run.frames.filter(({ flow, logic }) => flow === to.flow && logic !== to.logic);
	return rules.find((rule) => old.some(({ logic }) => isMeant(rule, logic)));
}

function isMeant({ from }: MoveRule, logic: string): boolean {
	return from === "all" || logic.startsWith(from);
}

function cross(turn: Turn, run: Run, moved: Run, to: Program): void {
	const copy = draft(turn, run);
	Object.assign(copy, moved, { frames: moved.frames.map(copyFrame), journal: [...moved.journal] });
	const was = run.frames.find(({ flow }) => flow === to.flow)?.logic ?? run.logic;
	trace(turn, copy, copy.frames.at(-1), "migrated", { decision: `${short(was)} → ${short(to.logic)}` });
}

/** The step where it stands is gone. */
function* leave(turn: Turn, run: Run, rule: MoveRule): Doing {
	if (rule.else === "keep") return;
	const copy = draft(turn, run);
	trace(turn, copy, copy.frames.at(-1), "migrated", { decision: `its step is gone: ${rule.else}` });
	if (rule.else === "end") endRun(turn, copy, "stopped");
	else yield* startAgain(turn, copy);
}

/** As the customer's own «start again» does: the run ends, and a new one begins on the newest version. */
function* startAgain(turn: Turn, run: Draft): Doing {
	const { customerAt, launchedBy, event, entryKey } = run;
	const entry = entryKey === undefined ? null : yield* findEntry(turn, run.flow, entryKey);
	endRun(turn, run, "dropped");
	const program = turn.talk.book.newest.get(run.flow);
	if (program) yield* startRun(turn, program, { customerAt, launchedBy, event, ...(entry ? { entry } : {}) });
}

function short(logic: string): string {
	return logic.slice(0, 4);
}
