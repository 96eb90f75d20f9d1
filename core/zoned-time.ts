/** What a clock on a wall in some zone shows. `weekday` is 1 for Monday … 7 for Sunday. */
export type WallClock = {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	readonly weekday: number;
};

/** A wall clock reading, which may not exist (the gap in spring) or exist twice (autumn). What is left out is 0. */
export type WallTime = {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly hour?: number;
	readonly minute?: number;
	readonly second?: number;
};

/** The days of the week as files name them, Monday first. */
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Since 1973 every zone changes its clock on a whole quarter of an hour (UTC): within one the offset stands still. */
const QUARTER = 15 * MINUTE;

/** What the clock shows at that moment in that zone. */
export function wallClock(at: Date, zone: string): WallClock {
	return read(at.getTime() + offsetAt(at.getTime(), zone));
}

/**
 * The moment at which the clock in that zone shows this. In a gap (spring) the moment after the gap; of two (autumn)
 * the first. Days and months beyond their ends run over, as in `Date.UTC`.
 */
export function instantOf(wall: WallTime, zone: string): Date {
	const paper = onPaper(wall);
	const before = offsetAt(paper - DAY, zone);
	const after = offsetAt(paper + DAY, zone);
	const early = paper - Math.max(before, after);
	if (early + offsetAt(early, zone) === paper) return new Date(early);
	const late = paper - Math.min(before, after);
	if (late + offsetAt(late, zone) === paper) return new Date(late);
	return new Date(changeBetween(early, late, zone));
}

/** The zone's offset from UTC at that moment, in milliseconds: +3 h for Moscow. Cached: Intl is asked once a quarter. */
export function offsetAt(epoch: number, zone: string): number {
	const known = zoneOf(zone);
	const quarter = Math.floor(epoch / QUARTER);
	const cached = known.offsets.get(quarter);
	if (cached !== undefined) return cached;
	if (known.offsets.size >= MAX_OFFSETS) known.offsets.clear();
	const offset = measure(quarter * QUARTER, known.clock);
	known.offsets.set(quarter, offset);
	return offset;
}

/** The moment at which that day began there: midnight, or the first moment after it where midnight is skipped. */
export function startOfDay(at: Date, zone: string): Date {
	const { year, month, day } = wallClock(at, zone);
	return instantOf({ year, month, day }, zone);
}

/** The same wall clock so many days later (or earlier). */
export function addDays(at: Date, days: number, zone: string): Date {
	if (days === 0) return at;
	const clock = wallClock(at, zone);
	const rest = ((at.getTime() % 1000) + 1000) % 1000;
	return new Date(instantOf({ ...clock, day: clock.day + days }, zone).getTime() + rest);
}

/**
 * The first moment, not before `after`, at which the clock shows this time (`11:00`), on one of these days (`mon`…`sun`)
 * if any are named. A time that a clock change skips counts as the moment after the gap.
 */
export function nextTimeOfDay(after: Date, time: string, zone: string, days: readonly string[] = weekdays): Date {
	const clock = parseTimeOfDay(time);
	if (!clock) throw new RangeError(`"${time}" is not a time of day; write 11:00.`);
	const today = wallClock(after, zone);
	// A week and a day: today's moment may be past, and then the same weekday is meant.
	for (let later = 0; later <= 7; later++) {
		const name = weekdays[(today.weekday - 1 + later) % 7];
		if (name === undefined || !days.includes(name)) continue;
		const { year, month, day } = today;
		const candidate = instantOf({ year, month, day: day + later, ...clock }, zone);
		if (candidate >= after) return candidate;
	}
	throw new RangeError(`None of "${days.join(", ")}" is a day of the week; write mon … sun.`);
}

/** Reads `18:30`, `9:05`; undefined for what is no time of day. */
export function parseTimeOfDay(written: string): { hour: number; minute: number } | undefined {
	const match = /^(\d{1,2}):(\d\d)$/.exec(written.trim());
	if (!match) return undefined;
	const [hour, minute] = [Number(match[1]), Number(match[2])];
	return hour < 24 && minute < 60 ? { hour, minute } : undefined;
}

/** The day as `2026-03-10`. */
export function isoDay(at: Date, zone: string): string {
	const { year, month, day } = wallClock(at, zone);
	return writeDay(year, month, day);
}

