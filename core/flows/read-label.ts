import { LONGEST_ANSWER, normalise, normalWords } from "./normalise.ts";

/** A line of a question as it was shown: an option, a suggestion, or the skip button. */
export type ShownOption = {
	readonly id: string;
	readonly label: string;
	readonly short?: string;
	readonly also?: readonly string[];
	/** The number that stood before it, if lines were numbered. */
	readonly number?: number;
};

/** How an option was recognised; goes into the trace as `why`. */
export type LabelMatch = { readonly option: ShownOption; readonly by: "label" | "number" | "beginning" | "typo" };

/** The one option that the message means, by the four rules of flow-language.md §9.3; each only if one option fits. */
export function readLabel(text: string, options: readonly ShownOption[]): LabelMatch | undefined {
	const said = key(text);
	if (said === "") return undefined;
	for (const { by, fits } of rules) {
		const [option, second] = options.filter((candidate) => fits(said, candidate));
		if (option && !second) return { option, by };
	}
	return undefined;
}

/** The options named by numbers or labels with commas between them; undefined if any part means none. */
export function readMany(text: string, options: readonly ShownOption[]): ShownOption[] | undefined {
	const said = text.slice(0, LONGEST_ANSWER).trim();
	const parts = said.split(/^[\d\s]+$/.test(said) ? /\s+/ : /[,;\n]/).filter((part) => part.trim() !== "");
	if (parts.length === 0 || parts.length > MOST_PARTS) return undefined;
	const chosen = new Set<ShownOption>();
	for (let from = 0; from < parts.length; ) {
		const next = longestLabel(parts.slice(from), options);
		if (!next) return undefined;
		chosen.add(next.option);
		from += next.parts;
	}
	return [...chosen];
}

/** Labels may hold commas themselves («Молоко, 1 л»), so as many parts as possible make one. */
function longestLabel(parts: readonly string[], options: readonly ShownOption[]) {
	for (let count = parts.length; count > 0; count--) {
		const match = readLabel(parts.slice(0, count).join(","), options);
		if (match) return { option: match.option, parts: count };
	}
	return undefined;
}

const MOST_PARTS = 40;

type Rule = { readonly by: LabelMatch["by"]; readonly fits: (said: string, option: ShownOption) => boolean };

const rules: readonly Rule[] = [
	{ by: "label", fits: (said, option) => namesOf(option).some((name) => key(name) === said) },
	{ by: "number", fits: (said, { number }) => number !== undefined && said === String(number) },
	{ by: "beginning", fits: (said, { label }) => letters(said) >= 4 && `${normalise(label)} `.startsWith(`${said} `) },
	{ by: "typo", fits: (said, option) => namesOf(option).some((name) => almost(said.split(" "), normalWords(name))) },
];

function namesOf({ label, short, also = [] }: ShownOption): readonly string[] {
	return short === undefined ? [label, ...also] : [label, short, ...also];
}

/** A label of nothing but signs («👍») is compared as it is written. */
function key(text: string): string {
	return normalise(text) || text.slice(0, 100).trim();
}

function letters(said: string): number {
	return said.replaceAll(" ", "").length;
}

/** The same number of words, at most one typo in each word longer than three letters. */
function almost(said: readonly string[], meant: readonly string[]): boolean {
	if (said.length !== meant.length) return false;
	return said.every((word, at) => {
		const other = meant[at] ?? "";
		// A digit is never a typo: 1500 is not 1501.
		return word === other || (other.length > 3 && !/\d/.test(word + other) && isOneTypo(word, other));
	});
}

/** One letter wrong, missing, too many, or two neighbours exchanged. */
function isOneTypo(word: string, other: string): boolean {
	const [short, long] = word.length <= other.length ? [word, other] : [other, word];
	if (long.length - short.length > 1) return false;
	let from = 0;
	while (from < short.length && short[from] === long[from]) from++;
	if (short.length < long.length) return short.slice(from) === long.slice(from + 1);
	if (short.slice(from + 1) === long.slice(from + 1)) return true;
	const exchanged = short[from] === long[from + 1] && short[from + 1] === long[from];
	return exchanged && short.slice(from + 2) === long.slice(from + 2);
}
