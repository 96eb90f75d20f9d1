import { answerQuestion, miss } from "./answer-question.ts";
import { showAgain } from "./ask-question.ts";
import { gather, gatheringRun, goesOn, takeGathered } from "./gather.ts";
import { handledAlways, handledByFlow, type Match, startHandler } from "./handlers.ts";
import { lengthOf } from "./lengths.ts";
import { longestPhrase } from "./match-phrase.ts";
import { normalise } from "./normalise.ts";
import { questionOf } from "./pose-question.ts";
import type { Program } from "./program.ts";
import { puzzleOf } from "./puzzle.ts";
import type { Said } from "./read-answer.ts";
import { readExactly, readFreely } from "./read-question.ts";
import { answerResume, saidToResume } from "./resume.ts";
import { note } from "./routed.ts";
import type { Settings } from "./settings.ts";
import { leftToStaff } from "./silent-bot.ts";
import { topOf } from "./stack.ts";
import { hear, startByCustomer } from "./start-run.ts";
import { startByLink } from "./start-word.ts";
import { obeyStop } from "./stop-word.ts";
import type { Book, Cause, Row, Verdict } from "./talk.ts";
import { type Doing, type Draft, programOf, type Turn, topFrame } from "./turn.ts";
import { sayUnknown } from "./unknown.ts";
import { guarded } from "./walk.ts";

type Message = Extract<Cause, { cause: "message" }>;

/** Who gets a message: the first row of the table of §9.2 that applies. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: the rows of the table in their order, one a line
export function* routeMessage(turn: Turn, message: Message): Doing {
	const said = saidIn(message);
	const text = normalise(said.text);
	if (yield* obeyStop(turn, text)) return;
	if (yield* leftToStaff(turn, message)) return;
	if (yield* withGathered(turn, message, said)) return;
	if (yield* startByLink(turn, said.text.trim())) return;
	const top = topOf(turn);
	const asking = top?.status === "waiting_input" ? top : undefined;
	if (asking) yield* checkVersions(turn, asking);
	if (asking?.status === "failed") return;
	if (asking && (yield* exactly(turn, asking, said))) return;
	if (asking && (yield* byHandler(turn, asking, 5, yield* handledByFlow(turn, asking, said.text)))) return;
	if (yield* byHandler(turn, asking, 6, yield* handledAlways(turn, asking, said.text))) return;
	if (asking && (yield* freely(turn, asking, said, message.moreMayFollow))) return;
	if (yield* byAnotherFlow(turn, asking, said.text)) return;
	if (!message.verdict && wonders(turn, asking, said)) return;
	if (message.verdict && message.verdict !== "none" && (yield* byAssistant(turn, asking, message.verdict, said)))
		return;
	yield* nobody(turn, asking);
}

/** An answer in pieces: this one joins those before it, or they are taken as they are and the message stands for itself. */
function* withGathered(turn: Turn, message: Message, said: Said): Doing<boolean> {
	const run = gatheringRun(turn);
	if (!run) return false;
	if (message.moreMayFollow && (yield* goesOn(turn, run, said))) {
		gather(turn, run, said, "more of the answer");
		return true;
	}
	yield* takeGathered(turn, run);
	return false;
}

/** A run whose version is gone fails before anything is read by it: the customer is told, and a person asked for. */
function* checkVersions(turn: Turn, run: Draft): Doing {
	yield* guarded(turn, run, () => {
		for (const frame of run.frames) programOf(turn, frame);
		return undefined;
	});
}

/** Row 4. */
function* exactly(turn: Turn, run: Draft, said: Said, row: Row = 4): Doing<boolean> {
	const question = questionOf(turn, topFrame(run));
	if (!run.asked) return false;
	if (run.resuming) {
		const wish = yield* saidToResume(turn, said.text);
		if (wish) {
			claim(turn, run, row, wish);
			yield* answerResume(turn, run, wish);
			return true;
		}
	}
	const read = yield* readExactly(turn, question, run.asked, said);
	if (!read) return false;
	claim(turn, run, row, read.matched);
	const page = run.asked.page + 1;
	yield* guarded(turn, run, () =>
		read.as === "more" ? showAgain(turn, run, { page }) : answerQuestion(turn, run, read.answer),
	);
	return true;
}