/** A day as `2026-03-10`; undefined if the calendar has no such day. */
export function dayOf(year: number, month: number, day: number): string | undefined {
	if (!(year >= 1 && year <= 9999)) return undefined;
	const paper = new Date(onPaper({ year, month, day }));
	const exists = paper.getUTCMonth() + 1 === month && paper.getUTCDate() === day;
	return exists ? writeDay(year, month, day) : undefined;
}

/** Number of a day `2026-03-10` on a scale where each day is one more; undefined for what is no day. */
export function dayNumber(iso: string): number | undefined {
	const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso);
	if (!match) return undefined;
	const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
	return dayOf(year, month, day) === undefined ? undefined : onPaper({ year, month, day }) / DAY;
}

/** The day with that number. */
export function dayNumbered(number: number): string | undefined {
	const paper = new Date(number * DAY);
	return dayOf(paper.getUTCFullYear(), paper.getUTCMonth() + 1, paper.getUTCDate());
}

/** Whether Intl knows a zone by that name. */
export function isZone(name: string): boolean {
	try {
		zoneOf(name);
		return true;
	} catch {
		return false;
	}
}

type Zone = { readonly clock: Intl.DateTimeFormat; readonly offsets: Map<number, number> };

const zones = new Map<string, Zone>();
/** About a month of quarters in one zone; beyond that it is cheaper to ask again than to keep. */
const MAX_OFFSETS = 4096;

function zoneOf(name: string): Zone {
	const known = zones.get(name);
	if (known) return known;
	const clock = new Intl.DateTimeFormat("en-US", {
		timeZone: name,
		hourCycle: "h23",
		era: "short",
		year: "numeric",
		month: "numeric",
		day: "numeric",
		hour: "numeric",
		minute: "numeric",
		second: "numeric",
	});
	const zone = { clock, offsets: new Map<number, number>() };
	zones.set(name, zone);
	return zone;
}

/** The parts are read from the written form: `formatToParts` costs three times as much. */
function measure(epoch: number, clock: Intl.DateTimeFormat): number {
	const match = /^(\d+)\/(\d+)\/(\d+) (\w+), (\d+):(\d+):(\d+)$/.exec(clock.format(epoch));
	if (!match) throw new RangeError(`The clock cannot be read at ${epoch}.`);
	const [month, day, years, era, hour, minute, second] = match.slice(1);
	const year = era === "BC" || era === "B" ? 1 - Number(years) : Number(years);
	const shown = onPaper({
		year,
		month: Number(month),
		day: Number(day),
		hour: Number(hour),
		minute: Number(minute),
		second: Number(second),
	});
	return shown - epoch;
}

/** The first moment after `early` at which the offset is another; both lie round a gap. */
function changeBetween(early: number, late: number, zone: string): number {
	const offset = offsetAt(early, zone);
	let before = Math.floor(early / QUARTER);
	let behind = Math.ceil(late / QUARTER);
	while (behind - before > 1) {
		const middle = Math.floor((before + behind) / 2);
		if (offsetAt(middle * QUARTER, zone) === offset) before = middle;
		else behind = middle;
	}
	return behind * QUARTER;
}

/** The reading as if the clock stood in UTC. `Date.UTC` would take the years 0 to 99 for the twentieth century. */
function onPaper({ year, month, day, hour = 0, minute = 0, second = 0 }: WallTime): number {
	if (year > 99 || year < 0) return Date.UTC(year, month - 1, day, hour, minute, second);
	const date = new Date(Date.UTC(400 + year, month - 1, day, hour, minute, second));
	return date.setUTCFullYear(date.getUTCFullYear() - 400);
}

function read(paper: number): WallClock {
	const date = new Date(paper);
	return {
		year: date.getUTCFullYear(),
		month: date.getUTCMonth() + 1,
		day: date.getUTCDate(),
		hour: date.getUTCHours(),
		minute: date.getUTCMinutes(),
		second: date.getUTCSeconds(),
		weekday: date.getUTCDay() || 7,
	};
}

function writeDay(year: number, month: number, day: number): string {
	return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

function two(part: number): string {
	return part < 10 ? `0${part}` : String(part);
}
