import { shareOut } from "./assign.ts";
import { endRun, reasonFrom } from "./end-run.ts";
import { jump } from "./jump.ts";
import { atFrontier, leaveKeepMode, remembered } from "./keep-mode.ts";
import { assign, journal, reachStage, trace, visit } from "./note.ts";
import type { Instruction, Program, ValueSource } from "./program.ts";
import { lastAnswer, rewind } from "./rewind.ts";
import { isTrue, valuesWritten, valueWritten, workOut, worldOf } from "./run-world.ts";
import { type Doing, type Draft, type DraftFrame, programOf, stepAt, type Turn, topFrame } from "./turn.ts";
import { isList, type Value } from "./types.ts";

type Of<O extends Instruction["op"]> = Extract<Instruction, { op: O }>;
type Next = "on" | "stop" | "repeat";

/** Frames that may lie on each other. */
const CALL_DEPTH = 10;

export function* setVariables(turn: Turn, run: Draft, frame: DraftFrame, step: Of<"set">): Doing<Next> {
	let undo: Record<string, Value> = {};
	for (const [variable, source] of step.set) {
		const value = yield* valueWritten(turn, source, frame.flow, worldOf(turn, run, frame));
		undo = { ...assign(run, frame, variable, value), ...undo };
	}
	journal(turn, run, frame, { kind: "set", undo });
	trace(turn, run, frame, "set", { result: step.set.map(([variable]) => variable).join(", ") });
	frame.pc += 1;
	return "on";
}

export function* branch(turn: Turn, run: Draft, frame: DraftFrame, step: Of<"branch">): Doing<Next> {
	const looked = new Map<string, Value>();
	const holds = yield* isTrue(turn, step.if, worldOf(turn, run, frame), looked);
	trace(turn, run, frame, "if", {
		decision: `${step.if.formula}: ${holds ? "yes" : "no"}`,
		lookedAt: [...looked].map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
	});
	frame.pc = holds ? frame.pc + 1 : step.else;
	return "on";
}

export function goTo(turn: Turn, run: Draft, frame: DraftFrame, step: Of<"jump">): Next {
	const place = stepAt(programOf(turn, frame), frame.pc);
	if (place.verb === "goto") trace(turn, run, frame, "goto", { decision: `to ${step.to}` });
	jump(run, frame, step.to);
	return "on";
}

export function* splitUp(turn: Turn, run: Draft, frame: DraftFrame, step: Of<"split">): Doing<Next> {
	visit(frame);
	const { variant, u } = yield* shareOut(turn, step.split, step.variants);
	const undo = step.save === undefined ? {} : assign(run, frame, step.save, variant);
	journal(turn, run, frame, { kind: "split", option: variant, undo });
	trace(turn, run, frame, `split ${step.split}`, { decision: `${variant} (u = ${u.toFixed(2)})` });
	frame.pc = step.variants.find(({ id }) => id === variant)?.to ?? step.next;
	return "on";
}

export function* freezeList(turn: Turn, run: Draft, frame: DraftFrame, step: Of<"each">): Doing<Next> {
	const list = yield* workOut(turn, step.list, worldOf(turn, run, frame));
	const frozen = isList(list) ? list.slice(0, step.atMost) : [];
	frame.loops[frame.pc] = { round: 0, list: frozen };
	trace(turn, run, frame, "each", { decision: `${frozen.length} of ${isList(list) ? list.length : 0}` });
	frame.pc += 1;
	return "on";
}

export function takeNext(turn: Turn, run: Draft, frame: DraftFrame, step: Of<"next">): Next {
	const { round, list = [] } = frame.loops[step.loop] ?? { round: 0 };
	const element = list[round];
	if (round >= list.length) {
		delete frame.loops[step.loop];
		frame.pc = step.done;
		return "on";
	}
	frame.loops[step.loop] = { round: round + 1, list };
	const undo = assign(run, frame, step.variable, element ?? null);
	journal(turn, run, frame, { kind: "set", undo });
	frame.pc += 1;
	return "on";
}

export function beginRounds(frame: DraftFrame): Next {
	frame.loops[frame.pc] = { round: 0 };
	frame.pc += 1;
	return "on";
}

export function* untilTrue(turn: Turn, run: Draft, frame: DraftFrame, step: Of<"until">): Doing<Next> {
	const round = (frame.loops[step.loop]?.round ?? 0) + 1;
	const done = yield* isTrue(turn, step.until, worldOf(turn, run, frame));
	trace(turn, run, frame, "repeat", { decision: done ? "done" : `round ${round}` });
	if (done || round >= step.atMost) {
		delete frame.loops[step.loop];
		frame.pc += 1;
		return "on";
	}
	frame.loops[step.loop] = { round };
	jump(run, frame, step.loop + 1);
	return "on";
}

