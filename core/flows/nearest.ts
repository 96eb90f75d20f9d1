import { distance } from "fastest-levenshtein";

/**
 * The known word that was probably meant: at most two slips away, and fewer than the word has letters. Of four letters two
 * others make another word ("tell" is no "call"), unless they are the same ones in another order.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
	const { length } = [...word];
	let best: string | undefined;
	let fewest = Math.min(3, length);
	for (const candidate of known) {
		const slips = distance(word, candidate);
		if (slips >= fewest || (slips === 2 && length === 4 && lettersOf(word) !== lettersOf(candidate))) continue;
		[best, fewest] = [candidate, slips];
	}
	return best;
}

function lettersOf(word: string): string {
	return [...word].sort().join("");
}

/** The end of a message about an unknown word: ` — did you mean "ask"?`, or nothing. */
export function didYouMean(suggestion: string | undefined): string {
	return suggestion === undefined ? "" : ` — did you mean "${suggestion}"?`;
}
