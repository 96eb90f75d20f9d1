import { showAgain } from "./ask-question.ts";
import { handOverAfterRetries } from "./hand-over.ts";
import { jump } from "./jump.ts";
import { assign, journal, trace } from "./note.ts";
import { questionOf } from "./pose-question.ts";
import type { Question } from "./program.ts";
import { words, worldOf } from "./run-world.ts";
import { type Answer, applyAnswer, refusalOf } from "./take-answer.ts";
import { type Doing, type Draft, type DraftFrame, type Turn, topFrame } from "./turn.ts";
import { walk } from "./walk.ts";

/** The customer has answered the question that waits: it is taken, or refused by the flow's own `reject`. */
export function* answerQuestion(turn: Turn, run: Draft, answer: Answer): Doing {
	const frame = topFrame(run);
	const question = questionOf(turn, frame);
	const asked = run.asked;
	if (!asked) throw new Error(`Run ${run.id} has no question to answer.`);
	const refused = yield* refusalOf(turn, run, frame, question, answer);
	if (refused !== undefined) {
		yield* miss(turn, run, refused);
		return;
	}
	yield* applyAnswer(turn, run, frame, question, answer, asked);
	yield* walk(turn, run);
}

/** Not understood, or refused: once more with other words; used up, the flow's way out or a person (§9.6). */
export function* miss(turn: Turn, run: Draft, refused?: string): Doing {
	const frame = topFrame(run);
	const question = questionOf(turn, frame);
	const misses = (run.asked?.misses ?? 0) + 1;
	journal(turn, run, frame, { kind: "miss" });
	trace(turn, run, frame, "miss", { decision: refused === undefined ? "not understood" : "rejected" });
	if (misses <= (question.retry?.times ?? turn.talk.settings.retry.times)) {
		yield* showAgain(turn, run, { lead: refused ?? (yield* retryWords(turn, run, frame, question)), missed: true });
		return;
	}
	if (question.retry?.then === undefined) {
		yield* handOverAfterRetries(turn, run, frame);
		return;
	}
	run.asked = undefined;
	journal(turn, run, frame, { kind: "set", undo: assign(run, frame, question.variable, null) });
	jump(run, frame, question.retry.then);
	yield* walk(turn, run);
}

function* retryWords(turn: Turn, run: Draft, frame: DraftFrame, question: Question): Doing<string> {
	const { say } = turn.talk.settings.retry;
	const standing = say[question.kind === "choose" ? "choose" : question.type] ?? say.any;
	const source = question.retry?.say ?? standing;
	const world = worldOf(turn, run, frame, question.scale && { from: question.scale.from, to: question.scale.to });
	const flow = question.retry?.say ? frame.flow : "_defaults";
	const text = source ? yield* words(turn, source, flow, world) : "";
	return text === "" ? (run.asked?.text ?? "") : text;
}
