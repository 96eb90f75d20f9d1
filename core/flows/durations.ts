import { addDays } from "#core/zoned-time.ts";

/**
 * A length of time, plain JSON. `days` keep the wall clock in the customer's zone (a week is seven), `seconds` are
 * exact; they are kept apart because a day in spring has 23 hours.
 */
export type Duration = { readonly days: number; readonly seconds: number };

/** Reads `30m`, `2h`, `3 days`, `3 дня`, `1h 30m`. Undefined for what is no length of time («3 днй»). */
export function parseDuration(written: string): Duration | undefined {
	const text = written.trim();
	if (text === "" || text.length > 60) return undefined;
	let days = 0;
	let seconds = 0;
	let read = 0;
	for (const part of text.matchAll(/(\d{1,9}(?:\.\d{1,3})?)\s*(\p{L}+)\s*/guy)) {
		const one = durationOf(Number(part[1]), part[2] ?? "");
		if (!one) return undefined;
		days += one.days;
		seconds += one.seconds;
		read += part[0].length;
	}
	return read === text.length ? { days, seconds } : undefined;
}

/** So many of a unit: `(3, "days")`. Undefined for an unknown unit, and for parts of a day, whose wall clock is unclear. */
export function durationOf(amount: number, unit: string): Duration | undefined {
	const found = units.get(unit.toLowerCase());
	if (!found || !Number.isFinite(amount)) return undefined;
	const days = amount * found.days;
	return Number.isInteger(days) ? { days, seconds: amount * found.seconds } : undefined;
}

/** The moment this much later: days by the wall clock of the zone, then the exact rest. */
export function addDuration(at: Date, { days, seconds }: Duration, zone: string): Date {
	return new Date(addDays(at, days, zone).getTime() + seconds * 1000);
}

/** The moment this much earlier. */
export function subtractDuration(at: Date, { days, seconds }: Duration, zone: string): Date {
	return addDuration(at, { days: -days, seconds: -seconds }, zone);
}

/** Seconds, with days of 24 hours: to compare lengths, never to compute moments. */
export function inSeconds({ days, seconds }: Duration): number {
	return days * 86_400 + seconds;
}

/** As files write it, for messages and traces: `3 days`, `1h 30m`, `0s`. */
export function showDuration({ days, seconds }: Duration): string {
	const rest = Math.abs(seconds);
	const parts = [
		...(days === 0 ? [] : [`${Math.abs(days)} ${Math.abs(days) === 1 ? "day" : "days"}`]),
		...part(Math.floor(rest / 3600), "h"),
		...part(Math.floor((rest % 3600) / 60), "m"),
		...part(Math.round((rest % 60) * 1000) / 1000, "s"),
	];
	const sign = days < 0 || seconds < 0 ? "-" : "";
	return parts.length === 0 ? "0s" : sign + parts.join(" ");
}

function part(amount: number, unit: string): string[] {
	return amount === 0 ? [] : [`${amount}${unit}`];
}

const second = { days: 0, seconds: 1 };
const minute = { days: 0, seconds: 60 };
const hour = { days: 0, seconds: 3600 };
const day = { days: 1, seconds: 0 };
const week = { days: 7, seconds: 0 };

/** Every word for a unit that files may use. */
const units: ReadonlyMap<string, Duration> = new Map([
	...words(second, "s second seconds с сек секунда секунду секунды секунд"),
	...words(minute, "m min minute minutes м мин минута минуту минуты минут"),
	...words(hour, "h hour hours ч час часа часов"),
	...words(day, "d day days д день дня дней"),
	...words(week, "w week weeks нед неделя неделю недели недель"),
]);

function words(unit: Duration, spelled: string): (readonly [string, Duration])[] {
	return spelled.split(" ").map((word) => [word, unit] as const);
}
