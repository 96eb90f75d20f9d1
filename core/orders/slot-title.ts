import { inLanguage } from "#core/in-language.ts";
import { isoDay, wallClock } from "#core/zoned-time.ts";

/** A stretch of time as people say it: «сегодня 18–20», «пт 13 марта, 10:30–12». */
export function slotTitle(
	{ startsAt, endsAt }: { startsAt: Date; endsAt: Date },
	{ now, zone, language }: { now: Date; zone: string; language: string },
): string {
	const hours = `${hour(startsAt, zone)}–${hour(endsAt, zone)}`;
	const day = isoDay(startsAt, zone);
	if (day === isoDay(now, zone)) return `${inLanguage(language, { ru: "сегодня", en: "today" })} ${hours}`;
	if (day === isoDay(new Date(now.getTime() + 86_400_000), zone))
		return `${inLanguage(language, { ru: "завтра", en: "tomorrow" })} ${hours}`;
	const named = new Intl.DateTimeFormat(inLanguage(language, { ru: "ru", en: "en-GB" }), {
		timeZone: zone,
		weekday: "short",
		day: "numeric",
		month: "long",
	}).format(startsAt);
	return `${named}, ${hours}`;
}

function hour(at: Date, zone: string): string {
	const { hour: hours, minute } = wallClock(at, zone);
	return minute === 0 ? String(hours) : `${hours}:${String(minute).padStart(2, "0")}`;
}
