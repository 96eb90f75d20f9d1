/** Ways to find customers by words: a condition over `customer c` for each that the words allow, with its value as `$`. */
export type PeopleMeant = readonly { readonly way: string; readonly condition: string; readonly value: string }[];

/** Whom words may mean: a part of the name (typos forgiven), or of the phone. Each way has an index of its own, so they are united and never joined by OR. */
export function peopleMeant(words: string): PeopleMeant {
	const letters = lettersIn(words);
	const digits = words.replace(/\D/g, "");
	return [
		...(letters >= 3
			? [{ way: "name", condition: `${SOUNDS} ~ '[a-z]' AND ${NAME} LIKE '%' || ${SOUNDS} || '%'`, value: words }]
			: []),
		// Of one or two letters trigrams know only whether a word begins with them.
		...(letters === 1 || letters === 2
			? [{ way: "beginning", condition: `${SOUNDS} ~ '[a-z]' AND ${NAME} LIKE '% ' || ${SOUNDS} || '%'`, value: words }]
			: []),
		// «8 900 …» is kept as +7 900 …: the last ten digits are the same.
		...(digits.length >= 4
			? [{ way: "phone", condition: "c.phone LIKE '%' || $::text || '%'", value: digits.slice(-10) }]
			: []),
	];
}

/** How many letters words have: trigrams find nothing by fewer than three, unless a word begins with them. */
export function lettersIn(words: string): number {
	return words.match(/\p{L}/gu)?.length ?? 0;
}

/** A number that people may mean an order by: «№ 1042». */
export function orderNumberMeant(words: string): number | undefined {
	return /^(№|#)?\s*\d{1,9}$/.test(words) ? Number(words.replace(/\D/g, "")) : undefined;
}

/** As the index has it: a space stands before each word. */
const NAME = "sounds_like(' ' || coalesce(c.first_name, '') || ' ' || coalesce(c.last_name, ''))";
const SOUNDS = "sounds_like($::text)";
