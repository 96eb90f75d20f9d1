import type { Problem } from "./problem.ts";

/** The text of a file under the name that problems carry. Offsets and columns count UTF-16 units, as editors do. */
export class SourceFile {
	readonly name: string;
	readonly text: string;
	readonly #lineStarts: readonly number[];

	constructor(name: string, text: string) {
		this.name = name;
		this.text = text;
		this.#lineStarts = lineStartsOf(text);
	}

	get lineCount(): number {
		return this.#lineStarts.length;
	}

	/** Line and column of an offset, both from 1. */
	place(offset: number): { line: number; column: number } {
		let [low, high] = [0, this.#lineStarts.length];
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
			else high = middle;
		}
		return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
	}

	/** The offset at which a line begins, if there is such a line. */
	startOfLine(line: number): number | undefined {
		return this.#lineStarts[line - 1];
	}

	/** The text of a line without its end. */
	line(line: number): string {
		const start = this.#lineStarts[line - 1];
		if (start === undefined) return "";
		const next = this.#lineStarts[line];
		return next === undefined ? this.text.slice(start) : this.text.slice(start, next - 1).replace(/\r$/, "");
	}

	problem(severity: Problem["severity"], code: string, offset: number, message: string, suggestion?: string): Problem {
		const place = this.place(offset);
		return { file: this.name, ...place, severity, code, message, ...(suggestion === undefined ? {} : { suggestion }) };
	}
}

function lineStartsOf(text: string): number[] {
	const starts = [0];
	for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
	return starts;
}
