import type { ContentMedia } from "#core/delivery/content.ts";
import { fingerprint } from "./note.ts";
import type { Option, Program, Question } from "./program.ts";
import { isTrue, plainWords, words, workOut, worldOf } from "./run-world.ts";
import { mediaOf } from "./say-message.ts";
import { abilitiesOf, variantFor } from "./speak.ts";
import type { AskedOption } from "./talk.ts";
import { type Doing, type Draft, type DraftFrame, programOf, type Turn } from "./turn.ts";
import { isList, isRecord, type Value } from "./types.ts";

/** A question worked out with the data of now, before a channel shows it. */
export type Posed = {
	readonly text: string;
	readonly options: readonly AskedOption[];
	/** How many options, from the front, come from a list and may be spread over pages. */
	readonly listed: number;
	readonly shown: string;
	readonly media: readonly ContentMedia[];
	/** Pictures of the elements, by option key. */
	readonly images: ReadonlyMap<string, string>;
};

/** Works out text and options. `none`: the list of `from` is empty. */
export function* pose(turn: Turn, run: Draft, frame: DraftFrame, question: Question): Doing<Posed | "none"> {
	const listed = yield* listedOptions(turn, run, frame, question);
	if (question.from && listed.options.length === 0) return "none";
	const world = worldOf(turn, run, frame);
	const variant = variantFor(run.channel, question);
	const text = yield* words(turn, variant?.text ?? question.text, frame.flow, world);
	if (text === "") throw new Error(`The question "${question.text.id}" has no words.`);
	const options = [
		...listed.options,
		...(yield* writtenOptions(turn, run, frame, question)),
		...(yield* suggestions(turn, run, frame, question)),
		...(yield* wayOut(turn, run, frame, question)),
	];
	const image = variant?.image ?? question.image;
	return {
		text: withScale(text, question, yield* scaleLabels(turn, run, frame, question)),
		options,
		listed: listed.options.length,
		shown: fingerprint(`${text}\n${options.map(({ key, label }) => `${key}\t${label}`).join("\n")}`),
		media: image ? yield* mediaOf(turn, [{ kind: "photo", source: image }], world) : [],
		images: listed.images,
	};
}

/** The written option that a key names, as the program has it. */
export function writtenOption(question: Question, key: string | undefined): Option | undefined {
	return key?.startsWith("o:") ? question.options.find(({ id }) => `o:${id}` === key) : undefined;
}

/** Key of the button that leaves an optional question unanswered. */
export const SKIP = "skip";

/** The question at which a frame stands. */
export function questionAt(program: Program, pc: number): Question | undefined {
	const instruction = program.code[pc];
	return instruction?.op === "question" ? instruction.question : undefined;
}

export function questionOf(turn: Turn, frame: DraftFrame): Question {
	const question = questionAt(programOf(turn, frame), frame.pc);
	if (!question) throw new Error(`There is no question at ${frame.flow}:${frame.pc}.`);
	return question;
}

/** What a list's element is called where nothing else is said: its id, or itself. */
export function idOf(value: Value): string {
	if (isRecord(value) && typeof value.id === "string") return value.id;
	return typeof value === "string" ? value : JSON.stringify(value);
}

function* listedOptions(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	question: Question,
): Doing<{ options: AskedOption[]; images: Map<string, string> }> {
	const options: AskedOption[] = [];
	const images = new Map<string, string>();
	if (!question.from) return { options, images };
	const wantsImages = question.itemImage !== undefined && abilitiesOf(turn, run.channel).album > 0;
	const extra: { it: Value } = { it: null };
	const world = worldOf(turn, run, frame, extra);
	const list = yield* workOut(turn, question.from, worldOf(turn, run, frame));
	for (const it of itemsOf(list)) {
		extra.it = it;
		const value = question.value ? yield* workOut(turn, question.value, world) : ownValue(it);
		const label = question.label ? yield* plainWords(turn, question.label, frame.flow, world) : titleOf(it);
		const key = `v:${idOf(value)}`;
		options.push({ key, label, value });
		if (wantsImages) noteImage(images, key, yield* workOut(turn, question.itemImage, world));
	}
	return { options, images };
}

