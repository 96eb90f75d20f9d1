import { normalWords } from "./normalise.ts";

/**
 * The number of words of the phrase if the message says it, else undefined: the phrase is the whole message, or stands
 * as consecutive words in one that is at most four words longer, so that a long complaint is not eaten by a keyword.
 */
export function matchPhrase(message: string, phrase: string): number | undefined {
	return saysWords(normalWords(message), normalWords(phrase));
}

/** The longest phrase that the message says; of equally long ones the first. */
export function longestPhrase<T>(
	message: string,
	candidates: readonly { readonly says: readonly string[]; readonly of: T }[],
): { readonly of: T; readonly phrase: string; readonly words: number } | undefined {
	const said = normalWords(message);
	let longest: { of: T; phrase: string; words: number; letters: number } | undefined;
	for (const { says, of } of candidates) {
		for (const phrase of says) {
			const meant = normalWords(phrase);
			const words = saysWords(said, meant);
			if (words === undefined) continue;
			const letters = meant.join("").length;
			const longer = !longest || words > longest.words || (words === longest.words && letters > longest.letters);
			if (longer) longest = { of, phrase, words, letters };
		}
	}
	return longest && { of: longest.of, phrase: longest.phrase, words: longest.words };
}

/** How many words may stand round a phrase. */
const EXTRA_WORDS = 4;

function saysWords(said: readonly string[], meant: readonly string[]): number | undefined {
	const extra = said.length - meant.length;
	if (meant.length === 0 || extra < 0 || extra > EXTRA_WORDS) return undefined;
	for (let from = 0; from <= extra; from++) {
		if (meant.every((word, at) => said[from + at] === word)) return meant.length;
	}
	return undefined;
}
