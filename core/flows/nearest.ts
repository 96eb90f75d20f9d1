import { distance } from "fastest-levenshtein";

/** The known word that was probably meant: at most two slips away, and fewer than the word has letters. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
	let best: string | undefined;
	let fewest = Math.min(3, [...word].length);
	for (const candidate of known) {
		const slips = distance(word, candidate);
		if (slips < fewest) [best, fewest] = [candidate, slips];
	}
	return best;
}

/** The end of a message about an unknown word: ` — did you mean "ask"?`, or nothing. */
export function didYouMean(suggestion: string | undefined): string {
	return suggestion === undefined ? "" : ` — did you mean "${suggestion}"?`;
}
