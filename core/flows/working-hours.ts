import { parseTimeOfDay, wallClock } from "#core/zoned-time.ts";

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Whether the hours of `_defaults.yaml` (`mon-fri: 09:00-21:00`) hold this moment, at the shop's clock. */
export function isOpen(hours: Readonly<Record<string, string>>, now: Date, zone: string): boolean {
	const { weekday, hour, minute } = wallClock(now, zone);
	const today = WEEK[weekday - 1] ?? "";
	const clock = hour * 60 + minute;
	return Object.entries(hours).some(([days, written]) => {
		const [opens, closes] = written.split("-").map(minutes);
		if (!daysIn(days).includes(today) || opens === undefined || closes === undefined) return false;
		return clock >= opens && clock < (closes === 0 ? 24 * 60 : closes);
	});
}

function minutes(written: string): number | undefined {
	const time = parseTimeOfDay(written);
	return time && time.hour * 60 + time.minute;
}

/** `mon-fri`, `sat`, `fri-mon` (over the weekend). */
function daysIn(written: string): string[] {
	const [first, last = first] = written.split("-").map((day) => WEEK.indexOf(day.trim().toLowerCase()));
	if (first === undefined || last === undefined || first < 0 || last < 0) return [];
	const length = ((last - first + 7) % 7) + 1;
	return Array.from({ length }, (_, offset) => WEEK[(first + offset) % 7] ?? "");
}
