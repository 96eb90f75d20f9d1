import type { YamlList, YamlMap, YamlNode, YamlPair, YamlScalar } from "./yaml-nodes.ts";

/**
 * Reads a file that is written in the simplest way, as nearly all are: maps and lists by indent, short ones in brackets on one
 * line, texts on one line or behind `|`. Gives undefined as soon as anything else stands there, or anything is wrong: then the
 * file is read by the `yaml` package, which alone judges files, and takes some fifteen times as long. What this reader accepts it
 * reads as that one does; `simple-yaml.test.ts` holds the two against each other.
 */
export function readSimpleYaml(text: string): YamlNode | undefined {
	if (!text.endsWith("\n") || UNUSUAL.test(text)) return undefined;
	try {
		return new SimpleReader(text).read();
	} catch (reason) {
		if (reason instanceof NotSimple) return undefined;
		throw reason;
	}
}

/** Anything but line ends and what can be seen: YAML has rules of its own for tabs, carriage returns and most of the others. */
const UNUSUAL = /[^\n -~\u00a0-\u2027\u202a-\ufefe\uff00-\uffff]/;

class NotSimple extends Error {}

class SimpleReader {
	readonly #text: string;
	/** Where reading has come to: after each value on a line that says something, at its first sign. */
	#at = 0;
	/** How far in that line begins; -1 behind the last one. */
	#indent = 0;
	/** Brackets round what is read. */
	#depth = 0;

	constructor(text: string) {
		this.#text = text;
	}

	read(): YamlNode {
		this.#toNextLine(0);
		if (this.#indent !== 0) throw new NotSimple();
		const root = this.#block(0);
		if (this.#indent >= 0) throw new NotSimple();
		return root;
	}

	/** From the beginning of a line to the first sign of the next one that says something. */
	#toNextLine(lineStart: number): void {
		const text = this.#text;
		for (let start = lineStart; start < text.length; ) {
			const indent = this.#spacesAt(start);
			const at = start + indent;
			const sign = text.charCodeAt(at);
			if (sign !== NEWLINE && sign !== HASH) {
				this.#at = at;
				this.#indent = indent;
				return;
			}
			start = text.indexOf("\n", at) + 1;
		}
		this.#at = text.length;
		this.#indent = -1;
	}

	/** What follows a value on its line: nothing, or a comment. */
	#endLine(): void {
		this.#skipSpaces();
		const isComment = this.#text.charCodeAt(this.#at) === HASH && this.#text.charCodeAt(this.#at - 1) === SPACE;
		const end = isComment ? this.#text.indexOf("\n", this.#at) : this.#at;
		if (this.#text.charCodeAt(end) !== NEWLINE) throw new NotSimple();
		this.#toNextLine(end + 1);
	}

	#block(indent: number): YamlNode {
		return this.#isDash() ? this.#list(indent) : this.#map(indent);
	}

