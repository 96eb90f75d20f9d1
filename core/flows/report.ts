import type { Problem } from "./problem.ts";

/** What a report needs to know of a file that was checked. */
export interface Checked {
	name: string;
	text: string;
	steps: number;
}

/** Problems in the order in which a person goes through a file: by line, column, errors first. */
export function inOrder(problems: readonly Problem[]): Problem[] {
	return [...problems].sort(
		(a, b) =>
			compare(a.file, b.file) ||
			a.line - b.line ||
			a.column - b.column ||
			compare(a.severity, b.severity) ||
			compare(a.code, b.code),
	);
}

/** Everything that is wrong with a file, each with its line and a caret, and a sum at the end. */
export function reportFile({ name, text, steps }: Checked, problems: readonly Problem[]): string {
	const lines = text.split(/\r?\n/);
	const own = inOrder(problems).filter(({ file }) => file === name);
	const shown = own.map((problem) => reportProblem(problem, lines[problem.line - 1] ?? ""));
	return [...shown, `${name}: ${sumOf(own)}, ${count(steps, "step")}`].join("\n");
}

/** `file:line:column severity code message`, the line, a caret. */
export function reportProblem({ file, line, column, severity, code, message }: Problem, written: string): string {
	// A tab keeps its width under itself, so that the caret stands where the mistake is.
	const lead = written.slice(0, column - 1).replace(/[^\t]/g, " ");
	return `${file}:${line}:${column} ${severity} ${code} ${message}\n    ${written}\n    ${lead}^`;
}

/** `18 errors, 5 warnings` */
export function sumOf(problems: readonly Problem[]): string {
	const errors = problems.filter(({ severity }) => severity === "error").length;
	return `${count(errors, "error")}, ${count(problems.length - errors, "warning")}`;
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
