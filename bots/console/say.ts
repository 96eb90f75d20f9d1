import type { Content, ContentButton, ContentMedia, Invoice } from "#core/delivery/content.ts";
import { type Mark, type Run, readMarkup } from "#core/delivery/markup.ts";
import { showMoney } from "#core/money.ts";

/** What a terminal prints for one content, and the tokens behind the numbers it shows. */
export type Printed = { readonly text: string; readonly tokens: readonly string[] };

/** One content as lines. `styled` terminals set bold as bold; others show the words alone. */
export function say(content: Content, { styled }: { styled: boolean }): Printed {
	const { text, media = [], buttons = [], request, invoice, edits, replyTo, reaction } = content;
	if (reaction) return { text: printable(reaction.emoji || "—"), tokens: [] };
	const pressable = buttons.filter((button) => "token" in button);
	const lines = [
		...(edits === undefined ? [] : ["✎"]),
		...(replyTo === undefined ? [] : ["↪"]),
		...media.map(mediumLine),
		...(text === ""
			? []
			: [
					readMarkup(text)
						.map((run) => styleRun(run, styled))
						.join(""),
				]),
		...(invoice ? billLines(invoice, content.language) : []),
		...(request ? [`(${printable(request.label)})`] : []),
		...pressable.map((button, index) => `  ${index + 1}. ${printable(button.label)}`),
		...buttons.filter(isLink).map(({ label, url }) => `  ${printable(label)}: ${printable(url)}`),
	];
	return { text: lines.join("\n"), tokens: pressable.map(({ token }) => token) };
}

/**
 * Text of a customer or a marketer must not steer the terminal: no escape sequence gets through, and nothing that
 * turns the direction of writing.
 */
export function printable(text: string): string {
	return text.replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, "");
}

function isLink(button: ContentButton): button is Extract<ContentButton, { url: string }> {
	return "url" in button;
}

function mediumLine({ kind, name, caption, source }: ContentMedia): string {
	return `[${kind}: ${printable(caption ?? name ?? source)}]`;
}

function billLines({ title, currency, lines }: Invoice, language?: string): readonly string[] {
	const money = (minor: number) => showMoney({ minor, currency }, language);
	const sum = lines.reduce((total, { amount }) => total + amount, 0);
	return [
		printable(title),
		...lines.map(({ label, amount }) => `  ${printable(label)}: ${money(amount)}`),
		`  = ${money(sum)}`,
	];
}

const STYLE: Record<Mark, readonly [on: number, off: number]> = {
	bold: [1, 22],
	italic: [3, 23],
	struck: [9, 29],
	code: [36, 39],
};

function styleRun({ text, marks, link }: Run, styled: boolean): string {
	const words = link === undefined || link === text ? printable(text) : `${printable(text)} (${printable(link)})`;
	if (!styled) return words;
	return marks.reduce((inner, mark) => `\u001b[${STYLE[mark][0]}m${inner}\u001b[${STYLE[mark][1]}m`, words);
}