	#isDash(): boolean {
		return this.#text.startsWith("- ", this.#at);
	}

	#list(indent: number): YamlList {
		const start = this.#at;
		const items: YamlNode[] = [];
		while (this.#indent === indent && this.#isDash()) {
			const dash = this.#at;
			this.#at += 2;
			this.#skipSpaces();
			items.push(this.#isKey() ? this.#map(indent + this.#at - dash) : this.#value(indent));
		}
		return { is: "list", start, items };
	}

	/** A map whose first key stands here, perhaps behind the dash of a list. */
	#map(indent: number): YamlMap {
		const start = this.#at;
		const pairs: YamlPair[] = [];
		do {
			const key = this.#key(KEY, pairs);
			this.#skipSpaces();
			pairs.push({ key, value: this.#isLineOver() ? this.#below(indent) : this.#value(indent) });
		} while (this.#indent === indent && !this.#isDash());
		return { is: "map", start, pairs, inBraces: false };
	}

	/** What stands on the lines below a key; a list may be as far in as the key. */
	#below(indent: number): YamlNode {
		this.#endLine();
		if (this.#indent > indent) return this.#block(this.#indent);
		if (this.#indent === indent && this.#isDash()) return this.#list(indent);
		throw new NotSimple();
	}

	#isLineOver(): boolean {
		const sign = this.#text.charCodeAt(this.#at);
		return sign === NEWLINE || sign === HASH;
	}

	#isKey(): boolean {
		KEY.lastIndex = this.#at;
		return KEY.test(this.#text);
	}

	/** A key and its colon. */
	#key(pattern: RegExp, before: readonly YamlPair[]): YamlScalar {
		const key = this.#plain(pattern);
		if (before.some((pair) => pair.key.is === "scalar" && pair.key.value === key.value)) throw new NotSimple();
		this.#at++;
		return key;
	}

	/** A value on the line of its key or dash. */
	#value(indent: number): YamlNode {
		const sign = this.#text[this.#at];
		if (sign === "|") return this.#literal(indent);
		const value = sign === "{" || sign === "[" ? this.#inBrackets() : this.#single(PLAIN);
		this.#endLine();
		return value;
	}

	#inBrackets(): YamlNode {
		switch (this.#text[this.#at]) {
			case "{":
				return this.#mapInBraces();
			case "[":
				return this.#listInBrackets();
			default:
				return this.#single(PLAIN_IN_BRACKETS);
		}
	}

	#mapInBraces(): YamlMap {
		const start = this.#at;
		const pairs: YamlPair[] = [];
		this.#eachUntil("}", () => {
			const key = this.#key(KEY_IN_BRACES, pairs);
			this.#skipSpaces();
			pairs.push({ key, value: this.#inBrackets() });
		});
		return { is: "map", start, pairs, inBraces: true };
	}

	#listInBrackets(): YamlList {
		const start = this.#at;
		const items: YamlNode[] = [];
		this.#eachUntil("]", () => items.push(this.#inBrackets()));
		return { is: "list", start, items };
	}

	/** What stands between brackets, set off by commas. */
	#eachUntil(close: string, read: () => void): void {
		if (++this.#depth > DEEPEST) throw new NotSimple();
		this.#at++;
		this.#skipSpaces();
		while (this.#text[this.#at] !== close) {
			read();
			this.#skipSpaces();
			if (this.#text[this.#at] === close) break;
			if (this.#text[this.#at] !== ",") throw new NotSimple();
			this.#at++;
			this.#skipSpaces();
		}
		this.#at++;
		this.#depth--;
	}

	/** A text, a number or the like on one line; `plain` is what it may be without quotes. */
	#single(plain: RegExp): YamlScalar {
		const start = this.#at;
		const sign = this.#text[start];
		if (sign === '"') {
			const quoted = this.#take(DOUBLE);
			const value = String(JSON.parse(quoted)); // the escapes that pass mean the same there
			return { is: "scalar", start, end: this.#at, style: "double", value, source: value };
		}
		if (sign === "'") {
			const value = this.#take(SINGLE).slice(1, -1).replaceAll("''", "'");
			return { is: "scalar", start, end: this.#at, style: "single", value, source: value };
		}
		return this.#plain(plain);
	}

	#plain(pattern: RegExp): YamlScalar {
		const start = this.#at;
		const source = this.#take(pattern);
		return { is: "scalar", start, end: this.#at, style: "plain", value: meant(source), source };
	}

	/** The lines below `|`, as far in as the first of them. */
	#literal(indent: number): YamlScalar {
		const start = this.#at;
		const header = this.#take(LITERAL);
		const inner = this.#spacesAt(this.#at);
		if (inner <= indent || this.#text.charCodeAt(this.#at + inner) === NEWLINE) throw new NotSimple();
		const { lines, end } = this.#linesWithin(inner);
		while (lines.at(-1)?.trim() === "") lines.pop();
		const value = header.startsWith("|-") ? lines.join("\n") : `${lines.join("\n")}\n`;
		this.#toNextLine(end);
		return { is: "scalar", start, end, style: "literal", value, source: value };
	}

	/** The lines from here on that are so far in or empty, without their indent; and where they end. */
	#linesWithin(indent: number): { lines: string[]; end: number } {
		const lines: string[] = [];
		for (let at = this.#at; ; ) {
			const text = at + Math.min(this.#spacesAt(at), indent);
			const end = this.#text.indexOf("\n", at);
			if (text < at + indent && text !== end) return { lines, end: at };
			lines.push(this.#text.slice(text, end));
			at = end + 1;
		}
	}

	#spacesAt(at: number): number {
		let end = at;
		while (this.#text.charCodeAt(end) === SPACE) end++;
		return end - at;
	}

	#take(pattern: RegExp): string {
		const start = this.#at;
		pattern.lastIndex = start;
		if (!pattern.test(this.#text)) throw new NotSimple();
		this.#at = pattern.lastIndex;
		return this.#text.slice(start, this.#at);
	}

	#skipSpaces(): void {
		this.#at += this.#spacesAt(this.#at);
	}
}

/** Brackets within brackets, deeper than any flow needs them. */
const DEEPEST = 20;

const [SPACE, NEWLINE, HASH] = [0x20, 0x0a, 0x23];

/** A key with its colon ahead, Latin or Cyrillic; `<<` and all that needs quotes is none. Behind `{` no bracket may stand in it. */
const KEY = /[\wЀ-ӿ][\wЀ-ӿ.[\]-]{0,200}(?=:[ \n])/y;
const KEY_IN_BRACES = /[\wЀ-ӿ][\wЀ-ӿ.-]{0,200}(?=:[ \n])/y;

/** A text on one line without quotes, up to a comment: no sign of YAML at its beginning, no colon with a space in it. */
const PLAIN = /(?:[^ \n\-?:,[\]{}#&*!|>'"%@`]|-(?=[\d.]))(?:[^ \n:]|:(?=[^ \n])| +(?=[^ \n#]))*/y;
const PLAIN_IN_BRACKETS =
	/(?:[^ \n\-?:,[\]{}#&*!|>'"%@`]|-(?=[\d.]))(?:[^ \n:,[\]{}]|:(?=[^ \n,[\]{}])| +(?=[^ \n#,[\]{}]))*/y;
const SINGLE = /'(?:[^'\n]|'')*'(?=[ \n,\]}])/y;
const DOUBLE = /"(?:[^"\\\n]|\\["\\/bfnrt])*"(?=[ \n,\]}])/y;
const LITERAL = /\|-? *\n/y;

/** What YAML makes of a text without quotes. */
function meant(source: string): unknown {
	if (!/^[-+.\dnNtTfF~]/.test(source)) return source;
	if (source === "true" || source === "false") return source === "true";
	if (source === "null") return null;
	if (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(source)) return Number(source);
	if (UNCERTAIN.test(source)) throw new NotSimple();
	return source;
}

/** Other ways of writing a number, yes, no or nothing. */
const UNCERTAIN = /^(?:~|null|true|false|[-+]?(?:0[ox][\da-f]+|\.inf|\.nan|[\d.]+(?:e[-+]?\d+)?))$/i;
