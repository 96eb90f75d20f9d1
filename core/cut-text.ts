const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** A character longer than this is an attack (letters under a tower of accents) and may be cut anywhere. */
const LONGEST_CHARACTER = 64;

/**
 * The start of a text, at most `limit` UTF-16 units long, never ending in half of an emoji or of an accented letter.
 * `mark`, e.g. "…", shows that something was cut and counts.
 */
export function cutText(text: string, limit: number, mark = ""): string {
	if (text.length <= limit) return text;
	return text.slice(0, characterStart(text, limit - mark.length)) + mark;
}

/** Where the character that `index` points into begins, as people count characters. */
export function characterStart(text: string, index: number): number {
	if (index <= 0) return 0;
	if (index >= text.length || isPlain(text, index)) return Math.min(index, text.length);
	const from = codePointStart(text, Math.max(0, index - LONGEST_CHARACTER));
	const around = text.slice(from, index + LONGEST_CHARACTER);
	const start = graphemes.segment(around).containing(index - from)?.index ?? 0;
	return start > 0 ? from + start : codePointStart(text, index);
}

/** Between two characters below the combining marks, and not within CR LF, there is always a border. */
function isPlain(text: string, index: number): boolean {
	return text.charCodeAt(index - 1) < 0x300 && text.charCodeAt(index) < 0x300 && text[index - 1] !== "\r";
}

function codePointStart(text: string, index: number): number {
	const isLow = (text.charCodeAt(index) & 0xfc00) === 0xdc00;
	const isHigh = (text.charCodeAt(index - 1) & 0xfc00) === 0xd800;
	return isLow && isHigh ? index - 1 : index;
}
