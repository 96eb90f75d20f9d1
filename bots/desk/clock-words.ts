import { isoDay } from "#core/zoned-time.ts";

/** Whose words and whose clock. */
export type Reader = { readonly language: string; readonly zone: string; readonly now: Date };

/** A moment as short as it may be: the time of today, the day and the time of another day. */
export function shortTime(at: Date, { language, zone, now }: Reader): string {
	const isToday = isoDay(at, zone) === isoDay(now, zone);
	const locale = language === "en" ? "en-GB" : "ru";
	const day = isToday ? {} : ({ day: "numeric", month: "short" } as const);
	return new Intl.DateTimeFormat(locale, { ...day, hour: "2-digit", minute: "2-digit", timeZone: zone }).format(at);
}
