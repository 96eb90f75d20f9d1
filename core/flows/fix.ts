import { isScalar } from "yaml";
import type { Problem } from "./problem.ts";
import { readFlowsFile } from "./read-file.ts";
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
 * Only where the schema wants a text; comments and everything else stay as they are.
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
			const repaired = repair(current, problem);
			if (repaired === undefined || !isBetter(kind, current, repaired, problem)) continue;
			current = repaired;
			lines.push(problem.line);
			more = true;
			break;
		}
	}
	return { text: current, lines: lines.sort((a, b) => a - b) };
}

function repair(text: string, { code, line }: Problem): string | undefined {
	const lines = text.split("\n");
	const written = lines[line - 1] ?? "";
	if (code === "F023") {
		lines[line - 1] = written.replace(/>([+-]?\d?\s*)$/, "|$1");
		return lines[line - 1] === written ? undefined : lines.join("\n");
	}
	if (!LITERAL.includes(code)) return undefined;
	const value = valueOn(written.replace(/\r$/, ""));
	if (!value || goesOn(lines, line)) return undefined;
	const key = written.slice(0, value.column - 1).trimEnd();
	const indent = key.length - value.key.length - 1 + 2;
	lines.splice(line - 1, 1, `${key} |-`, `${" ".repeat(indent)}${value.text}`);
	return lines.join("\n");
}

/** Whether the value goes on in the next line, which is then no trap of one line. */
function goesOn(lines: readonly string[], line: number): boolean {
	const indentOf = (text: string) => /^[\s-]*/.exec(text)?.[0].length ?? 0;
	const next = lines.slice(line).find((text) => text.trim() !== "" && !text.trim().startsWith("#"));
	return next !== undefined && indentOf(next) > indentOf(lines[line - 1] ?? "");
}

/** A repair is kept if the problem is gone, no other has come, and the schema wants a text there. */
function isBetter(kind: FileKind, before: string, after: string, problem: Problem): boolean {
	const now = readFlowsFile(kind, "", after);
	const then = readFlowsFile(kind, "", before);
	const isText = now.leaves.some(
		({ lang, node }) =>
			["text", "label", "note", "words"].includes(lang) &&
			isScalar(node) &&
			now.source.place(node.range[0]).line === problem.line,
	);
	if (!now.readable) return !then.readable && (now.problems[0]?.line ?? 0) > problem.line + 1;
	return isText && (!then.readable || now.problems.length < then.problems.length);
}
