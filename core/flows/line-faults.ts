/** What is plainly wrong with one line of a file, in words; `column` counts from 1. */
export type LineFault = { readonly column: number; readonly message: string };

/**
 * The mistakes of one line that YAML's own complaint is far from: a bracket closed by another kind, quotes inside quotes, a
 * space that is missing behind a colon. Asked only about a line at which the parser has stopped.
 */
export function lineFault(line: string): LineFault | undefined {
	return spaceFault(line) ?? signFault(line) ?? colonFault(line);
}

/** `{label: Заказать: сейчас}` */
function colonFault(line: string): LineFault | undefined {
	const found = /[{,]\s*[\p{L}\p{N}_-]+:\s+(?=[^\s"'{[][^,{}[\]"']*:\s)/u.exec(line);
	if (!found || /^\{[{%]/.test(line.slice(found.index))) return undefined;
	return { column: found.index + found[0].length + 1, message: 'a text with ":" inside { } must be in quotes' };
}

/** `text:Привет` */
function spaceFault(line: string): LineFault | undefined {
	const [, lead = "", key = ""] = /^([\s-]*)([a-z_]+):(?=[^\s:/])/.exec(line) ?? [];
	return key === "" ? undefined : { column: lead.length + key.length + 1, message: missingSpace(key) };
}

/** What is said of `key:value`, here and where it was taken for one long word. */
export function missingSpace(key: string): string {
	return `a space is missing after ${key}:`;
}

/** Brackets and quotes of a value, read from left to right; a plain text may hold both as it likes. */
function signFault(line: string): LineFault | undefined {
	const from = line.length - line.replace(/^\s*(?:- +)*(?:[\p{L}\p{N}_-]+:[ \t]+)?/u, "").length;
	const first = line[from];
	if (first === '"' || first === "'") return quoteFault(line, from);
	if (line.startsWith("{{{", from)) return { column: from + 1, message: oneTooMany("{") };
	if ((first !== "{" && first !== "[") || /^\{[{%]/.test(line.slice(from))) return undefined;
	return bracketsFault(line, from);
}

/** What stands in brackets, up to the one that closes the first. */
function bracketsFault(line: string, from: number): LineFault | undefined {
	const open: string[] = [];
	for (let at = from; at < line.length; at++) {
		const isText = opensText(line, from, at);
		const fault = isText ? quoteFault(line, at) : bracketFault(line, at, open);
		if (fault) return fault;
		if (isText) at = closing(line, at) ?? line.length;
		if (open.length === 0) return undefined;
	}
	return undefined;
}

/** Within a word a quote is an apostrophe, or inches. */
function opensText(line: string, from: number, at: number): boolean {
	return (line[at] === '"' || line[at] === "'") && /[[{,:]\s*$/.test(line.slice(from, at));
}

function bracketFault(line: string, at: number, open: string[]): LineFault | undefined {
	const sign = line[at] ?? "";
	if (sign === "[" || sign === "{") open.push(sign);
	if (sign !== "]" && sign !== "}") return undefined;
	const opened = open.pop();
	if (opened === undefined || PARTNERS[opened] === sign) return undefined;
	return { column: at + 1, message: `${opened} is closed by ${sign} — a ${PARTNERS[opened]} is missing before it` };
}

/** What is said of `{{{` and `}}}`. */
export function oneTooMany(sign: string): string {
	return `one ${sign} too many — values stand in {{ … }}`;
}

const PARTNERS: Record<string, string> = { "[": "]", "{": "}" };

/** A quote that is closed before its text is over. */
function quoteFault(line: string, from: number): LineFault | undefined {
	const end = closing(line, from);
	if (end === undefined || /^\s*(?:$|[,\]}:]|#)/.test(line.slice(end + 1))) return undefined;
	if (!isInside(line, end))
		return { column: end + 1, message: "the text goes on behind its closing quote — put the whole text in quotes" };
	const other = line[from] === '"' ? "'…'" : '"…"';
	return { column: end + 1, message: `a quote inside quotes — write «», or ${other} round the text` };
}

/** Where the quote that opens here is closed on its line. */
export function closing(line: string, from: number): number | undefined {
	const found = (line[from] === '"' ? /^"(?:[^"\\]|\\.)*"/ : /^'(?:[^']|'')*'/).exec(line.slice(from));
	return found ? from + found[0].length - 1 : undefined;
}

/** Whether a quote that YAML takes for the closing one was meant to open another, or is an apostrophe. */
export function isInside(line: string, at: number): boolean {
	const [before = " ", after = " "] = [line[at - 1], line[at + 1]];
	return /[\s([{«]/.test(before) || (line[at] === "'" && /\p{L}/u.test(before) && /\p{L}/u.test(after));
}
