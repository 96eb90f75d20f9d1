import { answerQuestion } from "./answer-question.ts";
import { handledAlways, handledByFlow } from "./handlers.ts";
import { later } from "./lengths.ts";
import { trace } from "./note.ts";
import { questionOf } from "./pose-question.ts";
import type { Said } from "./read-answer.ts";
import { readExactly, readFreely } from "./read-question.ts";
import { note } from "./routed.ts";
import { stackOf } from "./stack.ts";
import { hear } from "./start-run.ts";
import { startsByLink } from "./start-word.ts";
import { type Doing, type Draft, draft, type Turn, topFrame } from "./turn.ts";
import { guarded } from "./walk.ts";

/**
 * People send an answer in pieces: «Ленина 5», «кв. 12», «домофон не работает». What a free question is answered with is
 * kept in the run until nothing more has come for `joining` (2 s), or three times that have passed since its first piece
 * (§9.2). The run's own `wakeAt` ends it, so a restart loses nothing. Each piece is a turn of its own: it stands in the
 * thread at once, and its inbox row is settled.
 */
export function gather(turn: Turn, run: Draft, said: Said, matched: string): void {
	const { gathered } = run;
	const { joining } = turn.talk.settings;
	const since = gathered?.since ?? turn.now;
	let last = since;
	for (let times = 0; times < MOST; times++) last = later(turn, last, joining);
	const until = later(turn, turn.now, joining);
	hear(turn, run);
	note(turn, 7, matched, run.id);
	run.gathered = { since, said: gathered ? together(gathered.said, said) : said };
	run.wakeAt = until < last ? until : last;
	run.wakeFor = "gathered";
	// Somebody has answered: from here on the question is no longer an uninvited one.
	if (run.asked) run.asked = { ...run.asked, proactive: false };
	trace(turn, run, topFrame(run), "gathered", { decision: "more may follow", result: said.text });
}

/** The run on top, if it holds an answer that may still be going on. */
export function gatheringRun(turn: Turn): Draft | undefined {
	const top = stackOf(turn).at(-1);
	return top?.gathered && top.status === "waiting_input" ? draft(turn, top) : undefined;
}

/** Whether a message goes on with the answer: no other row of the table above the seventh would take it. */
export function* goesOn(turn: Turn, run: Draft, said: Said): Doing<boolean> {
	if (!run.asked || startsByLink(turn, said.text.trim())) return false;
	const question = questionOf(turn, topFrame(run));
	if (yield* readExactly(turn, question, run.asked, said)) return false;
	if (yield* handledByFlow(turn, run, said.text)) return false;
	if (yield* handledAlways(turn, run, said.text)) return false;
	return (yield* readFreely(turn, question, run.asked, said)) !== undefined;
}

/** Nothing more has come, or something else has: what was gathered is the answer. */
export function* takeGathered(turn: Turn, run: Draft): Doing {
	const { gathered } = run;
	if (!gathered) return;
	run.gathered = undefined;
	yield* guarded(turn, run, function* () {
		const question = questionOf(turn, topFrame(run));
		const read = run.asked && (yield* readFreely(turn, question, run.asked, gathered.said));
		if (read?.as !== "answer") throw new Error(`What was gathered for ${run.id} is no answer any more.`);
		hear(turn, run);
		note(turn, 7, read.matched, run.id);
		yield* answerQuestion(turn, run, read.answer);
	});
}

/** So many times `joining` after its first piece, an answer is whole. */
const MOST = 3;

function together(before: Said, after: Said): Said {
	const location = after.location ?? before.location;
	const contact = after.contact ?? before.contact;
	return {
		text: [before.text, after.text].filter((text) => text !== "").join("\n"),
		media: [...(before.media ?? []), ...(after.media ?? [])],
		...(location && { location }),
		...(contact && { contact }),
	};
}
