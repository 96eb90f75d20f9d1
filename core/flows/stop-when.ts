import { endRun, reasonFrom } from "./end-run.ts";
import { trace } from "./note.ts";
import type { StopRule } from "./program.ts";
import { isTrue, worldOf } from "./run-world.ts";
import { type Doing, type Draft, request, rootProgram, type Turn } from "./turn.ts";
import type { RecordValue } from "./types.ts";

/** Looks at every line of `stop_when` in file order; the first that holds ends the run. True if one did. */
export function* checkStopRules(turn: Turn, run: Draft): Doing<boolean> {
	for (const rule of rootProgram(turn, run).stopWhen) {
		const holds =
			rule.event === undefined ? yield* isSo(turn, run, rule) : yield* hasHappened(turn, run, rule, rule.event);
		if (holds) return yield* stop(turn, run, rule);
	}
	return false;
}

/** An event has arrived: only lines that name it are looked at. */
export function* stopOnEvent(turn: Turn, run: Draft, event: string, data: RecordValue): Doing<boolean> {
	for (const rule of rootProgram(turn, run).stopWhen) {
		if (rule.event === event && (yield* isSo(turn, run, rule, data))) return yield* stop(turn, run, rule);
	}
	return false;
}

function* hasHappened(turn: Turn, run: Draft, rule: StopRule, event: string): Doing<boolean> {
	const { events } = yield* request({ need: "diary", event, since: run.startedAt });
	for (const { data } of events) if (yield* isSo(turn, run, rule, data)) return true;
	return false;
}

function* isSo(turn: Turn, run: Draft, rule: StopRule, event?: RecordValue): Doing<boolean> {
	if (!rule.if) return true;
	return yield* isTrue(turn, rule.if, worldOf(turn, run, run.frames[0], event && { event }));
}

function* stop(turn: Turn, run: Draft, rule: StopRule): Doing<boolean> {
	const reason = yield* reasonFrom(turn, run, rule.reason);
	trace(turn, run, run.frames.at(-1), "stop_when", {
		decision: rule.outcome,
		lookedAt: [rule.event ?? "", rule.if?.formula ?? ""],
	});
	endRun(turn, run, rule.outcome, reason);
	return true;
}
