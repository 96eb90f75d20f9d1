import { addDays, instantOf, parseTimeOfDay, startOfDay, wallClock, weekdays } from "#core/zoned-time.ts";

/** `mon-fri` → `09:00-21:00`, as in `_defaults.yaml`. */
export type WorkingHours = Readonly<Record<string, string>>;

/** The moment at which so much opening time has passed. A shop that never opens counts by the clock on the wall. */
export function afterOpeningTime(from: Date, milliseconds: number, hours: WorkingHours, zone: string): Date {
	let left = milliseconds;
	let day = startOfDay(from, zone);
	for (let n = 0; n < FARTHEST; n++) {
		for (const { opens, closes } of stretchesOf(day, hours, zone)) {
			const begins = Math.max(opens.getTime(), from.getTime());
			const open = closes.getTime() - begins;
			if (open <= 0) continue;
			if (left <= open) return new Date(begins + left);
			left -= open;
		}
		day = addDays(day, 1, zone);
	}
	return new Date(from.getTime() + milliseconds);
}

const FARTHEST = 60;

/** How long the shop was open between two moments, in milliseconds. A shop that never opens counts by the clock on the wall. */
export function openTimeBetween(from: Date, to: Date, hours: WorkingHours, zone: string): number {
	if (Object.keys(hours).length === 0) return Math.max(0, to.getTime() - from.getTime());
	let open = 0;
	for (let day = startOfDay(from, zone); day < to; day = addDays(day, 1, zone)) {
		for (const { opens, closes } of stretchesOf(day, hours, zone)) {
			const begins = Math.max(opens.getTime(), from.getTime());
			open += Math.max(0, Math.min(closes.getTime(), to.getTime()) - begins);
		}
	}
	return open;
}

/** When the shop is open on the day that begins there, the earliest first. */
function stretchesOf(day: Date, hours: WorkingHours, zone: string): { opens: Date; closes: Date }[] {
	const { year, month, day: date, weekday } = wallClock(day, zone);
	const stretches = Object.entries(hours).flatMap(([days, written]) => {
		const [first = "", last = first] = days.split("-");
		if (!isWithin(weekday, first, last)) return [];
		const [opens, closes] = written.split("-").map((clock) => parseTimeOfDay(clock) ?? MIDNIGHT);
		if (!opens || !closes) return [];
		const endsNextDay = closes.hour === 0 && closes.minute === 0;
		return [
			{
				opens: instantOf({ year, month, day: date, ...opens }, zone),
				closes: instantOf({ year, month, day: endsNextDay ? date + 1 : date, ...closes }, zone),
			},
		];
	});
	return stretches.sort((a, b) => a.opens.getTime() - b.opens.getTime());
}

/** `24:00` is no time of day: it ends it. */
const MIDNIGHT = { hour: 0, minute: 0 };

/** Also over the weekend: `fri-mon`. */
function isWithin(weekday: number, first: string, last: string): boolean {
	const [from, to] = [indexOf(first), indexOf(last)];
	return from >= 0 && to >= 0 && (weekday - 1 - from + 7) % 7 <= (to - from + 7) % 7;
}

function indexOf(day: string): number {
	const names: readonly string[] = weekdays;
	return names.indexOf(day.trim().toLowerCase());
}
