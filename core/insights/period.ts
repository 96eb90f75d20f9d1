import { addDays, startOfDay, wallClock } from "#core/zoned-time.ts";

/** What is counted over: from a moment, up to another and without it. */
export type Period = { readonly from: Date; readonly until: Date };

/** Today until now. */
export function today(now: Date, zone: string): Period {
	return { from: startOfDay(now, zone), until: now };
}

/** This week, since Monday, until now. */
export function thisWeek(now: Date, zone: string): Period {
	const { weekday } = wallClock(now, zone);
	return { from: addDays(startOfDay(now, zone), 1 - weekday, zone), until: now };
}

/** The last so many days, today among them, until now. */
export function lastDays(now: Date, days: number, zone: string): Period {
	return { from: addDays(startOfDay(now, zone), 1 - days, zone), until: now };
}

/** The same span a week earlier, by the clock on the wall: today until this hour, and that day until this hour. */
export function weekBefore({ from, until }: Period, zone: string): Period {
	return { from: addDays(from, -7, zone), until: addDays(until, -7, zone) };
}
