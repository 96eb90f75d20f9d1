/**
 * What a customer wrote as it is compared: NFKC, lower case, ё → е, everything but letters and digits one space, at
 * most 4,096 characters. Short texts are kept: labels and phrases are compared with every message.
 */
export function normalise(text: string): string {
	if (text.length > KEPT_LENGTH) return compute(text);
	const known = kept.get(text);
	if (known !== undefined) return known;
	const normal = compute(text);
	if (kept.size >= MOST) kept.clear();
	kept.set(text, normal);
	return normal;
}

/** The words of a text as they are compared. */
export function normalWords(text: string): string[] {
	const normal = normalise(text);
	return normal === "" ? [] : normal.split(" ");
}

/** The longest text of which anything is read; the rest is left in the thread. */
export const LONGEST_ANSWER = 4096;

const KEPT_LENGTH = 80;
const MOST = 20_000;
const kept = new Map<string, string>();

function compute(text: string): string {
	return (
		text
			.slice(0, LONGEST_ANSWER)
			.normalize("NFKC")
			.slice(0, LONGEST_ANSWER)
			.toLowerCase()
			.replaceAll("ё", "е")
			// The frame of 1️⃣ and the colour of ❤️ are marks behind a sign, and no letters.
			.replace(/[\u20e3\ufe00-\ufe0f]/g, "")
			.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
			.trim()
	);
}
