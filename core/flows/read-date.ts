import { dayNumber, dayNumbered, dayOf, isoDay, wallClock } from "#core/zoned-time.ts";
import { daysAhead, monthNamed } from "./answer-words.ts";

/**
 * Reads a day: `10.03.1990`, `1990-03-10`, `10 марта 1990`, `March 10, 1990`, «завтра». Without a year the next such
 * day, today included. Undefined for what is no day, or a day that the calendar does not have.
 */
export function readDate(text: string, now: Date, zone: string): string | undefined {
	const said = text.trim().slice(0, 60);
	const ahead = daysAhead(said);
	const today = isoDay(now, zone);
	if (ahead !== undefined) return dayNumbered((dayNumber(today) ?? 0) + ahead);
	const written = writtenDate(said);
	if (!written) return undefined;
	const { year, month, day } = written;
	const thisYear = wallClock(now, zone).year;
	return year === undefined ? nextSuchDay(month, day, today, thisYear) : dayOf(fullYear(year, thisYear), month, day);
}

type Written = { readonly year: string | undefined; readonly month: number; readonly day: number };

function writtenDate(said: string): Written | undefined {
	const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(said);
	if (iso) return { year: iso[1], month: Number(iso[2]), day: Number(iso[3]) };
	const numbers = /^(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?\.?(?:\s*(?:г|года|год)\.?)?$/i.exec(said);
	if (numbers) return { year: numbers[3], month: Number(numbers[2]), day: Number(numbers[1]) };
	const dayFirst =
		/^(\d{1,2})(?:st|nd|rd|th|-?го|-?е)?\s+(?:of\s+)?(\p{L}+)\.?,?(?:\s+(\d{4}))?(?:\s*(?:г|года|год)\.?)?$/iu;
	const monthFirst = /^(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(\d{4}))?$/iu;
	const [, day, name, year] = dayFirst.exec(said) ?? reordered(monthFirst.exec(said)) ?? [];
	const month = name === undefined ? undefined : monthNamed(name);
	return month === undefined ? undefined : { year, month, day: Number(day) };
}

function reordered(match: RegExpExecArray | null): (string | undefined)[] | undefined {
	return match ? [match[0], match[2], match[1], match[3]] : undefined;
}

/** 29 February may be up to eight years ahead. */
function nextSuchDay(month: number, day: number, today: string, thisYear: number): string | undefined {
	for (let year = thisYear; year <= thisYear + 8; year++) {
		const candidate = dayOf(year, month, day);
		if (candidate !== undefined && candidate >= today) return candidate;
	}
	return undefined;
}

/** `90` is 1990, `30` in 2026 is 2030: two digits are at most ten years ahead, as birthdays lie behind. */
function fullYear(written: string, thisYear: number): number {
	const year = Number(written);
	if (written.length > 2) return year;
	const century = thisYear - (thisYear % 100);
	return century + year > thisYear + 10 ? century - 100 + year : century + year;
}
