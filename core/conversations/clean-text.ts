import { cutText } from "#core/cut-text.ts";

/** The longest text that anybody may send us; more is kept in the raw update only. */
const LONGEST = 10_000;

/** Control characters except line feed and tab: PostgreSQL refuses U+0000, and terminals obey others. */
const CONTROLS = /[^\P{Cc}\n\t]/gu;
const HALF_CHARACTERS = /\p{Surrogate}/gu;
const LINE_ENDS = /\r\n?|[\u2028\u2029]/g;
const ORDINARY = /^[\n\t\u0020-\u007e\u0410-\u044f\u0401\u0451]*$/;

/** A text as it came from a stranger, fit to be stored, matched and shown: NFC, whole characters, no control characters. */
export function cleanText(text: string, limit = LONGEST): string {
	if (text.length <= limit && ORDINARY.test(text)) return text;
	// Cut twice: normalizing a megabyte costs time, and NFC may lengthen a text.
	const whole = text.slice(0, limit * 2).replace(HALF_CHARACTERS, "\uFFFD");
	return cutText(whole.replace(LINE_ENDS, "\n").replace(CONTROLS, "").normalize("NFC"), limit);
}
