import { normalise } from "./normalise.ts";

/** Whether these words say yes (true) or no (false), in any of our languages; undefined if they say neither. */
export function yesOrNo(text: string): boolean | undefined {
	const said = normalise(text) || text.trim();
	for (const words of Object.values(answers)) {
		if (words.yes.includes(said)) return true;
		if (words.no.includes(said)) return false;
	}
	return undefined;
}

/** The month (1…12) that a word names, in any of our languages, whole or cut: «марта», «мар», `march`. */
export function monthNamed(word: string): number | undefined {
	const said = normalise(word);
	if ([...said].length < 3) return undefined;
	for (const months of Object.values(monthNames)) {
		const at = months.findIndex((forms) => forms.some((form) => form === said || cut(form) === said));
		if (at >= 0) return at + 1;
	}
	return undefined;
}

/** How many days ahead a word lies: «сегодня» is 0, «послезавтра» 2. */
export function daysAhead(text: string): number | undefined {
	return dayWords.get(normalise(text));
}

type Words = { readonly yes: readonly string[]; readonly no: readonly string[] };

/** As `normalise` leaves them; signs as they are written. */
const answers: Readonly<Record<string, Words>> = {
	ru: {
		yes: list(
			"да, ага, угу, конечно, да конечно, конечно да, давай, давайте, хочу, да хочу, согласен, согласна, да согласен, " +
				"да согласна, ок, окей, хорошо, можно, да можно, да пожалуйста, верно, да верно, +, 👍",
		),
		no: list(
			"нет, не, неа, нет спасибо, спасибо нет, не надо, не нужно, не хочу, нет не надо, нет не нужно, нет не хочу, " +
				"ненадо, не согласен, не согласна, нет конечно, конечно нет, никогда, 👎",
		),
	},
	en: {
		yes: list("yes, y, yeah, yep, yup, sure, of course, ok, okay, yes please, please do, i do, i agree, +, 👍"),
		no: list("no, n, nope, nah, no thanks, no thank you, not now, never, i don t, don t, 👎"),
	},
};

const monthNames: Readonly<Record<string, readonly (readonly string[])[]>> = {
	ru: [
		["января", "январь"],
		["февраля", "февраль"],
		["марта", "март"],
		["апреля", "апрель"],
		["мая", "май"],
		["июня", "июнь"],
		["июля", "июль"],
		["августа", "август"],
		["сентября", "сентябрь", "сент"],
		["октября", "октябрь"],
		["ноября", "ноябрь"],
		["декабря", "декабрь"],
	].map((forms) => forms.map(normalise)),
	en: list("january, february, march, april, may, june, july, august, september, october, november, december").map(
		(name) => [name],
	),
};

const dayWords: ReadonlyMap<string, number> = new Map([
	["сегодня", 0],
	["завтра", 1],
	["послезавтра", 2],
	["today", 0],
	["tomorrow", 1],
]);

function cut(form: string): string {
	return form.slice(0, 3);
}

function list(words: string): string[] {
	return words.split(",").map((word) => word.trim());
}
