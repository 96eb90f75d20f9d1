import { type Mark, type Run, readMarkup } from "#core/delivery/markup.ts";

/** Light markup as Telegram takes it: a text, and `parse_mode` only where there is something to parse. */
export function toHtml(source: string): { readonly text: string; readonly parse_mode?: "HTML" } {
	const runs = readMarkup(source);
	if (runs.every(isPlain)) return { text: runs.map((run) => run.text).join("") };
	return { text: runs.map(tagged).join(""), parse_mode: "HTML" };
}

/** Telegram shows a preview of the first link; with several that is a guess, so only a single one gets it. */
export function hasManyLinks(source: string): boolean {
	if (!source.includes("://")) return false;
	return new Set(source.match(/https?:\/\/[^\s)\]]+/g)).size > 1;
}

const TAG: Record<Mark, string> = { bold: "b", italic: "i", struck: "s", code: "code" };

function isPlain({ marks, link }: Run): boolean {
	return marks.length === 0 && link === undefined;
}

/** Code stands alone: Telegram allows nothing inside it, nor it inside anything. */
function tagged({ text, marks, link }: Run): string {
	const tags = marks.includes("code") ? ["code"] : marks.map((mark) => TAG[mark]);
	const inner = tags.reduceRight((html, tag) => `<${tag}>${html}</${tag}>`, escapeHtml(text));
	return link === undefined || tags.includes("code") ? inner : `<a href="${escapeHtml(link)}">${inner}</a>`;
}

function escapeHtml(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
