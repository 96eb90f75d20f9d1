import { jump } from "./jump.ts";
import { leaveKeepMode } from "./keep-mode.ts";
import { assign, journal, trace } from "./note.ts";
import { type Posed, SKIP, writtenOption } from "./pose-question.ts";
import type { Option, Question } from "./program.ts";
import { lastAnswer, rewind } from "./rewind.ts";
import { isTrue, words, worldOf } from "./run-world.ts";
import { speak } from "./speak.ts";
import type { Asked, Effect, JournalEntry } from "./talk.ts";
import type { Doing, Draft, DraftFrame, Turn } from "./turn.ts";
import { isList, isRecord, type Value } from "./types.ts";

/** An answer that was read: the value, and the option it stands for, if it is one. */
export type Answer = { readonly value: Value; readonly option?: string };

/** A `reject` that the answer hits: what to say instead of taking it. */
export function* refusalOf(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	question: Question,
	answer: Answer,
): Doing<string | undefined> {
	if (question.reject.length === 0 || answer.option === SKIP) return undefined;
	const world = worldOf(turn, run, frame, { answer: answer.value });
	for (const rule of question.reject) {
		if (yield* isTrue(turn, rule.if, world)) return yield* words(turn, rule.say, frame.flow, world);
	}
	return undefined;
}

/** Takes an answer: fills the variable, saves what is to be saved, and leaves the question the way the option says. */
export function* applyAnswer(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	question: Question,
	answer: Answer,
	asked: Pick<Asked, "shown" | "text">,
): Doing {
	const undo = assign(run, frame, question.variable, answer.value);
	const loops = Object.keys(frame.loops).length > 0 ? { loops: { ...frame.loops } } : {};
	journal(turn, run, frame, {
		kind: "answer",
		variable: question.variable,
		value: answer.value,
		shown: asked.shown,
		undo,
		...loops,
		...(answer.option === undefined ? {} : { option: answer.option }),
	});
	trace(turn, run, frame, "answer", { result: JSON.stringify(answer.value) });
	if (question.save !== undefined && answer.option !== SKIP)
		saveField(turn, { field: question.save, value: answer.value, words: asked.text, ...correctedBy(run, frame) });
	if (run.asked?.request) turn.closesRequest = true;
	run.asked = undefined;
	yield* leaveQuestion(turn, run, frame, question, writtenOption(question, answer.option));
}

/** In keep mode: the answer given before, if the question and its options are what they were (§9.5). */
export function* applyKept(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	question: Question,
	posed: Posed,
	kept: JournalEntry,
): Doing<boolean> {
	if (kept.shown !== posed.shown) return false;
	if (writtenOption(question, kept.option)?.leaves) return false;
	const chosen = posed.options.find(({ key }) => key === kept.option);
	if (kept.option !== undefined && !chosen) return false;
	const value = chosen && !isList(kept.value) ? chosen.value : (kept.value ?? null);
	const answer = { value, ...(kept.option === undefined ? {} : { option: kept.option }) };
	if ((yield* refusalOf(turn, run, frame, question, answer)) !== undefined) return false;
	const undo = assign(run, frame, question.variable, value);
	run.journal.push({ ...kept, value, undo });
	trace(turn, run, frame, "kept", { result: JSON.stringify(value) });
	frame.pc = question.next;
	return true;
}

/** Asked anew because its answer was wrong: what it had saved goes when the right one is saved. */
function correctedBy(run: Draft, frame: DraftFrame): { instead?: Value } {
	const wrong = run.keep?.wrong;
	return wrong && wrong.frame === frame.id && wrong.pc === frame.pc ? { instead: wrong.value } : {};
}

type Saving = Omit<Extract<Effect, { effect: "save" }>, "effect">;

/** Writes a field of the customer, visible at once. */
export function saveField(turn: Turn, saving: Saving): void {
	const { field, value } = saving;
	turn.effects.push({ effect: "save", ...saving });
	const [root, ...path] = field.split(".");
	if (root !== "customer") return;
	turn.roots = { ...turn.roots, customer: withField(turn.roots.customer, path, value) };
}

function withField(
	record: Readonly<Record<string, Value>>,
	[field, ...rest]: string[],
	value: Value,
): Record<string, Value> {
	if (field === undefined) return record;
	const inner = record[field];
	if (rest.length === 0) return { ...record, [field]: value };
	const held: Record<string, Value> = {};
	if (isRecord(inner)) for (const [name, old] of Object.entries(inner)) if (old !== undefined) held[name] = old;
	return { ...record, [field]: withField(held, rest, value) };
}

function* leaveQuestion(turn: Turn, run: Draft, frame: DraftFrame, question: Question, option?: Option): Doing {
	if (option?.say) {
		const text = yield* words(turn, option.say, frame.flow, worldOf(turn, run, frame));
		const leave = { class: "answer", channel: run.channel } as const;
		if (text !== "")
			yield* speak(turn, run, frame, { part: `option-${option.id}-${run.seq}`, content: { text }, leave });
	}
	const leaves = option?.leaves;
	switch (leaves?.by) {
		case undefined:
			frame.pc = question.next;
			return;
		case "goto":
			leaveKeepMode(run);
			jump(run, frame, leaves.to);
			return;
		case "steps":
			leaveKeepMode(run);
			frame.pc = leaves.to;
			return;
		case "launch":
			launch(turn, run, frame, leaves.flow);
			frame.pc = question.next;
			return;
		case "change": {
			const at = lastAnswer(run, { variable: leaves.variable, notAt: frame });
			if (at === undefined) frame.pc = question.next;
			else rewind(turn, run, at);
		}
	}
}

/** A flow that an option launches: it starts when this run has come to its next wait. */
function launch(turn: Turn, run: Draft, frame: DraftFrame, flow: string): void {
	turn.launches.push({
		flow,
		with: {},
		by: run.flow,
		key: `${run.id}/${frame.pc}/${frame.visits[frame.pc] ?? 0}`,
		customerAt: run.customerAt,
	});
}
