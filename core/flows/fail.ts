import { stopWaiting } from "./end-run.ts";
import { askForPerson } from "./hand-over.ts";
import { trace } from "./note.ts";
import { words, worldOf } from "./run-world.ts";
import { type Doing, type Draft, findProgram, programOf, stepAt, type Turn } from "./turn.ts";

/** Something broke in a run: it is over, a person is asked for, and the customer who was waiting is told (§11.4). */
export function* fail(turn: Turn, run: Draft, error: unknown): Doing {
	const isLed = turn.control.by === "human" || turn.control.by === "parked";
	const waited = !isLed && turn.byCustomer && (turn.heard.has(run.id) || run.stack !== undefined);
	const what = error instanceof Error ? error.message : String(error);
	const frame = run.frames.at(-1);
	trace(turn, run, frame && findProgram(turn, frame) ? frame : undefined, "failed", { result: what });
	const step = stepWhere(turn, run);
	run.status = "failed";
	run.error = what;
	run.endedAt = turn.now;
	stopWaiting(run);
	run.stack = undefined;
	run.frames = run.frames.slice(0, 1);
	const { team, texts } = turn.talk.settings;
	askForPerson(turn, run, "failure", { team, priority: "high", note: what, step });
	turn.effects.push({ effect: "diary", name: "flow.failed", data: { run: run.id, flow: run.flow, step, error: what } });
	if (!waited) return;
	const text = yield* words(turn, texts.sorry, "_defaults", worldOf(turn));
	turn.effects.push({
		effect: "say",
		key: `${run.id}/sorry`,
		run: run.id,
		class: "answer",
		purpose: "service",
		channel: run.channel,
		content: { text, language: turn.talk.language },
		question: false,
	});
}

/** Where it broke, as far as that can still be said: the version itself may be what is gone. */
function stepWhere(turn: Turn, run: Draft): string {
	const frame = run.frames.at(-1);
	if (!frame) return run.flow;
	try {
		return stepAt(programOf(turn, frame), frame.pc).key;
	} catch {
		return `${frame.flow}:${frame.pc}`;
	}
}