function itemsOf(list: Value): readonly Value[] {
	return isList(list) ? list : [];
}

function ownValue(it: Value): Value {
	return isRecord(it) ? (it.id ?? null) : it;
}

function noteImage(images: Map<string, string>, key: string, image: Value): void {
	if (typeof image === "string" && image !== "") images.set(key, image);
}

function* writtenOptions(turn: Turn, run: Draft, frame: DraftFrame, question: Question): Doing<AskedOption[]> {
	const options: AskedOption[] = [];
	const world = worldOf(turn, run, frame);
	for (const option of question.options) {
		if (option.when && !(yield* isTrue(turn, option.when, world))) continue;
		options.push({
			key: `o:${option.id}`,
			label: yield* plainWords(turn, option.label, frame.flow, world),
			...(option.short ? { short: yield* plainWords(turn, option.short, frame.flow, world) } : {}),
			...(option.also.length > 0 ? { also: option.also } : {}),
			value: option.fills ? option.id : null,
		});
	}
	return options;
}

/** Quick answers of an `ask`: those of the flow, yes and no, the points of a scale. */
function* suggestions(turn: Turn, run: Draft, frame: DraftFrame, question: Question): Doing<AskedOption[]> {
	if (question.kind !== "ask") return [];
	if (question.type === "yesno") return yield* yesAndNo(turn);
	if (question.scale && abilitiesOf(turn, run.channel).buttons === "inline") return pointsOf(question.scale);
	if (!question.suggest) return [];
	const world = worldOf(turn, run, frame);
	if ("formula" in question.suggest) {
		const list = yield* workOut(turn, question.suggest, world);
		return itemsOf(list).map((value) => ({ key: `s:${titleOf(value)}`, label: titleOf(value), value }));
	}
	const options: AskedOption[] = [];
	for (const item of question.suggest.list) {
		const label = typeof item === "number" ? String(item) : yield* plainWords(turn, item, frame.flow, world);
		options.push({ key: `s:${label}`, label, value: typeof item === "number" ? item : label });
	}
	return options;
}

function* yesAndNo(turn: Turn): Doing<AskedOption[]> {
	const { yes, no } = turn.talk.settings.texts;
	const world = worldOf(turn);
	return [
		{ key: "s:yes", label: yield* plainWords(turn, yes, "_defaults", world), value: true },
		{ key: "s:no", label: yield* plainWords(turn, no, "_defaults", world), value: false },
	];
}

function pointsOf({ from, to }: { from: number; to: number }): AskedOption[] {
	return Array.from({ length: to - from + 1 }, (_, at) => ({
		key: `s:${from + at}`,
		label: String(from + at),
		value: from + at,
	}));
}

function* wayOut(turn: Turn, run: Draft, frame: DraftFrame, question: Question): Doing<AskedOption[]> {
	if (!question.optional) return [];
	const label = yield* plainWords(turn, question.optional, frame.flow, worldOf(turn, run, frame));
	return [{ key: SKIP, label, value: null }];
}

function* scaleLabels(turn: Turn, run: Draft, frame: DraftFrame, { scale }: Question): Doing<string[]> {
	const labels: string[] = [];
	const world = worldOf(turn, run, frame);
	for (const [point, label] of Object.entries(scale?.labels ?? {})) {
		labels.push(`${point} — ${yield* words(turn, label, frame.flow, world)}`);
	}
	return labels;
}

function withScale(text: string, { scale }: Question, labels: readonly string[]): string {
	return scale && labels.length > 0 ? `${text}\n${labels.join(", ")}` : text;
}

/** How an element is called where the flow gives no label. */
function titleOf(it: Value): string {
	if (!isRecord(it)) return typeof it === "string" ? it : JSON.stringify(it);
	const title = it.title ?? it.text ?? it.id;
	return typeof title === "string" ? title : JSON.stringify(it);
}
