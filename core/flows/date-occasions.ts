import {
	addDays,
	dayNumber,
	dayNumbered,
	dayOf,
	instantOf,
	isoDay,
	parseTimeOfDay,
	wallClock,
	weekdays,
} from "#core/zoned-time.ts";
import { addDuration, type Duration, parseDuration, subtractDuration } from "./durations.ts";
import type { Start } from "./program.ts";

/** A moment at which a flow should start, and the day that it is for. */
export type DayOccasion = { readonly key: string; readonly firesAt: Date };

/** The stretch of time that is looked at: what was missed while the program was down is still in it. */
export type Stretch = { readonly after: Date; readonly until: Date };

type DateStart = Extract<Start, { by: "date" }>;
type EveryStart = Extract<Start, { by: "every" }>;

/**
 * The occasions of a `date:` start within the stretch, by the customer's clock. A yearly date comes back each year (29 February
 * on the 28th in ordinary years), others come once.
 */
export function dateOccasions(
	start: Pick<DateStart, "before" | "after" | "at">,
	value: string,
	{ zone, yearly }: { zone: string; yearly: boolean },
	stretch: Stretch,
): DayOccasion[] {
	const date = dateIn(value, zone);
	if (!date) return [];
	const days = yearly ? yearsAround(stretch).flatMap((year) => inYear(date, year) ?? []) : [date];
	return days.flatMap((day) => {
		const firesAt = moment(day, start, zone);
		return firesAt && within(firesAt, stretch) ? [{ key: day, firesAt }] : [];
	});
}

/** The occasions of an `every:` start within the stretch, by the customer's clock. */
export function everyOccasions(
	{ every, at, day }: Pick<EveryStart, "every" | "at" | "day">,
	zone: string,
	stretch: Stretch,
): DayOccasion[] {
	const occasions: DayOccasion[] = [];
	for (
		let from = addDays(stretch.after, -1, zone);
		from <= addDays(stretch.until, 1, zone);
		from = addDays(from, 1, zone)
	) {
		if (!isTheDay(every, day, from, zone)) continue;
		const key = isoDay(from, zone);
		const firesAt = moment(key, { at }, zone);
		if (firesAt && within(firesAt, stretch)) occasions.push({ key, firesAt });
	}
	return occasions;
}

function isTheDay(every: EveryStart["every"], day: string | undefined, at: Date, zone: string): boolean {
	const clock = wallClock(at, zone);
	switch (every) {
		case "day":
			return true;
		case "week":
			return weekdays[clock.weekday - 1] === (day ?? "mon");
		case "month":
			return clock.day === Number(day ?? 1);
	}
}

/** A date as it stands, or the day of a moment at the customer's place. */
function dateIn(value: string, zone: string): string | undefined {
	if (dayNumber(value) !== undefined) return value;
	const instant = new Date(value);
	return Number.isNaN(instant.getTime()) ? undefined : isoDay(instant, zone);
}

function yearsAround({ after, until }: Stretch): number[] {
	const first = after.getUTCFullYear() - 1;
	return Array.from({ length: until.getUTCFullYear() + 2 - first }, (_, index) => first + index);
}

function inYear(date: string, year: number): string | undefined {
	const [, month = 0, day = 0] = date.split("-").map(Number);
	return dayOf(year, month, day) ?? dayOf(year, month, day - 1);
}

/** Whole days move the day; hours and minutes move the moment. */
function moment(day: string, { before, after, at }: { before?: string; after?: string; at: string }, zone: string) {
	const clock = parseTimeOfDay(at);
	const number = dayNumber(day);
	const date = number === undefined ? undefined : dayNumbered(number);
	if (!clock || !date) return undefined;
	const [year = 0, month = 0, dayOfMonth = 0] = date.split("-").map(Number);
	const onTheDay = instantOf({ year, month, day: dayOfMonth, ...clock }, zone);
	if (before) return subtractDuration(onTheDay, lengthOf(before), zone);
	return after ? addDuration(onTheDay, lengthOf(after), zone) : onTheDay;
}

const NO_TIME: Duration = { days: 0, seconds: 0 };

function lengthOf(written: string): Duration {
	return parseDuration(written) ?? NO_TIME;
}

function within(at: Date, { after, until }: Stretch): boolean {
	return at > after && at <= until;
}
