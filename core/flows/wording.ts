/** What a translation is made from: a text that customers read, or the phrases that they write. */
export type Original = string | readonly string[];

/** An original on one line of a comment, or on several. */
export function written(original: Original): string {
	return typeof original === "string" ? original : original.join(", ");
}

/**
 * Whether what a translation was made from still says this, so that it may be shown. Layout, letter case, ё and punctuation
 * are no words. Phrases are one list while they have one in common: whoever adds a synonym must not make us deaf.
 */
export function stillSays(remembered: string, now: Original): boolean {
	if (typeof now === "string") return remembered === now || plainWording(remembered) === plainWording(now);
	return likeness(remembered, now) > 0;
}

/** Whether a translator has to look again. */
export function hasChanged(remembered: string, now: Original): boolean {
	return typeof now === "string" ? !stillSays(remembered, now) : likeness(remembered, now) < 1;
}

/** How much two wordings have in common, 0…1: words of a text, phrases of a list. */
export function likeness(remembered: string, now: Original): number {
	const before = new Set(
		typeof now === "string" ? plainWording(remembered).split(" ") : remembered.split(/[,\n]/).map(plainWording),
	);
	const after = new Set(typeof now === "string" ? plainWording(now).split(" ") : now.map(plainWording));
	const common = [...after].filter((one) => before.has(one)).length;
	return (2 * common) / (before.size + after.size);
}

/** A text as wordings are compared. Braces and signs stay: they are values, prices and smileys. */
export function plainWording(text: string): string {
	return text
		.toLowerCase()
		.replaceAll("ё", "е")
		.replace(/[^\p{L}\p{M}\p{N}\p{S}%{}]+/gu, " ")
		.trim();
}
