/** A stretch of a text in some style. Offsets in UTF-16 units. */
export interface Style {
	type: "bold" | "italic" | "strikethrough" | "code";
	offset: number;
	length: number;
}

const SIGNS: readonly [sign: string, type: Style["type"]][] = [
	["```", "code"],
	["`", "code"],
	["*", "bold"],
	["_", "italic"],
	["~", "strikethrough"],
];

/**
 * What a phone makes of WhatsApp's signs: `*bold*`, `_italic_`, `~struck~`, ```` ```code``` ````. A sign opens where a word
 * may begin and closes where one may end, within one line; all others are ordinary characters.
 */
export function readFormatting(source: string): { text: string; styles: Style[] } {
	const styles: Style[] = [];
	let text = "";
	for (let at = 0; at < source.length; ) {
		const span = spanAt(source, at);
		if (!span) {
			text += source[at] ?? "";
			at += 1;
			continue;
		}
		const offset = text.length;
		const inner = span.type === "code" ? { text: span.inner, styles: [] } : readFormatting(span.inner);
		text += inner.text;
		styles.push({ type: span.type, offset, length: inner.text.length });
		styles.push(...inner.styles.map((style) => ({ ...style, offset: style.offset + offset })));
		at = span.end;
	}
	return { text, styles };
}

function spanAt(source: string, at: number): { type: Style["type"]; inner: string; end: number } | undefined {
	const found = SIGNS.find(([sign]) => source.startsWith(sign, at));
	if (!found || isWord(source[at - 1])) return undefined;
	const [sign, type] = found;
	const from = at + sign.length;
	if (source[from] === undefined || /\s/.test(source[from])) return undefined;
	for (let close = source.indexOf(sign, from + 1); close > 0; close = source.indexOf(sign, close + 1)) {
		const inner = source.slice(from, close);
		if (sign !== "```" && inner.includes("\n")) return undefined;
		if (!/\s$/.test(inner) && !isWord(source[close + sign.length])) return { type, inner, end: close + sign.length };
	}
	return undefined;
}

function isWord(sign: string | undefined): boolean {
	return sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
}
