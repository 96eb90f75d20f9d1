import { cutText } from "#core/cut-text.ts";
import { type Mask, openMask } from "./mask.ts";
import { normalise } from "./normalise.ts";
import { personalTexts, textsIn } from "./personal-texts.ts";
import { questionOf, SKIP } from "./pose-question.ts";
import type { Handler, Program, Question } from "./program.ts";
import type { Verdict } from "./talk.ts";
import { type Draft, programOf, type Turn, topFrame } from "./turn.ts";

/**
 * What an assistant is asked where rows 1 to 8 have found nobody (§9.2): the customer's words and a closed list of what
 * they may mean here and now. All of it is masked; `mask` and the verdicts stay in the house.
 */
export type Puzzle = {
	readonly words: string;
	/** BCP 47. */
	readonly language: string;
	/** The question that waits. */
	readonly question?: string;
	/** The type of value that may be read out of the words, under the choice `answer`. */
	readonly reads?: string;
	readonly choices: readonly Choice[];
	readonly mask: Mask;
};

/** One thing that the words may mean. */
export type Choice = {
	readonly id: string;
	/** In words that somebody who has never seen the shop understands. */
	readonly means: string;
	/** Which row it stands for; without its answer where that is to be read out of the words. */
	readonly verdict: Verdict;
};

/** The choice that says: none of these. */
export const NOTHING = "nothing";
/** The choice whose answer is read out of the words. */
export const ANSWER = "answer";

/** Works out what may be asked. Undefined: there are no words, or nothing to choose from. */
export function puzzleOf(turn: Turn, asking: Draft | undefined, text: string): Puzzle | undefined {
	if (normalise(text) === "") return undefined;
	const question = asking && questionOf(turn, topFrame(asking));
	const asked = question && !asking.resuming && !isConsent(question) ? question : undefined;
	const mask = openMask(knownOf(turn, asking));
	const reads = asked && readable(asked);
	const answers = asked && asking ? answersTo(asking, asked, reads) : [];
	const starts = question?.keep ? [] : startsOf(turn);
	const choices = [...answers, ...handlersOf(turn, asking), ...starts].slice(0, MOST_CHOICES);
	if (choices.length === 0) return undefined;
	return {
		words: mask.mask(cutText(text, LONGEST)),
		language: turn.talk.language,
		...(asking?.asked && { question: mask.mask(cutText(asking.asked.text, LONGEST)) }),
		...(reads && { reads }),
		choices: choices.map((choice) => ({ ...choice, means: mask.mask(choice.means) })),
		mask,
	};
}

const MOST_CHOICES = 80;
/** Enough for what a message means; a complaint of three pages goes to a person anyway. */
const LONGEST = 600;

/** A yes to advertising or to the processing of data is the customer's own word, never read into another. */
function isConsent({ save }: Question): boolean {
	return save?.startsWith("customer.consent.") ?? false;
}

/** Which type of value may be read out of the words; a `choose` has its options instead. */
function readable({ kind, type, many }: Question): string | undefined {
	if (kind === "choose") return many ? "one or more of the options, as their labels with commas between" : undefined;
	return READABLE[type];
}

const READABLE: Readonly<Record<string, string>> = {
	int: "a whole number, in digits",
	number: "a number, in digits",
	scale: "a whole number of the scale, in digits",
	phone: "a phone number, as it is written in the message",
	email: "an e-mail address, as it is written in the message",
	date: "a date as DD.MM.YYYY",
	time: "a time as HH:MM",
	yesno: "yes or no, as «да» or «нет»",
	address: "a street with a house, as it is written in the message",
};

function answersTo(asking: Draft, question: Question, reads: string | undefined): Choice[] {
	const options = optionsOf(asking);
	return reads ? [...options, readingOf(question, reads)] : options;
}

function readingOf(question: Question, reads: string): Choice {
	const row = question.type === "address" && question.kind === "ask" ? 7 : 4;
	return { id: ANSWER, means: `an answer to the question: ${reads}`, verdict: { row, answer: "" } };
}

function optionsOf(run: Draft): Choice[] {
	return (run.asked?.options ?? []).map(({ key, label }, at) => ({
		id: `option_${at + 1}`,
		means: key === SKIP ? `leaves the question unanswered: «${label}»` : `answers the question with «${label}»`,
		verdict: { row: 4, answer: label },
	}));
}

/** What phrases of this flow and of all flows would do; never the stop words, which withdraw a consent. */
function handlersOf(turn: Turn, asking: Draft | undefined): Choice[] {
	const own = (asking?.frames.toReversed() ?? [])
		.filter(({ kind }) => kind === "flow")
		.flatMap((frame) => programOf(turn, frame).during.map((handler) => ({ handler, flow: frame.flow })));
	const off = asking ? programOf(turn, asking.frames.findLast(({ kind }) => kind === "flow") ?? asking).alwaysOff : [];
	const always = turn.talk.settings.always.during.filter(({ id, does }) => does.do !== "stop" && !off.includes(id));
	return [
		...own.map(({ handler, flow }, at) => ({
			id: `wish_${at + 1}`,
			means: phrased(handler),
			verdict: { row: 5, flow, handler: handler.id } as const,
		})),
		...always.map((handler) => ({
			id: `service_${handler.id}`,
			means: phrased(handler),
			verdict: { row: 6, handler: handler.id } as const,
		})),
	];
}

function phrased({ says, id }: Handler): string {
	return `what others say as: ${says.slice(0, 4).join(", ") || id}`;
}

/** Flows that a customer's words may start. */
function startsOf(turn: Turn): Choice[] {
	return [...turn.talk.book.newest.values()].flatMap((program: Program) => {
		const says = program.start.flatMap((start) => (start.by === "says" ? start.says : []));
		if (says.length === 0) return [];
		const means = `begins «${program.title}», what others say as: ${says.slice(0, 4).join(", ")}`;
		return [{ id: `flow_${program.flow}`, means, verdict: { row: 8, flow: program.flow } as const }];
	});
}

/** What the shop knows of the customer, and what they have typed in this dialog. */
function knownOf(turn: Turn, asking: Draft | undefined): string[] {
	const typed = (asking?.journal ?? [])
		.filter(({ kind, option }) => kind === "answer" && option === undefined)
		.map(({ value = null }) => value);
	return [...personalTexts(turn.roots.customer), ...typed.flatMap(textsIn)];
}
