/**
 * Takes out what tells who somebody is before a text leaves the house: what the shop knows of the customer (`known`: name,
 * phone, addresses, answers given in words), and whatever looks like a phone, an e-mail address, a card, a handle, a link
 * or a name said as one («меня зовут Анна»). The same thing has the same mark in all texts of one masking.
 */
export function openMask(known: readonly string[]) {
	const marks = new Map<string, string>();

	function markFor(kind: string, found: string): string {
		const before = marks.get(found);
		if (before) return before;
		const mark = `<${kind}_${marks.size + 1}>`;
		marks.set(found, mark);
		return mark;
	}

	const names = [...new Set(known.map((word) => word.trim()))].filter(isTelling).sort((a, b) => b.length - a.length);

	return {
		mask(text: string): string {
			let masked = text.replace(NAMED, (found) => markFor("NAME", found));
			// What is known goes before what only looks like something: an address holds numbers.
			for (const word of names) masked = replaceWord(masked, word, (found) => markFor("KNOWN", found));
			for (const { kind, looks } of LOOKS) masked = masked.replace(looks, (found) => markFor(kind, found));
			return masked;
		},
		/** Puts back what stood behind the marks. */
		unmask(text: string): string {
			let shown = text;
			for (const [found, mark] of marks) shown = shown.replaceAll(mark, found);
			return shown;
		},
	};
}

export type Mask = ReturnType<typeof openMask>;

/** A name said as one, to its end. */
const NAMED =
	/(?<=(?:[Мм]еня зовут|[Мм]о[её] имя|[Ээ]то|[Mm]y name is|I am|I'm)\s+)\p{Lu}\p{L}+(?:\s+\p{Lu}\p{L}+){0,2}/gu;

/** In this order: a link may hold an address, an address digits. */
const LOOKS: readonly { kind: string; looks: RegExp }[] = [
	{ kind: "LINK", looks: /\b(?:https?:\/\/|www\.|t\.me\/|wa\.me\/)\S+/giu },
	{ kind: "EMAIL", looks: /[^\s@<>()",;:]{1,64}@[\p{L}\p{N}.-]{3,190}/gu },
	{ kind: "HANDLE", looks: /(?<![\p{L}\p{N}])@[\w.]{3,32}/gu },
	// Five digits and more with whatever people put between: phones, cards, passports. Prices and sizes are shorter.
	{ kind: "NUMBER", looks: /\+?\d(?:[\s().\-–—]{0,2}\d){5,24}/gu },
	{
		kind: "PLACE",
		looks:
			/(?<![\p{L}])(?:ул(?:ица)?|просп(?:ект)?|пр-т|пер(?:еулок)?|б-р|бульвар|наб(?:ережная)?|шоссе|street|st|avenue|ave)\.?\s+[\p{L}\p{N} .-]{2,40}?(?:,?\s*(?:д(?:ом)?\.?\s*)?\d+[\p{L}]?(?:[/-]\d+)?)(?:,?\s*(?:кв(?:артира)?\.?|apt\.?)\s*\d+)?/giu,
	},
];

/** One letter, or «да», would take half of the text away. */
function isTelling(word: string): boolean {
	return [...word].length >= 3;
}

function replaceWord(text: string, word: string, by: (found: string) => string): string {
	const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
	return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "giu"), (found) => by(found));
}
