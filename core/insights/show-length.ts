import { inLanguage } from "#core/in-language.ts";

/** A length of time as people say it, by its two largest units: «2 ч 5 мин», "3 d 4 h". */
export function showLength(seconds: number, language: string): string {
	const units = inLanguage(language, UNITS);
	const whole = Math.max(0, Math.round(seconds));
	if (whole < 60) return `${whole} ${units.second}`;
	const minutes = Math.round(whole / 60);
	if (minutes < 60) return `${minutes} ${units.minute}`;
	if (minutes < 24 * 60) return two(Math.floor(minutes / 60), units.hour, minutes % 60, units.minute);
	const hours = Math.round(minutes / 60);
	return two(Math.floor(hours / 24), units.day, hours % 24, units.hour);
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
	return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

const UNITS = {
	ru: { second: "с", minute: "мин", hour: "ч", day: "дн" },
	en: { second: "s", minute: "min", hour: "h", day: "d" },
};
