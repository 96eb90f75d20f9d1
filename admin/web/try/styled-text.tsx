import type { ReactNode } from "react";
import type { PhoneMessage } from "#admin/contract/phones.ts";

type Style = PhoneMessage["styles"][number];

/** A text with its entities as nodes: nothing is ever read as HTML. */
export function StyledText({ text, styles }: { text: string; styles: readonly Style[] }) {
	const borders = [
		...new Set([0, text.length, ...styles.flatMap(({ offset, length }) => [offset, offset + length])]),
	].sort((a, b) => a - b);
	return borders.slice(0, -1).map((from, index) => {
		const to = borders[index + 1] ?? text.length;
		const inside = styles.filter(({ offset, length }) => offset <= from && offset + length >= to);
		return <span key={from}>{inside.reduce<ReactNode>(wrap, text.slice(from, to))}</span>;
	});
}

function wrap(inner: ReactNode, { type, url }: Style): ReactNode {
	switch (type) {
		case "bold":
			return <strong>{inner}</strong>;
		case "italic":
			return <em>{inner}</em>;
		case "underline":
			return <u>{inner}</u>;
		case "strikethrough":
			return <s>{inner}</s>;
		case "code":
		case "pre":
			return <code>{inner}</code>;
		case "blockquote":
			return <q className="quote">{inner}</q>;
		case "text_link":
			return url && /^https?:/.test(url) ? (
				<a href={url} target="_blank" rel="noreferrer">
					{inner}
				</a>
			) : (
				inner
			);
		default:
			return inner;
	}
}
