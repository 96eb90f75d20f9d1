import { askQuestion, showAgain } from "./ask-question.ts";
import { handOver } from "./hand-over.ts";
import type { Instruction, Message, Program, Question, TextSource } from "./program.ts";
import { words, worldOf } from "./run-world.ts";
import { sayMessage } from "./say-message.ts";
import { nudge } from "./silence.ts";
import { speak } from "./speak.ts";
import type { Doing, Draft, DraftFrame, Turn } from "./turn.ts";
import type { Value } from "./types.ts";

/** Something that a step may say to the customer. */
export type Part = {
	/** Its own words, those of a `reject` or `retry`, a reminder, the words of an option or of a handoff. */
	readonly kind: "message" | "question" | "again" | "nudge" | "option" | "handoff";
	/** Its place in the file, where that is another than the step's. */
	readonly line?: number;
	/** Says it, at a run that stands at the step. */
	readonly say: (at: Standing) => Doing<unknown>;
};

/** A run that stands at a step, in a turn of its own. `answer` is what a rejected answer may have been. */
export type Standing = {
	readonly turn: Turn;
	readonly run: Draft;
	readonly frame: DraftFrame;
	readonly answer: Value;
};

/** All that an instruction may say; nothing for one that says nothing. */
export function partsOf(step: Instruction, program: Program): Part[] {
	switch (step.op) {
		case "say":
			return wordingsOf(step.say).map((say) => ({
				kind: "message",
				say: ({ turn, run, frame }) => sayMessage(turn, run, frame, say),
			}));
		case "question":
			return questionParts(step.question, program);
		case "handoff":
			return [{ kind: "handoff", say: ({ turn, run, frame }) => handOver(turn, run, frame, step) }];
		default:
			return [];
	}
}

/** `any`: each wording as a message of its own. */
function wordingsOf(say: Message): Message[] {
	const { any, ...message } = say;
	return any ? any.map((text) => ({ ...message, text })) : [say];
}

function questionParts(question: Question, program: Program): Part[] {
	const { reject, retry, silence, options } = question;
	const again = [...reject.map(({ say }) => say), ...(retry?.say ? [retry.say] : [])];
	const reminds = silence?.nudge ?? (isFirstWithoutSilence(question, program) ? program.silence?.nudge : undefined);
	return [
		{ kind: "question", say: ({ turn, run, frame }) => askQuestion(turn, run, frame, question) },
		...again.map((text): Part => ({ kind: "again", line: text.line, say: (at) => askAgain(at, question, text) })),
		...(reminds ? [{ kind: "nudge" as const, line: reminds.line, say: (at: Standing) => remind(at, question) }] : []),
		...options.flatMap(({ say }): Part[] => {
			return say ? [{ kind: "option", line: say.line, say: (at) => sayText(at, say) }] : [];
		}),
	];
}

/** The reminder of a whole flow is shown once: at the first question that has no silence of its own. */
function isFirstWithoutSilence(question: Question, { code }: Program): boolean {
	const first = code.find((step) => step.op === "question" && !step.question.silence);
	return first?.op === "question" && first.question === question;
}

function* askAgain(at: Standing, question: Question, text: TextSource): Doing {
	const { turn, run, frame, answer } = at;
	yield* askQuestion(turn, run, frame, question);
	turn.effects.length = 0;
	if (!run.asked) return;
	const lead = yield* words(turn, text, frame.flow, worldOf(turn, run, frame, { answer }));
	yield* showAgain(turn, run, { lead });
}

function* remind({ turn, run, frame }: Standing, question: Question): Doing {
	yield* askQuestion(turn, run, frame, question);
	turn.effects.length = 0;
	yield* nudge(turn, run, question);
}

function* sayText({ turn, run, frame }: Standing, source: TextSource): Doing {
	const text = yield* words(turn, source, frame.flow, worldOf(turn, run, frame));
	const leave = { class: "answer", channel: run.channel } as const;
	if (text !== "") yield* speak(turn, run, frame, { part: "option", content: { text }, leave });
}