/** Rows 5 and 6. */
function* byHandler(turn: Turn, run: Draft | undefined, row: Row, match: Match | undefined): Doing<boolean> {
	if (!match) return false;
	if (run) claim(turn, run, row, match.matched);
	else note(turn, row, match.matched);
	yield* startHandler(turn, run, match);
	return true;
}

/** Row 7. */
function* freely(turn: Turn, run: Draft, said: Said, moreMayFollow = false): Doing<boolean> {
	const question = questionOf(turn, topFrame(run));
	const read = run.asked && (yield* readFreely(turn, question, run.asked, said));
	if (read?.as !== "answer") return false;
	if (moreMayFollow && joins(turn.talk.settings)) {
		gather(turn, run, said, read.matched);
		return true;
	}
	claim(turn, run, 7, read.matched);
	yield* guarded(turn, run, () => answerQuestion(turn, run, read.answer));
	return true;
}

/** `joining: 0s` switches it off. */
function joins({ joining }: Settings): boolean {
	const { days, seconds } = lengthOf(joining);
	return days + seconds > 0;
}

/** Row 8. */
function* byAnotherFlow(turn: Turn, asking: Draft | undefined, text: string): Doing<boolean> {
	if (asking && questionOf(turn, topFrame(asking)).keep) return false;
	const match = longestPhrase(text, startPhrases(turn.talk.book));
	if (!match) return false;
	note(turn, 8, `«${match.phrase}»`);
	yield* startByCustomer(turn, match.of);
	return true;
}

type Phrased = { readonly says: readonly string[]; readonly of: Program };
const known = new WeakMap<Book, readonly Phrased[]>();

/** The words by which a customer starts flows, in the order of flow ids; made once a book. */
function startPhrases(book: Book): readonly Phrased[] {
	const before = known.get(book);
	if (before) return before;
	const phrases: Phrased[] = [];
	for (const program of book.newest.values()) {
		for (const start of program.start) if (start.by === "says") phrases.push({ says: start.says, of: program });
	}
	known.set(book, phrases);
	return phrases;
}

/** Whether the assistant is to be asked before anybody says that nobody knows. */
function wonders(turn: Turn, asking: Draft | undefined, said: Said): boolean {
	if (turn.talk.canAsk) turn.puzzle = puzzleOf(turn, asking, said.text);
	return turn.puzzle !== undefined;
}

/** Row 9: its verdict picks one of rows 4 to 8, and passes the same checks as a typed answer. */
function* byAssistant(turn: Turn, asking: Draft | undefined, verdict: Verdict, said: Said): Doing<boolean> {
	switch (verdict.row) {
		case 4:
		case 7: {
			if (!asking) return false;
			const meant = { ...said, text: verdict.answer };
			return yield* verdict.row === 4 ? exactly(turn, asking, meant, 9) : freely(turn, asking, meant);
		}
		case 5:
			return asking
				? yield* byHandler(turn, asking, 9, yield* handledByFlow(turn, asking, "", verdict.handler))
				: false;
		case 6:
			return yield* byHandler(turn, asking, 9, yield* handledAlways(turn, asking, "", verdict.handler));
		case 8: {
			const program = turn.talk.book.newest.get(verdict.flow);
			const mayStart = program?.start.some(({ by }) => by === "says");
			if (!program || !mayStart || (asking && questionOf(turn, topFrame(asking)).keep)) return false;
			note(turn, 9, `assistant: ${verdict.flow}`);
			yield* startByCustomer(turn, program);
			return true;
		}
	}
}

/** Row 10. */
function* nobody(turn: Turn, asking: Draft | undefined): Doing {
	if (asking) {
		claim(turn, asking, 10, "retry");
		yield* guarded(turn, asking, () => miss(turn, asking));
		return;
	}
	note(turn, 10, "nobody");
	if (turn.talk.runs.some(({ waitingFor }) => waitingFor?.includes("customer.replied"))) return;
	yield* sayUnknown(turn);
}

function claim(turn: Turn, run: Draft, row: Row, matched: string): void {
	hear(turn, run);
	note(turn, row, matched, run.id);
}

function saidIn({ content }: Message): Said {
	const { text, media, location, contact } = content;
	return {
		text,
		media: media.map(({ kind, ref }) => ({ kind, source: ref })),
		...(location ? { location } : {}),
		...(contact ? { contact } : {}),
	};
}
