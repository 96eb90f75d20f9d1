import { cutText } from "#core/cut-text.ts";
import { type Mark, plainText, type Run, readMarkup } from "#core/delivery/markup.ts";

/**
 * The same within so many characters. Meta counts signs and joiners too, which nobody could know when the text was cut into
 * parts: where they do not fit the words go plain, and only then is anything cut.
 */
export function fitToWhatsApp(source: string, limit: number): string {
	const formatted = toWhatsApp(source);
	if (formatted.length <= limit) return formatted;
	const plain = keepPlain(plainText(source));
	return cutText(plain.length <= limit ? plain : plainText(source), limit, "…");
}

/** Light markup as WhatsApp reads it. It has no way to make a mark plain, so what only looks like one is kept apart. */
export function toWhatsApp(source: string): string {
	return readMarkup(source).map(formatted).join("");
}

const SIGN: Record<Mark, string> = { bold: "*", italic: "_", struck: "~", code: "```" };

function formatted({ text, marks, link }: Run): string {
	const words = link === undefined || link === text ? text : `${text} (${link})`;
	if (marks.length === 0) return keepPlain(words);
	// Signs must touch the words they belong to.
	const [, before = "", inner = "", after = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(words) ?? [];
	if (inner === "") return words;
	const signs = marks.includes("code") ? [SIGN.code] : marks.map((mark) => SIGN[mark]);
	return `${before}${signs.join("")}${inner}${signs.toReversed().join("")}${after}`;
}

/** An invisible joiner behind an opening sign: WhatsApp then takes it for an ordinary character. */
const JOINER = "\u2060";

function keepPlain(text: string): string {
	return text.replace(/(^|[^\p{L}\p{N}])([*_~]|```|`)(?=\S)/gu, `$1$2${JOINER}`);
}
