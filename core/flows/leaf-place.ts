import type { Leaf } from "./reading.ts";
import type { SourceFile } from "./source-file.ts";

/** The offset in the file of a character of a scalar's value. Where that cannot be told, the scalar's beginning. */
export function offsetIn({ node, text }: Leaf, source: SourceFile, at: number): number {
	const { start, end, style } = node;
	if (style === "plain") return sameLine(text) ? start + at : start;
	if (style === "single" || style === "double") return insideQuotes(source.text, start, at, end);
	const before = text.slice(0, at).split("\n");
	return offsetInBlock(source, start, before.length, (before.at(-1)?.length ?? 0) + 1);
}

/** The offset of a row and a column of a text, both from 1. */
export function offsetOf(leaf: Leaf, source: SourceFile, row: number, column: number): number {
	const { start, style } = leaf.node;
	if (style === "literal" || style === "folded") return offsetInBlock(source, start, row, column);
	const lines = leaf.text.split("\n").slice(0, row - 1);
	const before = lines.reduce((sum, line) => sum + line.length + 1, 0);
	return offsetIn(leaf, source, before + column - 1);
}

/** A block text begins on the line behind its `|`, indented as its first line that holds something. */
function offsetInBlock(source: SourceFile, start: number, row: number, column: number): number {
	const header = source.place(start).line;
	let first = header + 1;
	while (source.line(first).trim() === "" && first < source.lineCount) first++;
	const indent = /^ */.exec(source.line(first))?.[0].length ?? 0;
	return (source.startOfLine(header + row) ?? start) + indent + column - 1;
}

/** Counts signs behind the quote; one that is written as several (`\"`, `''`) counts once. */
function insideQuotes(text: string, start: number, at: number, end: number): number {
	const double = text[start] === '"';
	let offset = start + 1;
	for (let sign = 0; sign < at && offset < end; sign++) {
		if (text[offset] === "\n") return start;
		offset += double ? lengthInDouble(text, offset) : lengthInSingle(text, offset);
	}
	return offset;
}

function lengthInDouble(text: string, offset: number): number {
	return text[offset] === "\\" ? escapeLength(text[offset + 1] ?? "") : 1;
}

function lengthInSingle(text: string, offset: number): number {
	return text.startsWith("''", offset) ? 2 : 1;
}

function escapeLength(sign: string): number {
	return { x: 4, u: 6, U: 10 }[sign] ?? 2;
}

function sameLine(text: string): boolean {
	return !text.includes("\n");
}
