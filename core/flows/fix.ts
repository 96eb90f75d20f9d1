import { isScalar } from "yaml";
import type { Problem } from "./problem.ts";
import { type ReadFile, readFlowsFile } from "./read-file.ts";
import type { FileKind } from "./schema.ts";
import { valueOn } from "./yaml.ts";

/** A file with the traps of §5 repaired, and what was done to it. */
export interface Fixed {
	text: string;
	/** Lines, as they are counted in the new text. */
	lines: number[];
}

/** Traps in which the rest of the line was meant as it stands. */
const LITERAL = ["F001", "F013", "F020", "F021"];

/**
 * Repairs what YAML made of texts: such a line becomes a block text, so that the rest of it stands as it was written.
 * Names and hashes that became numbers, and texts with commas in braces, are put in quotes; tabs become spaces. Comments
 * and everything else stay as they are.
 */
export function fixFile(kind: FileKind, text: string): Fixed {
	let current = text;
	const lines: number[] = [];
	const given = new Set<string>();
	for (let more = true; more; ) {
		more = false;
		for (const problem of readFlowsFile(kind, "", current).problems) {
			const line = current.split("\n")[problem.line - 1] ?? "";
			if (given.has(`${problem.code} ${line}`)) continue;
			given.add(`${problem.code} ${line}`);
			const repaired = REPAIRS.map((repair) => repair(current, problem)).find(
				(repair) => repair !== undefined && isBetter(kind, current, repair, problem),
			);
			if (repaired === undefined) continue;
			current = repaired.text;
			lines.push(problem.line);
			more = true;
			break;
		}
	}
	return { text: current, lines: lines.sort((a, b) => a - b) };
}

/** A way to mend a problem: the whole text after it. `asText`: only right where the schema wants a text. */
type Repair = { readonly text: string; readonly asText: boolean };

const REPAIRS: readonly ((text: string, problem: Problem) => Repair | undefined)[] = [
	keepLines,
	untab,
	quoteInBraces,
	putOnOwnLine,
	quoteValue,
];

/** `text: >` would glue lines together. */
function keepLines(text: string, { code, line }: Problem): Repair | undefined {
	if (code !== "F023") return undefined;
	return onLine(text, line, (written) => written.replace(/>([+-]?\d?\s*)$/, "|$1"), true);
}

function untab(text: string, { code, line }: Problem): Repair | undefined {
	if (code !== "F001") return undefined;
	return onLine(text, line, (written) => written.replace(/^\s*/, (indent) => indent.replaceAll("\t", "  ")), false);
}

/** `{label: Да, хочу}`: the comma was meant to be in the text. */
function quoteInBraces(text: string, { code, line, column }: Problem): Repair | undefined {
	if (code !== "F001") return undefined;
	const mend = (written: string) =>
		written.replace(
			/([{,]\s*[\p{L}\p{N}_-]+:\s+)([^"'{}[\]]*?)(?=\s*(?:,\s*[\p{L}\p{N}_-]+:|\}))/gu,
			(whole, lead, value, at) => {
				const isHere = at < column - 1 && column - 1 < at + whole.length;
				return isHere ? `${lead}${JSON.stringify(value)}` : whole;
			},
		);
	return onLine(text, line, mend, false);
}

function putOnOwnLine(text: string, { code, line }: Problem): Repair | undefined {
	const lines = text.split("\n");
	const value = LITERAL.includes(code) ? valueOn((lines[line - 1] ?? "").replace(/\r$/, "")) : undefined;
	if (!value || goesOn(lines, line)) return undefined;
	const key = (lines[line - 1] ?? "").slice(0, value.column - 1).trimEnd();
	const indent = key.length - value.key.length - 1 + 2;
	lines.splice(line - 1, 1, `${key} |-`, `${" ".repeat(indent)}${value.text}`);
	return { text: lines.join("\n"), asText: true };
}

/** A hash, a name, an answer in a test: no text that stands on a line of its own, but none of YAML's numbers either. */
function quoteValue(text: string, { code, line, column }: Problem): Repair | undefined {
	if (code !== "F020") return undefined;
	const mend = (written: string) => {
		const value = /^[^\s,}\]#]+/.exec(written.slice(column - 1))?.[0];
		if (value === undefined) return written;
		return `${written.slice(0, column - 1)}"${value}"${written.slice(column - 1 + value.length)}`;
	};
	return onLine(text, line, mend, false);
}

function onLine(text: string, line: number, mend: (written: string) => string, asText: boolean): Repair | undefined {
	const lines = text.split("\n");
	const written = lines[line - 1] ?? "";
	const mended = mend(written);
	return mended === written ? undefined : { text: lines.with(line - 1, mended).join("\n"), asText };
}

/** Whether the value goes on in the next line, which is then no trap of one line. */
function goesOn(lines: readonly string[], line: number): boolean {
	const indentOf = (text: string) => /^[\s-]*/.exec(text)?.[0].length ?? 0;
	const next = lines.slice(line).find((text) => text.trim() !== "" && !text.trim().startsWith("#"));
	return next !== undefined && indentOf(next) > indentOf(lines[line - 1] ?? "");
}

/** A repair is kept if the problem is gone, no other has come, and the schema wants a text where one was made. */
function isBetter(kind: FileKind, before: string, after: Repair, problem: Problem): boolean {
	const now = readFlowsFile(kind, "", after.text);
	const then = readFlowsFile(kind, "", before);
	const added = after.text.split("\n").length - before.split("\n").length;
	if (!now.readable) return !then.readable && (now.problems[0]?.line ?? 0) > problem.line + added;
	const isRight = !after.asText || isTextOn(now, problem.line);
	return isRight && (!then.readable || now.problems.length < then.problems.length);
}

function isTextOn({ leaves, source }: ReadFile, line: number): boolean {
	return leaves.some(
		({ lang, node }) =>
			["text", "label", "note", "words"].includes(lang) && isScalar(node) && source.place(node.range[0]).line === line,
	);
}
