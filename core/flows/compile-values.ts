import type { Value as Written } from "./flow-file.ts";
import type { FormulaSource, TextSource, ValueSource } from "./program.ts";

/** A value as a marketer writes it: `=x` is a formula, `{{ x }}` a text, `\=x` the literal `=x`, all else itself. */
export function valueSource(written: Written, id: string, line: number): ValueSource {
	if (typeof written === "string") return fromString(written, id, line);
	if (Array.isArray(written)) return { list: written.map((item, at) => valueSource(item, `${id}.${at}`, line)) };
	if (written !== null && typeof written === "object") return { map: valueSources(written, id, line) };
	return { literal: written };
}

/** The values of a `with` or a `set`, by name. */
export function valueSources(
	written: Readonly<Record<string, Written>> | undefined,
	id: string,
	line: number,
): Record<string, ValueSource> {
	const sources: Record<string, ValueSource> = {};
	for (const [name, value] of Object.entries(written ?? {})) sources[name] = valueSource(value, `${id}.${name}`, line);
	return sources;
}

export function formulaSource(formula: string, line: number): FormulaSource {
	return { formula, line };
}

export function textSource(text: string, id: string, line: number): TextSource {
	return { text, id, line };
}

/** `{ [name]: text }`, or nothing, to be spread into an object. */
export function optionalText<N extends string>(
	name: N,
	text: string | undefined,
	id: string,
	line: number,
): Partial<Record<N, TextSource>> {
	if (text === undefined) return {};
	const held: Partial<Record<N, TextSource>> = {};
	held[name] = textSource(text, id, line);
	return held;
}

/** The same for a formula. */
export function optionalFormula<N extends string>(
	name: N,
	formula: string | undefined,
	line: number,
): Partial<Record<N, FormulaSource>> {
	if (formula === undefined) return {};
	const held: Partial<Record<N, FormulaSource>> = {};
	held[name] = formulaSource(formula, line);
	return held;
}

/** `reason` of an `end`, a `handoff` or a line of `stop_when`. */
export function reasonOf({ reason, line }: { reason?: string; line: number }): { reason?: ValueSource } {
	return reason === undefined ? {} : { reason: valueSource(reason, "reason", line) };
}

/** `change: last` names no variable. */
export function changeOf(change: string): { variable?: string } {
	return change === "last" ? {} : { variable: change };
}

function fromString(written: string, id: string, line: number): ValueSource {
	if (written.startsWith("=")) return formulaSource(written.slice(1), line);
	if (written.startsWith("\\=")) return { literal: written.slice(1) };
	if (written.includes("{{") || written.includes("{%")) return textSource(written, id, line);
	return { literal: written };
}
