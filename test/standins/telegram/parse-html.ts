import { badRequest } from "./api-error.ts";
import type { Entity } from "./shapes.ts";

/** Text without its tags, and what the tags said. */
export interface Parsed {
	text: string;
	entities: Entity[];
}

/** Reads Telegram's small HTML; what it does not understand it refuses in Telegram's words. */
export function parseHtml(source: string): Parsed {
	return new HtmlReader(source).read();
}

interface OpenTag {
	name: string;
	attributes: Map<string, string>;
	/** Where it begins in the plain text. */
	from: number;
}

const kinds: Record<string, string> = {
	b: "bold",
	strong: "bold",
	i: "italic",
	em: "italic",
	u: "underline",
	ins: "underline",
	s: "strikethrough",
	strike: "strikethrough",
	del: "strikethrough",
	"tg-spoiler": "spoiler",
	span: "spoiler",
	code: "code",
	pre: "pre",
	blockquote: "blockquote",
	a: "text_link",
	"tg-emoji": "custom_emoji",
	"tg-time": "date_time",
};

class HtmlReader {
	readonly #source: string;
	#at = 0;
	#text = "";
	readonly #open: OpenTag[] = [];
	readonly #entities: Entity[] = [];

	constructor(source: string) {
		this.#source = source;
	}

	read(): Parsed {
		const { length } = this.#source;
		while (this.#at < length) {
			const character = this.#source[this.#at];
			if (character === "<") this.#tag();
			else if (character === "&") this.#reference();
			else this.#plain();
		}
		const left = this.#open.at(-1);
		if (left) throw refused(`Can't find end tag corresponding to start tag "${left.name}"`);
		this.#entities.sort((one, other) => one.offset - other.offset || other.length - one.length);
		return { text: this.#text, entities: this.#entities };
	}

	#plain(): void {
		const next = /[<&]/g;
		next.lastIndex = this.#at;
		const end = next.exec(this.#source)?.index ?? this.#source.length;
		this.#text += this.#source.slice(this.#at, end);
		this.#at = end;
	}

	/** The four named and all numbered references are read; any other "&" stands for itself. */
	#reference(): void {
		const found = /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot));?/y;
		found.lastIndex = this.#at;
		const match = found.exec(this.#source);
		const character = match && characterOf(match[1], match[2], match[3]);
		this.#text += character ?? "&";
		this.#at += character ? match[0].length : 1;
	}

	#tag(): void {
		const begin = this.#at;
		if (this.#source[begin + 1] === "/") this.#endTag(begin);
		else this.#startTag(begin);
	}

	#startTag(begin: number): void {
		const name = this.#word(/[^\s>]*/y, begin + 1).toLowerCase();
		if (this.#at >= this.#source.length) throw refused(`Unclosed start tag at byte offset ${this.#bytes(begin)}`);
		if (!kinds[name]) throw refused(`Unsupported start tag "${name}" at byte offset ${this.#bytes(begin)}`);
		const attributes = this.#attributes(begin);
		const isSpoiler = attributes.get("class") === "tg-spoiler";
		if (name === "span" && !isSpoiler) {
			throw refused(`Tag "span" must have class "tg-spoiler" at byte offset ${this.#bytes(begin)}`);
		}
		this.#open.push({ name, attributes, from: this.#text.length });
	}

	#attributes(begin: number): Map<string, string> {
		const attributes = new Map<string, string>();
		for (;;) {
			this.#word(/\s*/y, this.#at);
			if (this.#at >= this.#source.length) throw refused(`Unclosed start tag at byte offset ${this.#bytes(begin)}`);
			if (this.#source[this.#at] === ">") break;
			const name = this.#word(/[^\s=>]*/y, this.#at).toLowerCase();
			if (name === "") throw refused(`Empty attribute name in the tag at byte offset ${this.#bytes(begin)}`);
			attributes.set(name, this.#attributeValue(name, begin));
		}
		this.#at += 1;
		return attributes;
	}

	#attributeValue(name: string, begin: number): string {
		this.#word(/\s*/y, this.#at);
		if (this.#source[this.#at] !== "=") {
			if (name === "expandable") return "";
			throw refused(
				`Expected equal sign in declaration of an attribute of the tag at byte offset ${this.#bytes(begin)}`,
			);
		}
		this.#word(/\s*/y, this.#at + 1);
		const quote = this.#source[this.#at];
		if (quote !== '"' && quote !== "'") return decoded(this.#word(/[^\s>]*/y, this.#at));
		const end = this.#source.indexOf(quote, this.#at + 1);
		if (end < 0) throw refused(`Unclosed start tag at byte offset ${this.#bytes(begin)}`);
		const value = this.#source.slice(this.#at + 1, end);
		this.#at = end + 1;
		return decoded(value);
	}

	#endTag(begin: number): void {
		const last = this.#open.pop();
		if (!last) throw refused(`Unexpected end tag at byte offset ${this.#bytes(begin)}`);
		const name = this.#word(/[^\s>]*/y, begin + 2).toLowerCase();
		this.#word(/\s*/y, this.#at);
		if (this.#source[this.#at] !== ">") throw refused(`Unclosed end tag at byte offset ${this.#bytes(begin)}`);
		if (name !== "" && name !== last.name) {
			throw refused(
				`Unmatched end tag at byte offset ${this.#bytes(begin)}, expected "</${last.name}>", found "</${name}>"`,
			);
		}
		this.#at += 1;
		this.#close(last);
	}

	#close({ name, attributes, from }: OpenTag): void {
		const length = this.#text.length - from;
		if (length === 0) return;
		const entity = this.#entityOf(name, attributes, from, length);
		if (entity) this.#entities.push(entity);
	}

	#entityOf(name: string, attributes: Map<string, string>, offset: number, length: number): Entity | undefined {
		const place = { type: kinds[name] ?? name, offset, length };
		switch (name) {
			case "a":
				return linkEntity(place, attributes.get("href") ?? this.#text.slice(offset, offset + length));
			case "blockquote":
				return attributes.has("expandable") ? { ...place, type: "expandable_blockquote" } : place;
			case "tg-emoji": {
				const emoji = attributes.get("emoji-id");
				if (!emoji) throw refused("Invalid custom emoji identifier specified");
				return { ...place, custom_emoji_id: emoji };
			}
			case "code":
				return this.#languageOf(place, attributes);
			default:
				return place;
		}
	}

	/** `<pre><code class="language-…">` is one entity with a language. */
	#languageOf(place: Entity, attributes: Map<string, string>): Entity | undefined {
		const parent = this.#open.at(-1);
		const language = /^language-(.+)$/.exec(attributes.get("class") ?? "")?.[1];
		if (parent?.name !== "pre" || parent.from !== place.offset || !language) return place;
		// The pair becomes one: the outer tag will find nothing left to say.
		parent.from = this.#text.length;
		return { ...place, type: "pre", language };
	}

	#word(pattern: RegExp, from: number): string {
		pattern.lastIndex = from;
		const word = pattern.exec(this.#source)?.[0] ?? "";
		this.#at = from + word.length;
		return word;
	}

	/** Telegram counts in bytes. */
	#bytes(index: number): number {
		return Buffer.byteLength(this.#source.slice(0, index));
	}
}

