import { clockIn, instantAt } from "./shop-clock.ts";

const MINUTE = 60_000;
const UNITS: readonly (readonly [RegExp, number])[] = [
	[/^(мин|min)/, MINUTE],
	[/^(час|ч$|hour|h$)/, 60 * MINUTE],
	[/^(дн|день|дня|day)/, 24 * 60 * MINUTE],
];
/** What somebody means who names a day and no hour. */
const END_OF_DAY = 18;

/** A promise in what somebody writes: "напишу завтра до 12", "вернусь через 30 минут". Nothing if no time to come is named. */
export function recognisePromise(text: string, { now, zone }: { now: Date; zone: string }): Date | undefined {
	const words = text.toLowerCase();
	return inWhile(words, now) ?? onDay(words, now, zone);
}

function inWhile(words: string, now: Date): Date | undefined {
	const found = /(?:через|в течение|in|within)\s+(?:(\d{1,3}|полчаса|an?)\s*)?([a-zа-яё]*)/u.exec(words);
	if (!found) return undefined;
	const [, count = "1", unit = ""] = found;
	if (count === "полчаса" || unit === "полчаса") return new Date(now.getTime() + 30 * MINUTE);
	const length = UNITS.find(([pattern]) => pattern.test(unit))?.[1];
	return length === undefined ? undefined : new Date(now.getTime() + (Number(count) || 1) * length);
}

function onDay(words: string, now: Date, zone: string): Date | undefined {
	const hour = /(?:до|к|by|before|until)\s+(\d{1,2})(?:[:.](\d{2}))?/u.exec(words);
	const isTomorrow = /завтра|tomorrow/u.test(words);
	if (!hour && !isTomorrow && !/сегодня|today/u.test(words)) return undefined;
	const day = clockIn(zone, new Date(now.getTime() + (isTomorrow ? 24 * 60 * MINUTE : 0))).slice(0, 10);
	const clock = `${(hour?.[1] ?? String(END_OF_DAY)).padStart(2, "0")}:${hour?.[2] ?? "00"}`;
	const due = Number(clock.slice(0, 2)) < 24 && Number(clock.slice(3)) < 60 ? instantAt(zone, `${day}T${clock}`) : now;
	return due > now ? due : undefined;
}
