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

/** Light markup as WhatsApp reads it. It has no way to make a sign plain, so what only looks like one is kept apart. */
export function toWhatsApp(source: string): string {
	const runs = readMarkup(source);
	const text = runs.reduce((before, run, at) => before + written(run, before, runs[at + 1]), "");
	return keepPlain(text).replace(OURS, (sign) => SIGNS[sign] ?? sign);
}

/** While plain signs are looked for, ours stand as signs that nobody types. */
const MARKED: Record<Mark, string> = { bold: "\ue001", italic: "\ue002", struck: "\ue003", code: "\ue004" };
const SIGNS: Readonly<Record<string, string>> = { "\ue001": "*", "\ue002": "_", "\ue003": "~", "\ue004": "```" };
const OURS = /[\ue001-\ue004]/g;

/** Signs must touch the words they belong to, and no others; where that cannot be, the words go plain. */
function written({ text, marks, link }: Run, before: string, next: Run | undefined): string {
	const words = (link === undefined || link === text ? text : `${text} (${link})`).replace(OURS, "");
	const [, gap = "", inner = "", end = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(words) ?? [];
	const touches = (gap === "" && WORD_ENDS.test(before)) || (end === "" && WORD_BEGINS.test(next?.text ?? ""));
	if (marks.length === 0 || inner === "" || touches || /[*_~`\n]/.test(inner)) return words;
	const signs = (marks.includes("code") ? (["code"] as const) : marks).map((mark) => MARKED[mark]);
	return `${gap}${signs.join("")}${inner}${signs.toReversed().join("")}${end}`;
}

const WORD_ENDS = /[\p{L}\p{N}]$/u;
const WORD_BEGINS = /^[\p{L}\p{N}]/u;

/** The thinnest space there is: behind one, WhatsApp takes no sign for an opening one. */
const HAIR = "\u200a";

/** A sign that would open something, with its like further on in the line. Addresses stay as they are. */
function keepPlain(text: string): string {
	return text.replace(
		/https?:\/\/\S+|(?<![\p{L}\p{N}])([*_~`])(?=\S)/gu,
		(found, sign: string | undefined, at: number) => {
			if (sign === undefined) return found;
			const [line = ""] = text.slice(at + 1).split("\n", 1);
			const own = { "*": MARKED.bold, _: MARKED.italic, "~": MARKED.struck }[sign] ?? MARKED.code;
			const closes = line.includes(sign) || line.includes(own) || (sign === "`" && text.slice(at + 1).includes("```"));
			return closes ? sign + HAIR : sign;
		},
	);
}
