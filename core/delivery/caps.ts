import { addDays, startOfDay } from "#core/zoned-time.ts";

/** At most so many messages in so many of the customer's calendar days, today among them. */
export type Cap = { readonly times: number; readonly days: number };

/**
 * When one more message would be within all caps: `now`, or the beginning of a later day of the customer's. `sent` are
 * the moments of messages that were tried, arrived or may have arrived.
 */
export function roomFrom(now: Date, sent: readonly Date[], caps: readonly Cap[], zone: string): Date {
	let moment = now;
	for (let narrowing = true; narrowing; ) {
		narrowing = false;
		for (const cap of caps) {
			const free = roomUnder(cap, moment, sent, zone);
			if (free > moment) [moment, narrowing] = [free, true];
		}
	}
	return moment;
}

/** Reads `1 per day`, `2 per 7 days`; undefined for what is none. */
export function parseCap(written: string): Cap | undefined {
	const match = /^(\d+) per (?:(\d+) days|day|week)$/.exec(written.trim());
	if (!match) return undefined;
	const days = match[2] === undefined ? (written.trim().endsWith("week") ? 7 : 1) : Number(match[2]);
	return days > 0 ? { times: Number(match[1]), days } : undefined;
}

/** A cap of nothing never has room: a year away is as good as never, and no caller waits so long. */
const NEVER_DAYS = 366;

function roomUnder({ times, days }: Cap, at: Date, sent: readonly Date[], zone: string): Date {
	if (times === 0) return addDays(startOfDay(at, zone), NEVER_DAYS, zone);
	const since = addDays(startOfDay(at, zone), 1 - days, zone);
	const counted = sent.filter((moment) => moment >= since).sort((one, other) => one.getTime() - other.getTime());
	// The one that has to leave the window before there is room for another.
	const oldest = counted[counted.length - times];
	return oldest ? addDays(startOfDay(oldest, zone), days, zone) : at;
}
