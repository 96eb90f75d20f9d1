import { type Mark, readMarkup } from "#core/delivery/markup.ts";

/** Words as they stand, in Telegram's HTML. */
export function plain(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The shop's light markup in Telegram's HTML: as the customer saw it. */
export function styled(source: string): string {
	return readMarkup(source)
		.map(({ text, marks }) => marks.reduce((inner, mark) => `<${TAG[mark]}>${inner}</${TAG[mark]}>`, plain(text)))
		.join("");
}

export function bold(text: string): string {
	return `<b>${plain(text)}</b>`;
}

/** A link; without an address the words alone. */
export function linked(words: string, address: string | undefined): string {
	return address ? `<a href="${plain(address).replaceAll('"', "&quot;")}">${plain(words)}</a>` : plain(words);
}

const TAG: Record<Mark, string> = { bold: "b", italic: "i", struck: "s", code: "code" };

/** Phone numbers in a text, with all but their ends covered: a group's history is on many telephones. */
export function covered(text: string): string {
	return text.replace(PHONE, (number) => `${number.slice(0, 3)}•••${number.slice(-2)}`);
}

/** Ten to fifteen digits, with what people write between them. */
const PHONE = /(?<![\p{L}\d])\+?\d(?:[ ()\-\u2011.]{0,2}\d){9,14}(?!\d)/gu;
