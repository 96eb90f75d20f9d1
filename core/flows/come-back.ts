import { repeatQuestion } from "./ask-question.ts";
import { questionOf } from "./pose-question.ts";
import { isAnswer } from "./proactive.ts";
import { armSilence } from "./silence.ts";
import { speakStanding } from "./speak.ts";
import { rise } from "./stack.ts";
import { type Doing, type Draft, type Turn, topFrame } from "./turn.ts";

/**
 * The question of a run waits again: after a handler, a hand-back, or when the run above has ended. It is repeated,
 * after `texts.back_to` where the customer was elsewhere; a proactive one that nobody has answered just waits on.
 */
export function* comeBack(turn: Turn, run: Draft): Doing {
	const frame = topFrame(run);
	if (run.asked?.proactive && run.asked.frame === frame.id && run.asked.pc === frame.pc) {
		waitOn(turn, run);
		return;
	}
	if (turn.backTo) {
		turn.backTo = false;
		const leave = { class: isAnswer(turn, run) ? "answer" : "proactive", channel: run.channel } as const;
		yield* speakStanding(turn, run, frame, turn.talk.settings.texts.back_to, leave);
	}
	yield* repeatQuestion(turn, run);
}

/** Nothing is said; the silence counts from the last message. */
export function waitOn(turn: Turn, run: Draft): void {
	run.status = "waiting_input";
	run.pausedAt = undefined;
	rise(turn, run);
	armSilence(turn, run, questionOf(turn, topFrame(run)));
	if (!run.gathered) return;
	run.wakeAt = turn.now;
	run.wakeFor = "gathered";
}
