import { SKIP } from "./pose-question.ts";
import type { Question } from "./program.ts";
import { type AskType, declines, type Reading, readFree, readTyped, type Said } from "./read-answer.ts";
import { readLabel, readMany, type ShownOption } from "./read-label.ts";
import { MORE } from "./render.ts";
import { plainWords, worldOf } from "./run-world.ts";
import type { Answer } from "./take-answer.ts";
import type { Asked } from "./talk.ts";
import type { Doing, Turn } from "./turn.ts";

/** What a message means to the question that waits. */
export type Read =
	| { readonly as: "answer"; readonly answer: Answer; readonly matched: string }
	| { readonly as: "more"; readonly matched: string };

/** Row 4: the question, exactly (§9.3): a label, a number, a synonym, a value of an exact type. */
export function* readExactly(turn: Turn, question: Question, asked: Asked, said: Said): Doing<Read | undefined> {
	if (question.many) return readSeveral(question, asked, said);
	const byLabel = readLabel(said.text, linesOf(question, asked));
	if (byLabel?.option.id === MORE) return { as: "more", matched: byLabel.option.label };
	if (byLabel) return answerOf(asked, byLabel.option.id, `${byLabel.by} «${byLabel.option.label}»`);
	const skip = asked.options.find(({ key }) => key === SKIP);
	if (skip && declines(said.text, skip.label)) return answerOf(asked, SKIP, `«${said.text}»`);
	if (question.kind === "choose") return undefined;
	const value = readTyped(said, askType(question), yield* readingFor(turn, question, asked));
	return value === undefined ? undefined : { as: "answer", answer: { value }, matched: question.type };
}

/** Row 7: the question, freely. */
export function* readFreely(turn: Turn, question: Question, asked: Asked, said: Said): Doing<Read | undefined> {
	if (question.kind === "choose") return undefined;
	const value = readFree(said, askType(question), yield* readingFor(turn, question, asked));
	return value === undefined ? undefined : { as: "answer", answer: { value }, matched: question.type };
}

/** The answer that an option stands for. */
export function answerOf(asked: Asked, key: string, matched: string): Read | undefined {
	const option = asked.options.find((one) => one.key === key);
	return option && { as: "answer", answer: { value: option.value, option: key }, matched };
}

/** `many`: labels or numbers with commas; the variable becomes a list. */
function readSeveral(question: Question, asked: Asked, said: Said): Read | undefined {
	const chosen = readMany(said.text, linesOf(question, asked));
	if (!chosen) return undefined;
	const keys = chosen.map(({ id }) => id);
	if (keys.includes(SKIP)) return answerOf(asked, SKIP, said.text);
	return { as: "answer", answer: severalOf(asked, keys), matched: said.text };
}

/** The values of several options, as the list that `many` fills. */
export function severalOf(asked: Asked, keys: readonly string[]): Answer {
	const value = asked.options.filter(({ key }) => keys.includes(key)).map((option) => option.value);
	return { value };
}

/** Labels and numbers as they were shown; synonyms nobody sees, so those of the newest wording count. */
function linesOf({ options }: Question, asked: Asked): ShownOption[] {
	const shown = asked.options.map(({ key, label, short, also: before }) => {
		const at = asked.lines.indexOf(key);
		const also = options.find(({ id }) => key === `o:${id}`)?.also ?? before;
		return {
			id: key,
			label,
			...(short === undefined ? {} : { short }),
			...(also === undefined ? {} : { also }),
			...(at < 0 ? {} : { number: at + 1 }),
		};
	});
	const more = asked.lines.indexOf(MORE);
	return more < 0 ? shown : [...shown, { id: MORE, label: MORE, number: more + 1 }];
}

function* readingFor(turn: Turn, question: Question, asked: Asked): Doing<Reading> {
	const { settings, zone } = turn.talk;
	const attachment = yield* plainWords(turn, settings.texts.attachment, "_defaults", worldOf(turn));
	const yesno = question.type === "yesno" ? asked.options : [];
	return {
		country: settings.country,
		now: turn.now,
		zone,
		attachment: `[${attachment}]`,
		...(question.scale ? { scale: question.scale } : {}),
		yes: yesno.filter(({ value }) => value === true).map(({ label }) => label),
		no: yesno.filter(({ value }) => value === false).map(({ label }) => label),
	};
}

const askTypes: ReadonlySet<string> = new Set<AskType>([
	"text",
	"address",
	"int",
	"number",
	"scale",
	"phone",
	"email",
	"date",
	"time",
	"yesno",
	"location",
	"photo",
	"file",
]);

function isAskType(type: string): type is AskType {
	return askTypes.has(type);
}

function askType({ type }: Question): AskType {
	if (!isAskType(type)) throw new Error(`An answer of the type "${type}" cannot be read.`);
	return type;
}
