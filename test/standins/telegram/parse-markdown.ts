import { badRequest } from "./api-error.ts";
import { linkEntity, type Parsed } from "./parse-html.ts";
import type { Entity } from "./shapes.ts";

/** Reads MarkdownV2, with Telegram's hard rule that every sign with a meaning is escaped or balanced. */
export function parseMarkdown(source: string): Parsed {
	return new MarkdownReader(source).read();
}

interface OpenMark {
	mark: string;
	from: number;
	/** Where the mark stands in the source. */
	at: number;
}

const kinds: Record<string, string> = {
	"*": "bold",
	_: "italic",
	__: "underline",
	"~": "strikethrough",
	"||": "spoiler",
	"[": "text_link",
};

const names: Record<string, string> = {
	"*": "Bold",
	_: "Italic",
	__: "Underline",
	"~": "Strikethrough",
	"||": "Spoiler",
	"[": "TextUrl",
	"`": "Code",
	"```": "Pre",
};

class MarkdownReader {
	readonly #source: string;
	#at = 0;
	#text = "";
	readonly #open: OpenMark[] = [];
	readonly #entities: Entity[] = [];
	#quote: { from: number } | undefined;

	constructor(source: string) {
		this.#source = source;
	}

	read(): Parsed {
		while (this.#at < this.#source.length) this.#step();
		const left = this.#open.at(-1);
		if (left) throw this.#endless(left.mark, left.at);
		this.#endQuote();
		this.#entities.sort((one, other) => one.offset - other.offset || other.length - one.length);
		return { text: this.#text, entities: this.#entities };
	}

	#step(): void {
		const sign = this.#source[this.#at] ?? "";
		const next = this.#source[this.#at + 1] ?? "";
		if (sign === "\\" && next !== "" && next.charCodeAt(0) <= 126) this.#literal(next, 2);
		else if (sign === ">" && this.#isLineStart()) this.#startQuote();
		else if (sign === "`") this.#code();
		else if (sign === "]") this.#link();
		else if ("*_~|[".includes(sign)) this.#mark(sign, next);
		else if ("#+-={}.!>()".includes(sign)) throw this.#reserved(sign);
		else this.#literal(sign, 1);
	}

	#literal(sign: string, width: number): void {
		if (sign === "\n" && this.#quote && this.#source[this.#at + width] !== ">") this.#endQuote();
		this.#text += sign;
		this.#at += width;
	}

	#isLineStart(): boolean {
		return this.#at === 0 || this.#source[this.#at - 1] === "\n";
	}

	#startQuote(): void {
		this.#quote ??= { from: this.#text.length };
		this.#at += 1;
	}

	#endQuote(): void {
		if (this.#quote)
			this.#keep({ type: "blockquote", offset: this.#quote.from, length: this.#text.length - this.#quote.from });
		this.#quote = undefined;
	}

	#mark(sign: string, next: string): void {
		const mark = (sign === "_" && next === "_") || (sign === "|" && next === "|") ? sign + next : sign;
		if (mark === "|") throw this.#reserved(sign);
		const last = this.#open.at(-1);
		if (last?.mark === mark && mark !== "[") {
			this.#open.pop();
			this.#keep({ type: kinds[mark] ?? mark, offset: last.from, length: this.#text.length - last.from });
		} else {
			this.#open.push({ mark, from: this.#text.length, at: this.#at });
		}
		this.#at += mark.length;
	}

	#link(): void {
		const last = this.#open.pop();
		if (last?.mark !== "[") throw this.#reserved("]");
		this.#at += 1;
		const place = { type: "text_link", offset: last.from, length: this.#text.length - last.from };
		const address = this.#address() ?? this.#text.slice(last.from);
		const entity = linkEntity(place, address);
		if (entity) this.#keep(entity);
	}

	#address(): string | undefined {
		if (this.#source[this.#at] !== "(") return undefined;
		const begin = this.#at;
		let address = "";
		for (this.#at += 1; this.#source[this.#at] !== ")"; this.#at += 1) {
			if (this.#at >= this.#source.length) {
				throw refused(`Can't find end of a URL at byte offset ${this.#bytes(begin)}`);
			}
			if (this.#source[this.#at] === "\\") this.#at += 1;
			address += this.#source[this.#at] ?? "";
		}
		this.#at += 1;
		return address;
	}

	#code(): void {
		const begin = this.#at;
		const mark = this.#source.startsWith("```", begin) ? "```" : "`";
		const end = this.#endOfCode(mark, begin + mark.length);
		if (end === undefined) throw this.#endless(mark, begin);
		const inside = this.#source.slice(begin + mark.length, end).replace(/\\([\s\S])/g, "$1");
		const language = mark === "```" ? /^([^\s`]+)\n/.exec(inside)?.[1] : undefined;
		const code = mark === "```" ? inside.slice(language?.length ?? 0).replace(/^\n/, "") : inside;
		const place = { type: mark === "```" ? "pre" : "code", offset: this.#text.length, length: code.length };
		this.#text += code;
		this.#at = end + mark.length;
		this.#keep(language ? { ...place, language } : place);
	}

	#endOfCode(mark: string, from: number): number | undefined {
		for (let at = from; at < this.#source.length; at += 1) {
			if (this.#source[at] === "\\") at += 1;
			else if (this.#source.startsWith(mark, at)) return at;
		}
		return undefined;
	}

	#keep(entity: Entity): void {
		if (entity.length > 0) this.#entities.push(entity);
	}

	#bytes(index: number): number {
		return Buffer.byteLength(this.#source.slice(0, index));
	}

	#reserved(sign: string) {
		return refused(`Character '${sign}' is reserved and must be escaped with the preceding '\\'`);
	}

	#endless(mark: string, at: number) {
		return refused(`Can't find end of ${names[mark] ?? mark} entity at byte offset ${this.#bytes(at)}`);
	}
}

function refused(words: string) {
	return badRequest(`can't parse entities: ${words}`);
}
