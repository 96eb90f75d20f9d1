import { type Mark, type Run, readMarkup } from "#core/delivery/markup.ts";

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
