import { finishAction } from "./do-action.ts";
import { endRun } from "./end-run.ts";
import { takeGathered } from "./gather.ts";
import { fingerprint } from "./note.ts";
import { questionOf } from "./pose-question.ts";
import { valuesWritten, worldOf } from "./run-world.ts";
import { armSilence, giveUp, nudge } from "./silence.ts";
import { botMaySpeak } from "./silent-bot.ts";
import { checkStopRules } from "./stop-when.ts";
import type { ActionResult, Cause } from "./talk.ts";
import { type Doing, type Draft, findRun, isOver, programOf, type Turn, topFrame } from "./turn.ts";
import { endWait } from "./wait.ts";
import { guarded, walk } from "./walk.ts";

/** The `wakeAt` of a run has come. A bell that rings too early, or for what is over, is ignored. */
export function* ring(turn: Turn, id: string): Doing {
	const run = findRun(turn, id);
	if (!run || isOver(run) || !run.wakeAt || run.wakeAt > turn.now) return;
	yield* guarded(turn, run, () => goOn(turn, run));
}

function* goOn(turn: Turn, run: Draft): Doing {
	switch (run.wakeFor) {
		case "nudge":
		case "silence":
			return yield* silent(turn, run);
		case "gathered":
			return yield* whole(turn, run);
		case "wait":
			endWait(turn, run);
			if (!(yield* checkStopRules(turn, run))) yield* walk(turn, run);
			return undefined;
		case "held":
			return yield* walk(turn, run);
		case "action": {
			const text = "The action did not end in time.";
			return yield* endAction(turn, run, { ended: "failed", code: "unknown", text });
		}
		case undefined:
			return undefined;
	}
}

/** An answer in pieces is whole. While staff have control it stays as it is, and is taken when control returns. */
function* whole(turn: Turn, run: Draft): Doing {
	run.wakeAt = undefined;
	run.wakeFor = undefined;
	if (botMaySpeak(turn)) yield* takeGathered(turn, run);
}

/** Nobody answered. While staff have control, and below the top of the stack, silence stands still. */
function* silent(turn: Turn, run: Draft): Doing {
	const ringsFor = run.wakeFor;
	run.wakeAt = undefined;
	run.wakeFor = undefined;
	if (turn.control.by !== "bot" || run.status !== "waiting_input") return;
	const question = questionOf(turn, topFrame(run));
	if (ringsFor === "nudge") {
		yield* nudge(turn, run, question);
		return;
	}
	run.stack = undefined;
	giveUp(turn, run, question);
	yield* walk(turn, run);
}

/** An action outside has come to an end: the run goes on with its result. */
export function* hearResult(turn: Turn, { run: id, key, result }: Extract<Cause, { cause: "action" }>): Doing {
	const run = findRun(turn, id);
	if (run?.status !== "waiting_action" || run.action !== key) return;
	yield* guarded(turn, run, () => endAction(turn, run, result));
}

function* endAction(turn: Turn, run: Draft, result: ActionResult): Doing {
	const frame = topFrame(run);
	const step = programOf(turn, frame).code[frame.pc];
	if (step?.op !== "do") throw new Error(`There is no action at ${frame.flow}:${frame.pc}.`);
	const input = yield* valuesWritten(turn, step.with, frame.flow, worldOf(turn, run, frame));
	const key = run.action ?? "";
	run.action = undefined;
	run.wakeAt = undefined;
	run.wakeFor = undefined;
	finishAction(turn, run, frame, step, fingerprint(JSON.stringify(input)), key, result);
	yield* walk(turn, run);
}

/** The messenger has accepted a proactive question: its silence counts from now. */
export function accepted(turn: Turn, id: string): void {
	const run = findRun(turn, id);
	if (run?.status !== "waiting_input" || !run.asked?.proactive) return;
	run.lastAt = turn.now;
	armSilence(turn, run, questionOf(turn, topFrame(run)));
}

/** Staff stop a run. */
export function stopRun(turn: Turn, id: string): void {
	const run = findRun(turn, id);
	if (run && !isOver(run)) endRun(turn, run, "stopped");
}