/** A link of either markup: `tg://user?id=` mentions a person, an address that is none is only text. */
export function linkEntity(place: Entity, address: string): Entity | undefined {
	const mention = /^tg:\/\/user\?id=(\d+)$/.exec(address)?.[1];
	if (mention) {
		return { ...place, type: "text_mention", user: { id: Number(mention), is_bot: false, first_name: "" } };
	}
	const url = webAddress(address);
	return url ? { ...place, type: "text_link", url } : undefined;
}

/** The address as Telegram keeps it, or undefined when it is none. */
export function webAddress(address: string): string | undefined {
	if (/^(tg|ton|tonsite):\/\/\S+$/.test(address)) return address;
	const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
	if (!/^https?:\/\/[^\s/?#]+/i.test(full) || !URL.canParse(full)) return undefined;
	const { hostname, pathname, search, hash } = new URL(full);
	if (!/[.:]/.test(hostname) && hostname !== "localhost") return undefined;
	return pathname === "/" && search === "" && hash === "" && !full.endsWith("/") ? `${full}/` : full;
}

function decoded(value: string): string {
	return value.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot));?/g, (all, hex, decimal, name) => {
		return characterOf(hex, decimal, name) ?? all;
	});
}

function characterOf(hex?: string, decimal?: string, name?: string): string | undefined {
	if (name) return { lt: "<", gt: ">", amp: "&", quot: '"' }[name];
	const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
	return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : undefined;
}

function refused(words: string) {
	return badRequest(`can't parse entities: ${words}`);
}
