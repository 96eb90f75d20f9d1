import { answerQuestion } from "./answer-question.ts";
import { showAgain } from "./ask-question.ts";
import { comeBack } from "./come-back.ts";
import { pose, questionAt, questionOf, SKIP } from "./pose-question.ts";
import type { Question } from "./program.ts";
import { answerOf, severalOf } from "./read-question.ts";
import { DONE, MORE } from "./render.ts";
import { answerResume, wishOf } from "./resume.ts";
import { lastAnswer, rewind } from "./rewind.ts";
import { note } from "./routed.ts";
import { rise } from "./stack.ts";
import { hear, startByCustomer } from "./start-run.ts";
import { applyAnswer, refusalOf } from "./take-answer.ts";
import type { Button, Cause } from "./talk.ts";
import { type Doing, type Draft, findRun, isOver, programOf, type Turn } from "./turn.ts";
import { sayOutdated } from "./unknown.ts";
import { guarded, walk } from "./walk.ts";

type Press = Extract<Cause, { cause: "press" }>;
type AnswerButton = Extract<Button, { does: "answer" }>;

/** Row 2: a button finds its run, frame, step and option by its token (§9.2). */
export function* routePress(turn: Turn, press: Press): Doing {
	const { button } = press;
	if (!button) {
		note(turn, 2, "unknown button");
		yield* sayOutdated(turn);
		return;
	}
	note(turn, 2, `button «${button.label}»`);
	switch (button.does) {
		case "launch":
			return yield* launch(turn, button.flow, button.from);
		case "answer":
			return yield* answer(turn, button, press.message);
		case "handoff":
			throw new Error("What the customer wishes of a handoff is heard before the flows.");
	}
}

function* launch(turn: Turn, flow: string, from: string): Doing {
	const program = turn.talk.book.newest.get(flow);
	if (program) yield* startByCustomer(turn, program, { launchedBy: from });
	else yield* sayOutdated(turn);
}

function* answer(turn: Turn, pressed: AnswerButton, message: string | undefined): Doing {
	const run = findRun(turn, pressed.run);
	const button = run ? ledOn(run, pressed) : pressed;
	if (!run || isOver(run) || !run.frames.some(({ id }) => id === button.frame)) {
		yield* sayOutdated(turn);
		return;
	}
	const at = lastAnswer(run, { frame: button.frame, pc: button.pc, visit: button.visit });
	if (isAsked(run, button, at) && run.status !== "with_operator") {
		hear(turn, run);
		rise(turn, run);
		run.status = "waiting_input";
		yield* guarded(turn, run, () => answerCurrent(turn, run, button, message));
		return;
	}
	if (at === undefined && isOfAnotherRound(run, button)) {
		hear(turn, run);
		yield* guarded(turn, run, () => comeBack(turn, run));
	} else if (at === undefined) yield* sayOutdated(turn);
	else yield* correct(turn, run, button, at);
}

/** Where the button's question stands now, if the run has moved to another version since it was shown. */
function ledOn({ moved = [] }: Draft, button: AnswerButton): AnswerButton {
	const move = moved.find(({ frame }) => frame === button.frame);
	const pc = move?.questions[button.pc];
	return move && pc !== undefined ? { ...button, frame: move.to, pc } : button;
}

/** Whether the button is of the question that waits: in a loop, of this round and not of one that has been answered. */
function isAsked(run: Draft, button: AnswerButton, at: number | undefined): boolean {
	const { asked, journal } = run;
	if (asked?.frame !== button.frame || asked.pc !== button.pc) return false;
	if (asked.visit === button.visit) return true;
	return !inLoop(run, button) && (at === undefined || journal[at]?.visit !== button.visit);
}

/** The same step asks, in another round: whatever the button meant, it meant nothing about this one. */
function isOfAnotherRound(run: Draft, button: AnswerButton): boolean {
	const { asked, status } = run;
	return status === "waiting_input" && asked?.frame === button.frame && asked.pc === button.pc && inLoop(run, button);
}

function inLoop({ frames }: Draft, button: AnswerButton): boolean {
	const frame = frames.find(({ id }) => id === button.frame);
	return Object.keys(frame?.loops ?? {}).length > 0;
}

/** The question that waits, or one below it that now comes to the top. */
function* answerCurrent(turn: Turn, run: Draft, button: AnswerButton, message: string | undefined): Doing {
	const { asked } = run;
	const frame = run.frames.find(({ id }) => id === button.frame);
	if (!asked || !frame) return;
	const wish = wishOf(button.option);
	if (wish) {
		yield* answerResume(turn, run, wish);
		return;
	}
	const question = questionOf(turn, frame);
	dropAbove(run, button.frame);
	if (button.option === MORE) yield* showAgain(turn, run, { page: asked.page + 1, edits: message });
	else if (button.option === DONE) yield* answerQuestion(turn, run, severalOf(asked, asked.picked));
	else if (question.many && button.option !== SKIP) yield* toggle(turn, run, button.option, message);
	else {
		const read = answerOf(asked, button.option, button.label);
		if (read?.as === "answer") yield* answerQuestion(turn, run, read.answer);
		else yield* comeBack(turn, run);
	}
}

/** A press on a question under a handler's own: what lies above it is left. */
function dropAbove(run: Draft, frame: number): void {
	run.frames = run.frames.slice(0, run.frames.findIndex(({ id }) => id === frame) + 1);
}

function* toggle(turn: Turn, run: Draft, key: string, message: string | undefined): Doing {
	const picked = run.asked?.picked ?? [];
	const toggled = picked.includes(key) ? picked.filter((one) => one !== key) : [...picked, key];
	yield* showAgain(turn, run, { picked: toggled, edits: message });
}

/** An earlier question of a live run: a correction that brings its answer. */
function* correct(turn: Turn, run: Draft, button: AnswerButton, at: number): Doing {
	const before = run.journal[at];
	if (before?.option === button.option && before.kind === "answer") {
		yield* pressedTwice(turn, run, before.at);
		return;
	}
	hear(turn, run);
	yield* guarded(turn, run, function* () {
		const frame = rewind(turn, run, at);
		const question = questionAt(programOf(turn, frame), frame.pc);
		if (question) yield* bring(turn, run, question, button);
		yield* walk(turn, run);
	});
}

/** The same answer once more changes nothing: a double tap is passed over, else the question that waits is repeated. */
function* pressedTwice(turn: Turn, run: Draft, at: Date): Doing {
	if (turn.now.getTime() - at.getTime() < DOUBLE_TAP || run.status !== "waiting_input") return;
	hear(turn, run);
	yield* guarded(turn, run, () => comeBack(turn, run));
}

const DOUBLE_TAP = 3_000;

/** Takes the answer that was brought, if the question still has it and does not refuse it; else it is asked again. */
function* bring(turn: Turn, run: Draft, question: Question, button: AnswerButton): Doing {
	const frame = run.frames.at(-1);
	// One press is not the whole answer to a question with many: it is asked again, and toggled there.
	if (!frame || question.many) return;
	const posed = yield* pose(turn, run, frame, question);
	const option = posed === "none" ? undefined : posed.options.find(({ key }) => key === button.option);
	if (posed === "none" || !option) return;
	const brought = { value: option.value, option: option.key };
	if ((yield* refusalOf(turn, run, frame, question, brought)) !== undefined) return;
	yield* applyAnswer(turn, run, frame, question, brought, posed);
}
