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

/**
 * The same span earlier, so many whole weeks that the two do not overlap: today until this hour, and that weekday until
 * this hour, by the clock on the wall.
 */
export function spanBefore({ from, until }: Period, zone: string): Period {
	const days = Math.ceil((until.getTime() - from.getTime()) / 86_400_000);
	const back = -7 * Math.max(1, Math.ceil(days / 7));
	return { from: addDays(from, back, zone), until: addDays(until, back, zone) };
}
