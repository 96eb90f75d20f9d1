import { nextTimeOfDay } from "#core/zoned-time.ts";
import { atFrontier, leaveKeepMode, remembered } from "./keep-mode.ts";
import { later } from "./lengths.ts";
import { journal, trace, visit } from "./note.ts";
import type { Instruction, WaitLength } from "./program.ts";
import { isTrue, worldOf } from "./run-world.ts";
import { type Doing, type Draft, type DraftFrame, programOf, type Turn, topFrame } from "./turn.ts";
import type { RecordValue } from "./types.ts";

type Wait = Extract<Instruction, { op: "wait" }>;

/** A `wait`: until a moment, or for an event and at most that long. */
export function waitHere(turn: Turn, run: Draft, frame: DraftFrame, step: Wait): "on" | "stop" {
	const frontier = atFrontier(run, frame);
	const oldDue = frontier ? run.keep?.frontier.due : undefined;
	if (frontier) leaveKeepMode(run);
	const before = remembered(run, frame, "wait");
	if (before && !frontier) {
		run.journal.push(before);
		frame.pc = step.next;
		return "on";
	}
	visit(frame);
	const due = oldDue ?? dueOf(turn, step.wait);
	run.status = step.for.length > 0 ? "waiting_event" : "waiting_time";
	run.waitingFor = step.for.length > 0 ? step.for : undefined;
	run.due = due;
	run.wakeAt = due;
	run.wakeFor = "wait";
	run.stack = undefined;
	trace(turn, run, frame, "wait", { decision: `until ${due.toISOString()}` });
	return "stop";
}

/** The time is up. */
export function endWait(turn: Turn, run: Draft): void {
	goOn(turn, run, "wait", (step) => step.else ?? step.next);
}

/** Whether the wait of this run is for that event, and its `if` holds. */
export function* waitsFor(turn: Turn, run: Draft, event: string, data: RecordValue): Doing<boolean> {
	if (run.status !== "waiting_event" || !run.waitingFor?.includes(event)) return false;
	const frame = topFrame(run);
	const step = waitAt(turn, frame);
	return !step.if || (yield* isTrue(turn, step.if, worldOf(turn, run, frame, { event: data })));
}

/** The event has come. */
export function endWaitBy(turn: Turn, run: Draft, event: string): void {
	goOn(turn, run, event, (step) => step.then ?? step.next);
}

function goOn(turn: Turn, run: Draft, by: string, to: (step: Wait) => number): void {
	const frame = topFrame(run);
	const step = waitAt(turn, frame);
	trace(turn, run, frame, "wait", { decision: by === "wait" ? "the time is up" : `event ${by}` });
	journal(turn, run, frame, { kind: "wait", option: by });
	run.due = undefined;
	run.waitingFor = undefined;
	run.wakeAt = undefined;
	run.wakeFor = undefined;
	frame.pc = to(step);
}

function waitAt(turn: Turn, frame: DraftFrame): Wait {
	const step = programOf(turn, frame).code[frame.pc];
	if (step?.op !== "wait") throw new Error(`There is no wait at ${frame.flow}:${frame.pc}.`);
	return step;
}

function dueOf(turn: Turn, wait: WaitLength): Date {
	if ("length" in wait) return later(turn, turn.now, wait.length);
	const earliest = wait.after === undefined ? turn.now : later(turn, turn.now, wait.after);
	return nextTimeOfDay(earliest, wait.until, turn.talk.zone, wait.days);
}
