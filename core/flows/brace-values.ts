/** A value within the braces of one line, from `at` up to `end`. */
export type BraceValue = { readonly value: string; readonly at: number; readonly end: number };

/**
 * The plain values of the first `{word: value, word: value}` on a line, each up to the next of these words or to the brace:
 * what a person meant, whatever commas and colons YAML would see in it.
 */
export function valuesInBraces(line: string, words: ReadonlySet<string>): readonly BraceValue[] {
	const open = line.search(/\{(?![{%])/);
	const close = line.lastIndexOf("}");
	if (
		open < 0 ||
		close < open ||
		line
			.slice(close + 1)
			.replace(/\s#.*$/, "")
			.replace(/^[\s\]]+/, "") !== ""
	)
		return [];
	const keys = [...line.slice(open, close).matchAll(/[{,]\s*([\p{L}\p{N}_-]+):\s+/gu)].filter(
		({ 1: word = "" }, place) => place === 0 || words.has(word),
	);
	return keys.map((key, place) => {
		const at = open + key.index + key[0].length;
		const next = keys[place + 1];
		const end = at + line.slice(at, next ? open + next.index : close).trimEnd().length;
		return { value: line.slice(at, end), at, end };
	});
}
