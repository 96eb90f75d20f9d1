import { answerQuestion } from "./answer-question.ts";
import { showAgain } from "./ask-question.ts";
import { endRun } from "./end-run.ts";
import { questionOf } from "./pose-question.ts";
import { routePress } from "./press.ts";
import { readExactly, readFreely } from "./read-question.ts";
import { note } from "./routed.ts";
import { topOf } from "./stack.ts";
import { hear, startRun } from "./start-run.ts";
import type { Cause } from "./talk.ts";
import { allRuns, type Doing, type Draft, draft, isOver, type Turn, topFrame } from "./turn.ts";
import { guarded } from "./walk.ts";

type Push = Extract<Cause, { cause: "push" }>;

/** The holder has the customer walk through a small flow, and keeps the lease. */
export function* pushStep(turn: Turn, { flow, by }: Push): Doing {
	const program = turn.talk.book.newest.get(flow);
	if (!program) return;
	withdrawStep(turn);
	yield* startRun(turn, program, { customerAt: turn.now, pushedBy: by });
}

/** The holder takes a step back that is not through: its question is open no longer. */
export function withdrawStep(turn: Turn): void {
	for (const run of allRuns(turn)) if (run.pushedBy && !isOver(run)) endRun(turn, draft(turn, run), "withdrawn");
}

/** An answer to the pushed step's question is heard by it; a free remark goes to the holder. */
export function* routePushed(turn: Turn, cause: Cause): Doing<boolean> {
	const top = topOf(turn);
	if (!top?.pushedBy || top.status !== "waiting_input" || !top.asked) return false;
	if (cause.cause === "press") {
		if (cause.button?.does !== "answer" || cause.button.run !== top.id) return false;
		yield* routePress(turn, cause);
		return true;
	}
	return cause.cause === "message" && (yield* answers(turn, top, cause.content.text, cause));
}

function* answers(
	turn: Turn,
	run: Draft,
	text: string,
	{ content }: Extract<Cause, { cause: "message" }>,
): Doing<boolean> {
	const { asked } = run;
	if (!asked) return false;
	const question = questionOf(turn, topFrame(run));
	const said = { text, media: content.media.map(({ kind, ref }) => ({ kind, source: ref })) };
	// A question that takes any words would swallow every remark: there only what is exact counts, and words to a text question.
	const read = (yield* readExactly(turn, question, asked, said)) ?? (yield* readFreely(turn, question, asked, said));
	if (!read) return false;
	hear(turn, run);
	note(turn, 4, `pushed: ${read.matched}`, run.id);
	yield* guarded(turn, run, () =>
		read.as === "more" ? showAgain(turn, run, { page: asked.page + 1 }) : answerQuestion(turn, run, read.answer),
	);
	return true;
}
