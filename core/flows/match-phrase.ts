import { normalise } from "./normalise.ts";

/**
 * The number of words of the phrase if the message says it, else undefined: the phrase is the whole message, or stands
 * as consecutive words in one that is at most four words longer, so that a long complaint is not eaten by a keyword.
 */
export function matchPhrase(message: string, phrase: string): number | undefined {
	return wordsSaid(normalise(message), normalise(phrase));
}

/** The longest phrase that the message says; of equally long ones the first. */
export function longestPhrase<T>(
	message: string,
	candidates: readonly { readonly says: readonly string[]; readonly of: T }[],
): { readonly of: T; readonly phrase: string; readonly words: number } | undefined {
	const said = normalise(message);
	let longest: { of: T; phrase: string; words: number; length: number } | undefined;
	for (const { says, of } of candidates) {
		for (const phrase of says) {
			const meant = normalise(phrase);
			const words = wordsSaid(said, meant);
			if (words === undefined) continue;
			const { length } = meant;
			const longer = !longest || words > longest.words || (words === longest.words && length > longest.length);
			if (longer) longest = { of, phrase, words, length };
		}
	}
	return longest && { of: longest.of, phrase: longest.phrase, words: longest.words };
}

/** How many words may stand round a phrase. */
const EXTRA_WORDS = 4;

/** Both normalised. Nearly all phrases are not in a message at all, so that is looked at first and no word is cut out. */
function wordsSaid(said: string, meant: string): number | undefined {
	if (meant === "" || !` ${said} `.includes(` ${meant} `)) return undefined;
	const words = countWords(meant);
	return countWords(said) - words <= EXTRA_WORDS ? words : undefined;
}

function countWords(normal: string): number {
	return normal.split(" ").length;
}
