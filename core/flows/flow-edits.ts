import { cutText } from "#core/cut-text.ts";
import type { ReadFile } from "./read-file.ts";
import { isPlainMap } from "./read-steps.ts";

/** One difference between two texts of a flow: what came, went or changed, and where it stands. */
export type Edit = {
	readonly sign: "+" | "-" | "~";
	/** In the words of the file: `options.gift in step more`, `silence.after in step qty: 30m → 45m`, `step thanks`. */
	readonly what: string;
	/** Of the new file; of the old one for what went. */
	readonly line: number;
};

/** What differs between two texts of a flow, step by step and word by word, in the order of the new file. */
export function flowEdits(was: ReadFile, is: ReadFile): readonly Edit[] {
	const before = wordsOf(was);
	const after = wordsOf(is);
	const edits: Edit[] = [];
	for (const [place, words] of after) edits.push(...editsAt(place, before.get(place), words));
	for (const [place, words] of before)
		if (!after.has(place)) edits.push({ sign: "-", what: place === "" ? "head" : `step ${place}`, line: words.line });
	return edits;
}

/** The words of one step, or of the head of the file. */
type Words = { readonly line: number; readonly words: ReadonlyMap<string, Word> };
type Word = { readonly value: string; readonly line: number };

function editsAt(place: string, was: Words | undefined, is: Words): Edit[] {
	if (!was) return [{ sign: "+", what: `step ${place}`, line: is.line }];
	const where = place === "" ? "" : ` in step ${place}`;
	const edits: Edit[] = [];
	for (const [word, { value, line }] of is.words) {
		const before = was.words.get(word);
		if (before === undefined) edits.push({ sign: "+", what: `${comes(word, was.words)}${where}`, line });
		else if (before.value !== value)
			edits.push({ sign: "~", what: `${word}${where}: ${difference(before.value, value)}`, line });
	}
	for (const [word, { line }] of was.words)
		if (!is.words.has(word)) edits.push({ sign: "-", what: `${comes(word, is.words)}${where}`, line });
	return once(edits);
}

/** The outermost word that is new: an option that came is told once, not by each of its words. */
function comes(word: string, others: ReadonlyMap<string, unknown>): string {
	const parts = word.split(".");
	for (let length = 1; length < parts.length; length += 1) {
		const outer = parts.slice(0, length).join(".");
		if (![...others.keys()].some((other) => other === outer || other.startsWith(`${outer}.`))) return outer;
	}
	return word;
}

function once(edits: readonly Edit[]): Edit[] {
	return edits.filter(({ sign, what }, at) => edits.findIndex((one) => one.sign === sign && one.what === what) === at);
}

/** By step key, the head of the file under "". */
function wordsOf(file: ReadFile): Map<string, Words> {
	const places = new Map<string, Words>();
	const { steps: _, ...head } = file.content;
	places.set("", { line: 1, words: flat(file, head, 1) });
	for (const { step } of file.steps) {
		const { key: _key, path: _path, verb: _verb, line, ...words } = step;
		places.set(step.key, { line, words: flat(file, words, line) });
	}
	return places;
}

/** The words of a map by their way from it. Steps inside are told on their own; of a list of named things the name counts. */
function flat(
	file: ReadFile,
	from: unknown,
	line: number,
	way = "",
	into = new Map<string, Word>(),
): Map<string, Word> {
	if (isStepList(from) || isEmpty(from)) return into;
	if (Array.isArray(from)) return flatList(file, from, line, way, into);
	if (isPlainMap(from)) {
		for (const [word, value] of Object.entries(from))
			if (!OURS.has(word)) flat(file, value, lineOfWord(file, from, word, line), join(way, word), into);
		return into;
	}
	into.set(way, { value: String(from), line });
	return into;
}

function flatList(
	file: ReadFile,
	list: readonly unknown[],
	line: number,
	way: string,
	into: Map<string, Word>,
): Map<string, Word> {
	if (list.length > 0 && list.every(isNamed))
		for (const item of list) flat(file, unnamed(item), lineOf(file, item, line), join(way, String(item.id)), into);
	else if (list.some(isPlainMap))
		for (const [at, item] of list.entries()) flat(file, item, lineOf(file, item, line), join(way, String(at)), into);
	else into.set(way, { value: list.join(", "), line });
	return into;
}

/** Notes that reading adds. */
const OURS: ReadonlySet<string> = new Set(["line", "key"]);

function isStepList(value: unknown): boolean {
	return Array.isArray(value) && value.some((one) => isPlainMap(one) && "verb" in one && "path" in one);
}

/** Reading puts an empty list where the file says nothing. */
function isEmpty(value: unknown): boolean {
	return Array.isArray(value) ? value.length === 0 : isPlainMap(value) && Object.keys(value).length === 0;
}

function isNamed(value: unknown): value is Record<string, unknown> {
	return isPlainMap(value) && typeof value.id === "string" && !("says" in value);
}

/** An option without any word of its own is still there. */
function unnamed({ id, ...words }: Record<string, unknown>): unknown {
	return Object.keys(words).length === 0 ? id : words;
}

function lineOf(file: ReadFile, thing: unknown, otherwise: number): number {
	if (!isPlainMap(thing)) return otherwise;
	const at = file.places.keyOf(thing, "id");
	return at === 0 ? otherwise : file.source.place(at).line;
}

function lineOfWord(file: ReadFile, map: Record<string, unknown>, word: string, otherwise: number): number {
	const at = file.places.keyOf(map, word);
	return at === 0 ? otherwise : file.source.place(at).line;
}

function join(way: string, word: string): string {
	return way === "" ? word : `${way}.${word}`;
}

/** Both values as far as a line has room: where long texts begin alike, from a little before they part. */
function difference(was: string, is: string): string {
	const [before, after] = [oneLine(was), oneLine(is)];
	const isLong = Math.max(before.length, after.length) > ROOM;
	const from = isLong ? before.lastIndexOf(" ", partingOf(before, after) - LEAD) + 1 : 0;
	return `${short(before, from)} → ${short(after, from)}`;
}

/** Letters for either value, and of them those that stand before the difference. */
const ROOM = 40;
const LEAD = 10;

function partingOf(one: string, other: string): number {
	let at = 0;
	while (at < one.length && one[at] === other[at]) at += 1;
	return at;
}

function oneLine(value: string): string {
	return value.replaceAll(/\s+/g, " ").trim();
}

function short(line: string, from: number): string {
	return `${from > 0 ? "…" : ""}${cutText(line.slice(from), ROOM, "…")}`;
}
