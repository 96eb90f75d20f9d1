import { distance } from "fastest-levenshtein";
import { valuesInBraces } from "./brace-values.ts";
import { closing, isInside } from "./line-faults.ts";
import { nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import { type ReadFile, readFlowsFile } from "./read-file.ts";
import type { FileKind } from "./schema.ts";
import type { Lang } from "./schema-shared.ts";
import { languageWords } from "./schema-words.ts";
import { valueOn } from "./yaml.ts";

/** A file with the traps of §5 repaired, and what was done to it. */
export interface Fixed {
	text: string;
	/** In the order of the file. */
	repairs: Repaired[];
}

/** A line that was mended: what it was, and what stands there now. */
export interface Repaired {
	/** As lines are counted in the new text. */
	line: number;
	was: string;
	now: readonly string[];
}

/** Traps in which the rest of the line was meant as it stands. */
const LITERAL = ["F001", "F013", "F020", "F021"];

/**
 * Repairs what YAML made of texts: such a line becomes a block text, so that the rest of it stands as it was written.
 * Names and hashes that became numbers, and texts with commas in braces, are put in quotes; tabs become spaces. Comments
 * and everything else stay as they are: what is not plainly one text is left to a person.
 */
export function fixFile(kind: FileKind, text: string): Fixed {
	let current = text;
	const repairs: Repaired[] = [];
	const given = new Set<string>();
	for (;;) {
		const next = nextRepair(kind, current, given);
		if (!next) break;
		const { line, was, text: repaired } = next;
		const added = repaired.split("\n").length - current.split("\n").length;
		for (const earlier of repairs) if (earlier.line > line) earlier.line += added;
		repairs.push({ line, was, now: repaired.split("\n").slice(line - 1, line + added) });
		current = repaired;
	}
	return { text: current, repairs: repairs.sort((a, b) => a.line - b.line) };
}

/** The text after the first problem that one of the repairs makes better; what was `given` to them before is passed over. */
function nextRepair(
	kind: FileKind,
	text: string,
	given: Set<string>,
): { line: number; was: string; text: string } | undefined {
	for (const problem of readFlowsFile(kind, "", text).problems) {
		const was = text.split("\n")[problem.line - 1] ?? "";
		if (given.has(`${problem.code} ${was}`)) continue;
		given.add(`${problem.code} ${was}`);
		const all = REPAIRS.flatMap((repair) => repair(text, problem)).filter((one) => isBetter(kind, text, one, problem));
		const better = all.find((one) => readFlowsFile(kind, "", one.text).readable) ?? all[0];
		if (better) return { line: problem.line, was, text: better.text };
	}
	return undefined;
}

/** A way to mend a problem: the whole text after it, right only where the schema wants one of these; anywhere if nothing is named. */
type Repair = { readonly text: string; readonly wants?: readonly Lang[] };

const TEXTS: readonly Lang[] = ["text", "label", "note", "words"];

const REPAIRS: readonly ((text: string, problem: Problem) => readonly Repair[])[] = [
	keepLines,
	untab,
	quoteInBraces,
	putOnOwnLine,
	quoteValue,
];

/** `text: >` would glue lines together. */
function keepLines(text: string, { code, line }: Problem): readonly Repair[] {
	if (code !== "F023") return [];
	return onLine(text, line, (written) => written.replace(/>([+-]?\d?\s*)$/, "|$1"), TEXTS);
}

/** A tab is one step inwards, or as far in as the word above, which may stand behind a `-`. */
function untab(text: string, { code, line }: Problem): readonly Repair[] {
	if (code !== "F001") return [];
	const above = /^[ -]*/.exec(text.split("\n")[line - 2] ?? "")?.[0].length ?? 0;
	const mended = (indentOf: (indent: string) => string) =>
		onLine(text, line, (written) =>
			/^ *\t/.test(written) ? written.replace(/^\s*/, (indent) => indentOf(indent)) : written,
		);
	return [...mended((indent) => indent.replaceAll("\t", "  ")), ...mended(() => " ".repeat(above))];
}

/** `{label: Да, хочу}`, `{label: Ну: так себе}`: the sign was meant to be in the text, which ends before the next word of the language. */
function quoteInBraces(text: string, { code, line, column }: Problem): readonly Repair[] {
	if (code !== "F001") return [];
	const written = text.split("\n")[line - 1] ?? "";
	return valuesInBraces(written, languageWords())
		.filter(({ value, end }) => column <= end + 1 && needsQuotes(value))
		.flatMap(({ value, at, end }) =>
			onLine(text, line, () => `${written.slice(0, at)}${JSON.stringify(value)}${written.slice(end)}`, TEXTS),
		);
}

/** Signs that mean something to YAML in braces, and nothing that leaves open where the text ends. */
function needsQuotes(value: string): boolean {
	return /,|: /.test(value) && !/["'{}[\]]/.test(value) && !namesWord(value);
}

/** Whether a word of the language, or nearly one, is set off in a text as if it stood for itself: before a colon, behind a comma, behind an indent. */
function namesWord(text: string): boolean {
	if (/\S\s{2,}\S/.test(text)) return true;
	const words = [...text.matchAll(/(?<![\p{L}\p{N}_-])([a-z_]+)(?=\d?\s*:)|(?<=,[^\p{L}]*)([a-z_]+)/gu)];
	return words.some(([word]) => isNearly(word));
}

/** With one slip at most: of two, "chain" would be "again". */
function isNearly(word: string): boolean {
	const known = nearest(word, languageWords());
	return known !== undefined && distance(word, known) <= 1;
}

function putOnOwnLine(text: string, { code, line, column }: Problem): readonly Repair[] {
	const lines = text.split("\n");
	const value = LITERAL.includes(code) ? valueOn((lines[line - 1] ?? "").replace(/\r$/, "")) : undefined;
	if (!value || goesOn(lines, line) || (code === "F020" && value.column !== column)) return [];
	const said = meantText(value.text);
	if (said === undefined) return [];
	const key = (lines[line - 1] ?? "").slice(0, value.column - 1).trimEnd();
	const indent = key.length - value.key.length - 1 + 2;
	lines.splice(line - 1, 1, `${key} |-`, `${" ".repeat(indent)}${said}`);
	// In brackets stands a list, except where none may ever stand.
	return [{ text: lines.join("\n"), wants: value.text.startsWith("[") ? ["text"] : TEXTS }];
}

/**
 * The rest of a line as the text that was meant; nothing where it may be more than that: words of the language in it, a map,
 * a bracket or a quote of which nobody knows where it should end.
 */
function meantText(written: string): string | undefined {
	const plain = unquoted(written);
	if (plain === undefined || /^\{(?![{%])/.test(plain)) return undefined;
	const bare = plain.replace(/\{\{.*?\}\}|\{%.*?%\}/g, " ");
	return /[{}]|^\[.*,/.test(bare) || !isPaired(bare) || namesWord(bare) ? undefined : plain;
}

/** The text without the pair of quotes round it, or without the one that was never closed. */
function unquoted(written: string): string | undefined {
	const quote = written[0];
	const whole = hasOddQuotes(written) ? undefined : written;
	if (quote !== '"' && quote !== "'") return whole;
	const rest = written.slice(1);
	if (/\\|''/.test(rest)) return undefined; // means something only within quotes
	const end = closing(written, 0);
	if (end === undefined) return rest.includes(quote) ? undefined : rest;
	if (!isInside(written, end)) return whole;
	const inner = rest.slice(0, -1);
	return rest.endsWith(quote) && !hasOddQuotes(inner) ? inner : undefined;
}

/** A double quote too many, or a single one that is no apostrophe. */
function hasOddQuotes(text: string): boolean {
	const single = text.replace(/(?<=\p{L})'(?=\p{L})/gu, "");
	return count(text, '"') % 2 === 1 || count(single, "'") % 2 === 1;
}

function count(text: string, sign: string): number {
	return text.split(sign).length - 1;
}

function isPaired(text: string): boolean {
	return count(text, "[") === count(text, "]") && count(text, "(") === count(text, ")");
}

/** A hash, a name, an answer in a test: no text that stands on a line of its own, but none of YAML's numbers either. */
function quoteValue(text: string, { code, line, column }: Problem): readonly Repair[] {
	if (code !== "F020") return [];
	const mend = (written: string) => {
		const value = /^[^\s,}\]#]+/.exec(written.slice(column - 1))?.[0];
		if (value === undefined) return written;
		return `${written.slice(0, column - 1)}"${value}"${written.slice(column - 1 + value.length)}`;
	};
	return onLine(text, line, mend);
}

function onLine(
	text: string,
	line: number,
	mend: (written: string) => string,
	wants?: readonly Lang[],
): readonly Repair[] {
	const lines = text.split("\n");
	const written = lines[line - 1] ?? "";
	const mended = mend(written);
	return mended === written ? [] : [{ text: lines.with(line - 1, mended).join("\n"), ...(wants && { wants }) }];
}

/** Whether the value goes on in the next line, which is then no trap of one line. */
function goesOn(lines: readonly string[], line: number): boolean {
	const indentOf = (text: string) => /^[\s-]*/.exec(text)?.[0].length ?? 0;
	const next = lines.slice(line).find((text) => text.trim() !== "" && !text.trim().startsWith("#"));
	return next !== undefined && indentOf(next) > indentOf(lines[line - 1] ?? "");
}

/** A repair is kept if the problem is gone, no other has come, nothing that was understood is lost, and a text stands only where one is wanted. */
function isBetter(kind: FileKind, before: string, after: Repair, problem: Problem): boolean {
	const now = readFlowsFile(kind, "", after.text);
	const then = readFlowsFile(kind, "", before);
	const added = after.text.split("\n").length - before.split("\n").length;
	if (!now.readable) return !then.readable && (now.problems[0]?.line ?? 0) > problem.line + added;
	const isRight = !after.wants || isWantedOn(now, problem.line, after.wants);
	return isRight && (!then.readable || (now.problems.length < then.problems.length && keepsAll(then, now)));
}

/** Whether every word that was understood before is still there, at its place. */
function keepsAll(then: ReadFile, now: ReadFile): boolean {
	const known = new Set(now.leaves.map(({ where }) => where.path.join(" ")));
	return then.leaves.every(({ where }) => known.has(where.path.join(" ")));
}

function isWantedOn({ leaves, source }: ReadFile, line: number, wants: readonly Lang[]): boolean {
	return leaves.some(({ lang, node }) => wants.includes(lang) && source.place(node.start).line === line);
}