/** A `change` step. Nothing to correct, or the correction has led here again: it is passed over. */
export function change(turn: Turn, run: Draft, frame: DraftFrame, step: Of<"change">): Next {
	if (atFrontier(run, frame)) {
		leaveKeepMode(run);
		frame.pc += 1;
		return "on";
	}
	const at = lastAnswer(run, { variable: step.variable, notAt: interrupted(run, frame) });
	if (at === undefined) {
		trace(turn, run, frame, "change", { decision: "not answered yet" });
		frame.pc += 1;
		return "on";
	}
	rewind(turn, run, at);
	return "on";
}

export function* callFlow(turn: Turn, run: Draft, frame: DraftFrame, step: Of<"call">): Doing<Next> {
	if (atFrontier(run, frame)) leaveKeepMode(run);
	const program = turn.talk.book.newest.get(step.flow);
	if (!program) throw new Error(`The flow "${step.flow}" is called and has no good version.`);
	if (run.frames.length >= CALL_DEPTH) throw new Error(`More than ${CALL_DEPTH} flows called within each other.`);
	const vars = yield* valuesWritten(turn, step.with, frame.flow, worldOf(turn, run, frame));
	visit(frame);
	trace(turn, run, frame, "call", { decision: step.flow });
	pushFrame(run, program, vars, step.save);
	return "on";
}

/** A frame of its own for a flow that begins. */
export function pushFrame(run: Draft, program: Program, vars: Record<string, Value>, save?: string): void {
	run.frameCount += 1;
	run.frames.push({
		id: run.frameCount,
		flow: program.flow,
		logic: program.logic,
		kind: "flow",
		pc: program.entry,
		vars,
		loops: {},
		visits: {},
		...(save === undefined ? {} : { save }),
	});
}

export function* launchFlow(turn: Turn, run: Draft, frame: DraftFrame, step: Of<"launch">): Doing<Next> {
	const before = remembered(run, frame, "launch");
	if (before) {
		run.journal.push(before);
		frame.pc += 1;
		return "on";
	}
	const values = yield* valuesWritten(turn, step.with, frame.flow, worldOf(turn, run, frame));
	const key = `${run.id}/${stepAt(programOf(turn, frame), frame.pc).key}/${visit(frame)}`;
	turn.launches.push({ flow: step.flow, with: values, by: run.flow, key, customerAt: run.customerAt });
	journal(turn, run, frame, { kind: "launch" });
	trace(turn, run, frame, "launch", { decision: step.flow });
	frame.pc += 1;
	return "on";
}

/** `end`, or the end of the steps: of a called flow, of a handler, of a silence, or of the run. */
export function* endFrame(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	{ outcome, reason }: { readonly outcome: string; readonly reason?: ValueSource },
): Doing<Next> {
	const place = stepAt(programOf(turn, frame), frame.pc);
	if (place.ownStage) reachStage(turn, run, place);
	const why = yield* reasonFrom(turn, run, reason);
	const ended = frameEndedBy(run, frame);
	const level = run.frames.indexOf(ended);
	if (level === 0) {
		endRun(turn, run, outcome, why);
		return "stop";
	}
	trace(turn, run, frame, "end", { decision: outcome });
	run.frames = run.frames.slice(0, level);
	return returnTo(turn, run, ended, outcome);
}

/** Running off the end. A handler gives back to the question it interrupted. */
export function* finish(turn: Turn, run: Draft, frame: DraftFrame, step: Of<"finish">): Doing<Next> {
	if (step.of === "silence" && frame.behind !== undefined) {
		frame.pc = frame.behind;
		frame.behind = undefined;
		return "on";
	}
	if (frame.kind === "flow" || run.frames.length === 1) return yield* endFrame(turn, run, frame, { outcome: "done" });
	run.frames.pop();
	return frame.kind === "handler" ? "repeat" : "on";
}

/** In a handler, and in a silence of `_defaults.yaml`, `end` ends the frame it belongs to. */
function frameEndedBy(run: Draft, frame: DraftFrame): DraftFrame {
	if (frame.kind === "flow") return frame;
	const owner = run.frames.find(({ id }) => id === frame.of);
	return owner ?? run.frames[run.frames.indexOf(frame) - 1] ?? frame;
}

/** A called flow has ended: its outcome goes to the caller, which walks on behind the call. */
function returnTo(turn: Turn, run: Draft, ended: DraftFrame, outcome: string): Next {
	const caller = topFrame(run);
	const undo = ended.save === undefined ? {} : assign(run, caller, ended.save, outcome);
	const calls = programOf(turn, caller).code[caller.pc]?.op === "call";
	if (!calls) return "repeat";
	journal(turn, run, caller, { kind: "set", undo });
	caller.pc += 1;
	return "on";
}

/** The question that a handler interrupted, if a `change` stands in a handler. */
function interrupted(run: Draft, frame: DraftFrame): DraftFrame {
	return run.frames.findLast(({ kind }) => kind === "flow") ?? frame;
}
