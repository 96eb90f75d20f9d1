import { trace } from "./note.ts";
import type { ValueSource } from "./program.ts";
import { valueWritten, worldOf } from "./run-world.ts";
import { type Doing, type Draft, findProgram, stepAt, type Turn } from "./turn.ts";

/** Ends a run with its outcome; the diary hears of it. */
export function endRun(turn: Turn, run: Draft, outcome: string, reason?: string): void {
	const frame = run.frames.at(-1);
	const program = findProgram(turn, frame ?? run) ?? turn.talk.settings.always;
	const place = stepAt(program, frame?.pc ?? -1);
	trace(turn, run, frame, "end", { decision: reason === undefined ? outcome : `${outcome}, ${reason}` });
	run.status = "ended";
	run.outcome = outcome;
	run.reason = reason;
	run.endedAt = turn.now;
	stopWaiting(run);
	run.stack = undefined;
	if (!run.revive) run.frames = run.frames.slice(0, 1);
	turn.effects.push({
		effect: "diary",
		name: "flow.ended",
		data: {
			run: run.id,
			flow: run.flow,
			outcome,
			reason: reason ?? null,
			stage: run.stage ?? null,
			step: place.key,
			line: place.line,
		},
	});
}

/** Nothing wakes the run any more, and no question of it is open. */
export function stopWaiting(run: Draft): void {
	run.asked = undefined;
	run.gathered = undefined;
	run.wakeAt = undefined;
	run.wakeFor = undefined;
	run.waitingFor = undefined;
	run.due = undefined;
	run.heldBy = undefined;
	run.reached = undefined;
	run.resuming = undefined;
	run.pausedAt = undefined;
}

/** The reason as `_reasons.yaml` knows it; one that it does not know counts as `unknown`. */
export function* reasonFrom(turn: Turn, run: Draft, reason: ValueSource | undefined): Doing<string | undefined> {
	if (!reason) return undefined;
	const frame = run.frames.at(-1);
	const value = yield* valueWritten(turn, reason, run.flow, worldOf(turn, run, frame));
	if (typeof value === "string" && turn.talk.settings.reasons.has(value)) return value;
	trace(turn, run, frame, "reason", { decision: "unknown", result: JSON.stringify(value) });
	return "unknown";
}
