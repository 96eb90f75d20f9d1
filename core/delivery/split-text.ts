import { characterStart } from "#core/cut-text.ts";
import { escapeMarkup, plainText, type Run, readMarkup, writeMarkup } from "./markup.ts";

/**
 * A text with light markup in pieces of at most `limit` visible characters: cut between paragraphs where that leaves
 * no piece half empty, else between lines, sentences, words, and at the worst between two characters. A stretch that
 * is cut through is set alike in both pieces.
 */
export function splitText(text: string, limit: number): readonly string[] {
	if (text === "") return [];
	if (text.length <= limit) return [text];
	const runs = readMarkup(text);
	const plain = runs.map((run) => run.text).join("");
	if (plain.length <= limit) return [text];

	const pieces: string[] = [];
	for (let from = 0; from < plain.length; ) {
		const to = cutIn(plain, from, limit);
		const piece = trimmed(plain, from, to);
		if (piece.from < piece.to) pieces.push(written(slice(runs, piece.from, piece.to)));
		from = to;
	}
	return pieces;
}

/** A cut may leave a mark before a blank, where it is none: such a piece goes without marks, and no sign of them is seen. */
function written(runs: readonly Run[]): string {
	const source = writeMarkup(runs);
	const plain = runs.map((run) => run.text).join("");
	return plainText(source) === plain ? source : escapeMarkup(plain);
}

/** The first paragraph and what follows it, if there are two. */
export function firstParagraph(text: string): { readonly paragraph: string; readonly rest: string } | undefined {
	const border = /\n[ \t]*\n\s*/.exec(text.trimEnd());
	if (!border?.index) return;
	return { paragraph: text.slice(0, border.index), rest: text.slice(border.index + border[0].length) };
}

const BORDERS = [/\n\s*\n/g, /\n/g, /[.!?…]["»”)]*\s/g, /\s/g];

function cutIn(plain: string, from: number, limit: number): number {
	if (plain.length - from <= limit) return plain.length;
	const window = plain.slice(from, from + limit + 1);
	for (const border of BORDERS) {
		const end = lastEnd(window, border);
		if (end > limit / 2) return from + Math.min(end, limit);
	}
	return Math.max(from + 1, characterStart(plain, from + limit));
}

/** Where the last border in the window ends. */
function lastEnd(window: string, border: RegExp): number {
	let end = 0;
	for (const match of window.matchAll(border)) end = match.index + match[0].length;
	return end;
}

function trimmed(plain: string, from: number, to: number): { from: number; to: number } {
	const piece = plain.slice(from, to);
	const start = from + piece.length - piece.trimStart().length;
	return { from: start, to: Math.max(start, from + piece.trimEnd().length) };
}

function slice(runs: readonly Run[], from: number, to: number): readonly Run[] {
	const sliced: Run[] = [];
	let start = 0;
	for (const run of runs) {
		const text = run.text.slice(Math.max(0, from - start), Math.max(0, to - start));
		if (text !== "") sliced.push({ ...run, text });
		start += run.text.length;
	}
	return sliced;
}
