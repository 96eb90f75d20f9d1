import { askQuestion } from "./ask-question.ts";
import { comeBack } from "./come-back.ts";
import { doAction } from "./do-action.ts";
import { fail } from "./fail.ts";
import {
	beginRounds,
	branch,
	callFlow,
	change,
	endFrame,
	finish,
	freezeList,
	goTo,
	launchFlow,
	setVariables,
	splitUp,
	takeNext,
	untilTrue,
} from "./flow-steps.ts";
import { handedOver, handOver } from "./hand-over.ts";
import { makeOffer } from "./make-offer.ts";
import { questionAt } from "./pose-question.ts";
import type { Instruction } from "./program.ts";
import { sayMessage } from "./say-message.ts";
import { type Doing, type Draft, type DraftFrame, programOf, type Turn, topFrame } from "./turn.ts";
import { waitHere } from "./wait.ts";

/** More instructions than this in one turn is a flow that runs in circles. */
const INSTRUCTIONS = 200;

/** Walks a run until it waits or has ended. An error fails the run and ends with a person; others are not touched. */
export function* walk(turn: Turn, run: Draft): Doing {
	yield* guarded(turn, run, () => walkOn(turn, run));
}

/** Does something for a run; what is thrown fails that run alone. */
export function* guarded(turn: Turn, run: Draft, work: () => Doing | undefined): Doing {
	try {
		const doing = work();
		if (doing) yield* doing;
	} catch (error) {
		yield* fail(turn, run, error);
	}
}

function* walkOn(turn: Turn, run: Draft): Doing {
	for (;;) {
		turn.instructions += 1;
		if (turn.instructions > INSTRUCTIONS) throw new Error(`More than ${INSTRUCTIONS} instructions in one turn.`);
		const frame = topFrame(run);
		const instruction = programOf(turn, frame).code[frame.pc];
		if (!instruction) throw new Error(`There is no instruction at ${frame.flow}:${frame.pc}.`);
		const next = yield* perform(turn, run, frame, instruction);
		if (next === "stop") return;
		if (next === "repeat" && (yield* askAgain(turn, run))) return;
	}
}

/** The dispatcher: one line a word of the language. */
function* perform(turn: Turn, run: Draft, frame: DraftFrame, step: Instruction): Doing<"on" | "stop" | "repeat"> {
	switch (step.op) {
		case "say":
			return yield* sayMessage(turn, run, frame, step.say);
		case "question":
			return yield* askQuestion(turn, run, frame, step.question);
		case "set":
			return yield* setVariables(turn, run, frame, step);
		case "do":
			return yield* doAction(turn, run, frame, step);
		case "branch":
			return yield* branch(turn, run, frame, step);
		case "jump":
			return goTo(turn, run, frame, step);
		case "split":
			return yield* splitUp(turn, run, frame, step);
		case "offer":
			return yield* makeOffer(turn, run, frame, step);
		case "wait":
			return waitHere(turn, run, frame, step);
		case "each":
			return yield* freezeList(turn, run, frame, step);
		case "next":
			return takeNext(turn, run, frame, step);
		case "repeat":
			return beginRounds(frame);
		case "until":
			return yield* untilTrue(turn, run, frame, step);
		case "change":
			return change(turn, run, frame, step);
		case "call":
			return yield* callFlow(turn, run, frame, step);
		case "launch":
			return yield* launchFlow(turn, run, frame, step);
		case "handoff":
			return yield* handOver(turn, run, frame, step);
		case "handed":
			return yield* handedOver(turn, run, step);
		case "end":
			return yield* endFrame(turn, run, frame, step);
		case "finish":
			return yield* finish(turn, run, frame, step);
	}
}

/** A handler is through: the question it interrupted once more, unless nobody has answered it yet. */
function* askAgain(turn: Turn, run: Draft): Doing<boolean> {
	const frame = topFrame(run);
	if (!questionAt(programOf(turn, frame), frame.pc)) return false;
	yield* comeBack(turn, run);
	return run.status !== "waiting_input" ? false : run.asked !== undefined;
}
