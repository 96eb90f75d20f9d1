import { handOverTooLate } from "./hand-over.ts";
import { leaveKeepMode, takeUndone } from "./keep-mode.ts";
import { assign, fingerprint, journal, reachStage, trace, visit } from "./note.ts";
import type { Instruction } from "./program.ts";
import { valuesWritten, worldOf } from "./run-world.ts";
import type { ActionResult } from "./talk.ts";
import { type Doing, type Draft, type DraftFrame, programOf, request, stepAt, type Turn } from "./turn.ts";
import type { Value } from "./types.ts";

type Do = Extract<Instruction, { op: "do" }>;

/** A `do`: runs the action inside the turn, or leaves it to a worker and waits for its result. */
export function* doAction(turn: Turn, run: Draft, frame: DraftFrame, step: Do): Doing<"on" | "stop"> {
	const input = yield* valuesWritten(turn, step.with, frame.flow, worldOf(turn, run, frame));
	const hash = fingerprint(JSON.stringify(input));
	const before = takeUndone(run, frame);
	if (before?.input === hash) return keepResult(run, frame, step, before);
	if (before?.effect === "once") {
		leaveKeepMode(run);
		return yield* handOverTooLate(turn, run, frame);
	}

	const place = stepAt(programOf(turn, frame), frame.pc);
	if (place.ownStage) reachStage(turn, run, place);
	const key = `${run.id}/${frame.id}/${frame.pc}/${visit(frame)}`;
	const instead = before?.result ?? undefined;
	const given = yield* request({
		need: "action",
		name: step.action,
		input,
		key,
		run: run.id,
		...(instead !== undefined && { instead }),
	});
	if (given.ended === "outside") {
		run.status = "waiting_action";
		run.action = key;
		run.wakeAt = given.until;
		run.wakeFor = "action";
		turn.effects.push({ effect: "action", key, run: run.id, action: step.action, input, until: given.until });
		trace(turn, run, frame, "do", { decision: "under way outside", effectKey: key });
		return "stop";
	}
	return finishAction(turn, run, frame, step, hash, key, given);
}

/** The action has come to an end, in this turn or an earlier one: goes on, or to `on_error`. */
export function finishAction(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	step: Do,
	hash: string,
	key: string,
	result: ActionResult,
): "on" {
	if ("roots" in result && result.roots) turn.roots = { ...turn.roots, ...result.roots };
	turn.reads.clear();
	if (result.ended === "done") {
		const undo = step.save === undefined ? {} : assign(run, frame, step.save, result.result);
		journal(turn, run, frame, { kind: "action", input: hash, result: result.result, effect: result.effect, undo });
		trace(turn, run, frame, "do", { decision: "done", result: JSON.stringify(result.result), effectKey: key });
		frame.pc += 1;
		return "on";
	}
	trace(turn, run, frame, "do", { decision: `${result.ended}: ${result.code}`, result: result.text, effectKey: key });
	if (step.onError === undefined)
		throw new Error(`${step.action} ${result.ended} (${result.code}): ${result.text} [${key}]`);
	const error: Value = { code: result.code, text: result.text };
	assign(run, frame, "error", error);
	frame.pc = step.onError;
	return "on";
}

/** The same input as before the correction: the same result, and nothing is done twice. */
function keepResult(run: Draft, frame: DraftFrame, step: Do, before: Draft["journal"][number]): "on" {
	const undo = step.save === undefined ? {} : assign(run, frame, step.save, before.result ?? null);
	run.journal.push({ ...before, undo });
	frame.pc += 1;
	return "on";
}
