import { offsetAt, parseTimeOfDay } from "#core/zoned-time.ts";

/** Hours in which nobody is written to uninvited, in minutes of the day. `from` later than `to` goes over midnight. */
export type QuietHours = { readonly from: number; readonly to: number };

/**
 * The first moment, not before `at`, at which the clocks of all these zones are outside the quiet hours; `at` itself if
 * they are already. Several zones stand for a customer of whom only the country is known. Undefined if they are never
 * all awake.
 */
export function awakeFrom(at: Date, quiet: QuietHours | undefined, zones: readonly string[]): Date | undefined {
	if (!quiet || quiet.from === quiet.to) return at;
	let moment = at.getTime();
	const limit = moment + TWO_DAYS;
	while (moment < limit) {
		// Within a quarter no zone's clock changes, so its reading only moves forward.
		const end = (Math.floor(moment / QUARTER) + 1) * QUARTER;
		const awake = awakeWithin(moment, end, quiet, zones);
		if (awake !== undefined) return new Date(awake);
		moment = end;
	}
	return undefined;
}

/** Whether the clock of that zone shows a quiet hour. */
export function isQuiet(at: Date, { from, to }: QuietHours, zone: string): boolean {
	return isWithin(minuteOfDay(at.getTime(), zone), from, to);
}

/** Reads `21:00-10:00`; undefined for what is none. */
export function parseQuietHours(written: string): QuietHours | undefined {
	const [from, to, rest] = written.split("-").map(parseTimeOfDay);
	if (!from || !to || rest !== undefined) return undefined;
	return { from: from.hour * 60 + from.minute, to: to.hour * 60 + to.minute };
}

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const TWO_DAYS = 48 * 60 * MINUTE;
const DAY_MINUTES = 24 * 60;

/** The first moment from `start` to before `end` that is quiet in no zone. */
function awakeWithin(start: number, end: number, quiet: QuietHours, zones: readonly string[]): number | undefined {
	let moment = start;
	for (let settled = false; !settled; ) {
		settled = true;
		for (const zone of zones) {
			const minute = minuteOfDay(moment, zone);
			if (!isWithin(minute, quiet.from, quiet.to)) continue;
			const wait = (quiet.to - minute + DAY_MINUTES) % DAY_MINUTES;
			moment += wait * MINUTE;
			if (moment >= end) return undefined;
			settled = false;
		}
	}
	return moment;
}

function isWithin(minute: number, from: number, to: number): boolean {
	return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** With its fraction, so that the seconds count. */
function minuteOfDay(epoch: number, zone: string): number {
	const minutes = (epoch + offsetAt(epoch, zone)) / MINUTE;
	return ((minutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
}
