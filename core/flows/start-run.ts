import { comeBack } from "./come-back.ts";
import { pushFrame } from "./flow-steps.ts";
import type { Program } from "./program.ts";
import { rise, stackOf } from "./stack.ts";
import type { Entry } from "./talk.ts";
import { type Doing, type Draft, draft, type Turn } from "./turn.ts";
import type { RecordValue, Value } from "./types.ts";
import { guarded, walk } from "./walk.ts";

/** What a run begins with besides its flow. */
export type Beginning = {
	readonly with?: Readonly<Record<string, Value>>;
	readonly launchedBy?: string | undefined;
	readonly pushedBy?: string;
	readonly customerAt?: Date | undefined;
	readonly entry?: Entry;
	readonly event?: RecordValue | undefined;
};

/** Begins a run and walks it to its first wait. */
export function* startRun(turn: Turn, program: Program, beginning: Beginning): Doing<Draft> {
	const run = newRun(turn, program, beginning);
	pushFrame(run, program, { ...emptyVariables(program), ...beginning.with });
	turn.effects.push({
		effect: "diary",
		name: "flow.started",
		data: { run: run.id, flow: run.flow, entry: run.entry ?? null, launched_by: run.launchedBy ?? null },
	});
	yield* walk(turn, run);
	return run;
}

/** The customer starts a flow by a word, a command, a link or a button: it comes on top, or back if it lies there. */
export function* startByCustomer(
	turn: Turn,
	program: Program,
	beginning: Omit<Beginning, "customerAt"> = {},
): Doing<Draft> {
	const lying = stackOf(turn).find(({ flow }) => flow === program.flow);
	if (!lying) return yield* startRun(turn, program, { ...beginning, customerAt: turn.now });
	const run = draft(turn, lying);
	hear(turn, run);
	rise(turn, run);
	yield* guarded(turn, run, () => comeBack(turn, run));
	return run;
}

/** The customer's message was for this run: what it says now is an answer. */
export function hear(turn: Turn, run: Draft): void {
	turn.heard.add(run.id);
	run.customerAt = turn.now;
	run.lastAt = turn.now;
	run.channel = turn.channel;
}

/** A run without a frame yet. */
export function newRun(
	turn: Turn,
	program: Program,
	{ launchedBy, pushedBy, customerAt, entry, event }: Beginning,
): Draft {
	turn.runCount += 1;
	const run: Draft = {
		id: turn.talk.seal(`run/${turn.talk.conversation}/${turn.cause.id}/${turn.runCount}`),
		flow: program.flow,
		logic: program.logic,
		channel: turn.channel,
		purpose: program.purpose,
		status: "waiting_time",
		frames: [],
		journal: [],
		entry: entry?.id,
		entryKey: entry?.key,
		event: event ?? entry?.event,
		launchedBy,
		...(pushedBy !== undefined && { pushedBy }),
		customerAt,
		startedAt: turn.now,
		frameCount: 0,
		seq: 0,
	};
	turn.drafts.set(run.id, run);
	if (turn.byCustomer && customerAt) turn.heard.add(run.id);
	return run;
}

function emptyVariables({ vars }: Program): Record<string, Value> {
	const empty: Record<string, Value> = {};
	for (const variable in vars) empty[variable] = null;
	return empty;
}
