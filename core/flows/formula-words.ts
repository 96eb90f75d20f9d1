import { durationOf } from "./durations.ts";
import type { Value, ValueType } from "./types.ts";

/** A word, number, text or sign of a formula. */
export type Token = { readonly at: number; readonly end: number } & (
	| { readonly is: "name" | "keyword" | "sign"; readonly word: string }
	| { readonly is: "literal"; readonly word: string; readonly value: Value; readonly type: ValueType }
	| { readonly is: "end"; readonly word: "" }
);

/** What keeps a formula from being read, and where. */
export class Unreadable {
	readonly message: string;
	readonly at: number;

	constructor(message: string, at: number) {
		this.message = message;
		this.at = at;
	}
}

/** Words that mean something in every formula; no variable may be called so. */
export const formulaKeywords = ["and", "or", "not", "is", "empty", "contains", "in", "true", "false", "none"] as const;

/** Cuts a formula into its words. Throws `Unreadable`. */
export function wordsOf(source: string): Token[] {
	const tokens: Token[] = [];
	let at = skipSpace(source, 0);
	while (at < source.length) {
		const token = wordAt(source, at);
		tokens.push(token);
		at = skipSpace(source, token.end);
	}
	tokens.push({ is: "end", word: "", at: source.length, end: source.length });
	return tokens;
}

/** Why a word cannot stand here, with what to write instead where people tend to write it. */
export function unexpected(token: Token): Unreadable {
	if (token.is === "end") return new Unreadable("the formula ends too early", token.at);
	const instead = foreignWords.get(token.word.toLowerCase());
	const remedy = instead && instead !== token.word ? ` — write ${instead}` : "";
	return new Unreadable(`unexpected "${token.word}"${remedy}`, token.at);
}

const space = /\s*/y;
const number = /\d+(?:\.\d+)?/y;
const name = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const sign = /[=!<>]=|[<>+\-*/()[\],.]/y;
/** Signs of other languages; each is told what stands for it here. */
const foreignSign = /===|!==|<>|=>|=<|&&|\|\||[=!&|≠≥≤×÷−]/y;

const foreignSigns: ReadonlyMap<string, string> = new Map([
	["=", "=="],
	["===", "=="],
	["!==", "!="],
	["<>", "!="],
	["≠", "!="],
	["=>", ">="],
	["≥", ">="],
	["=<", "<="],
	["≤", "<="],
	["!", "not"],
	["&", "and"],
	["&&", "and"],
	["|", "or"],
	["||", "or"],
	["×", "*"],
	["÷", "/"],
	["−", "-"],
]);

const foreignWords: ReadonlyMap<string, string> = new Map([
	["и", "and"],
	["или", "or"],
	["не", "not"],
	["в", "in"],
	["содержит", "contains"],
	["and", "and"],
	["or", "or"],
	["not", "not"],
	["is", "is"],
	["in", "in"],
	["contains", "contains"],
]);

function wordAt(source: string, at: number): Token {
	const first = source[at];
	if (first === '"' || first === "'") return textAt(source, at, first);
	const digits = match(number, source, at);
	if (digits !== undefined) return numberAt(source, at, digits);
	const word = match(name, source, at);
	if (word !== undefined) return namedWord(word, at);
	// Longer foreign signs begin like our own ones: `===`, `<>`, `=<`.
	const foreign = match(foreignSign, source, at);
	const own = match(sign, source, at);
	if (own !== undefined && own.length >= (foreign?.length ?? 0)) {
		return { is: "sign", word: own, at, end: at + own.length };
	}
	if (foreign !== undefined) {
		throw new Unreadable(`"${foreign}" is not an operator here — write ${foreignSigns.get(foreign)}`, at);
	}
	const strange = String.fromCodePoint(source.codePointAt(at) ?? 0);
	const quote = /[«»“”„‘’]/.test(strange) ? ' — put texts in "straight quotes"' : "";
	throw new Unreadable(`unexpected "${strange}"${quote}`, at);
}

function namedWord(word: string, at: number): Token {
	const end = at + word.length;
	switch (word) {
		case "true":
		case "false":
			return { is: "literal", word, value: word === "true", type: { is: "yesno" }, at, end };
		case "none":
			return { is: "literal", word, value: null, type: { is: "anything" }, at, end };
		default:
			return { is: isKeyword(word) ? "keyword" : "name", word, at, end };
	}
}

/** `90 days`: a number takes the word behind it for its unit, unless that is a word of formulas. */
function numberAt(source: string, at: number, digits: string): Token {
	const end = at + digits.length;
	const amount = Number(digits);
	const unitAt = skipSpace(source, end);
	const unit = match(name, source, unitAt);
	if (unit === undefined || isKeyword(unit) || foreignWords.has(unit.toLowerCase())) {
		const type = { is: digits.includes(".") ? "number" : "int" } as const;
		return { is: "literal", word: digits, value: amount, type, at, end };
	}
	const duration = durationOf(amount, unit);
	if (duration) {
		const whole = source.slice(at, unitAt + unit.length);
		return { is: "literal", word: whole, value: duration, type: { is: "duration" }, at, end: at + whole.length };
	}
	if (unitAt > end) throw new Unreadable(`unexpected "${unit}"`, unitAt);
	throw new Unreadable(`"${digits}${unit}" is not a length of time; write 30m, 2h or 3 days`, at);
}

function textAt(source: string, at: number, quote: string): Token {
	let text = "";
	for (let here = at + 1; here < source.length; here++) {
		const sign = source[here] ?? "";
		if (sign === quote) {
			const value = text.normalize("NFC");
			return { is: "literal", word: source.slice(at, here + 1), value, type: { is: "text" }, at, end: here + 1 };
		}
		if (sign !== "\\") text += sign;
		else {
			here++;
			text += escaped(source[here] ?? "");
		}
	}
	throw new Unreadable("the quote is not closed", at);
}

/** `\n` is a line break, `\"` and `\\` are themselves; before anything else a backslash is just one. */
function escaped(sign: string): string {
	if (sign === "n") return "\n";
	return sign === '"' || sign === "'" || sign === "\\" ? sign : `\\${sign}`;
}

function skipSpace(source: string, at: number): number {
	return at + (match(space, source, at)?.length ?? 0);
}

function match(pattern: RegExp, source: string, at: number): string | undefined {
	pattern.lastIndex = at;
	return pattern.exec(source)?.[0];
}

function isKeyword(word: string): boolean {
	return formulaKeywords.some((keyword) => keyword === word);
}
