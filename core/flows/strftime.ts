import { wallClock } from "#core/zoned-time.ts";

/**
 * A moment as `date: "%d.%m %H:%M"` writes it, by the clock of that zone. The name of a month stands as the language
 * wants it behind a day («10 марта»), without a day as it stands alone («март»). Unknown signs stay as they are.
 */
export function strftime(at: Date, format: string, zone: string, language: string): string {
	const clock = wallClock(at, zone);
	const hour12 = clock.hour % 12 || 12;
	const named = (options: Intl.DateTimeFormatOptions, part: "month" | "weekday") =>
		partOf(at, zone, language, options, part);
	const besideDay: Intl.DateTimeFormatOptions = /%-?[de]/.test(format) ? { day: "numeric" } : {};

	return format.replace(/%(-?)([a-zA-Z%])/g, (whole, dash: string, sign: string) => {
		const number = (value: number, width: number) => String(value).padStart(dash === "-" ? 1 : width, "0");
		switch (sign) {
			case "Y":
				return String(clock.year);
			case "y":
				return number(clock.year % 100, 2);
			case "m":
				return number(clock.month, 2);
			case "d":
				return number(clock.day, 2);
			case "e":
				return String(clock.day);
			case "H":
				return number(clock.hour, 2);
			case "I":
				return number(hour12, 2);
			case "k":
				return String(clock.hour);
			case "l":
				return String(hour12);
			case "M":
				return number(clock.minute, 2);
			case "S":
				return number(clock.second, 2);
			case "p":
				return clock.hour < 12 ? "AM" : "PM";
			case "B":
				return named({ month: "long", ...besideDay }, "month");
			case "b":
				return named({ month: "short", ...besideDay }, "month");
			case "A":
				return named({ weekday: "long" }, "weekday");
			case "a":
				return named({ weekday: "short" }, "weekday");
			case "u":
				return String(clock.weekday);
			case "w":
				return String(clock.weekday % 7);
			case "F":
				return `${clock.year}-${two(clock.month)}-${two(clock.day)}`;
			case "T":
				return `${two(clock.hour)}:${two(clock.minute)}:${two(clock.second)}`;
			case "R":
				return `${two(clock.hour)}:${two(clock.minute)}`;
			case "%":
				return "%";
			default:
				return whole;
		}
	});
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partOf(
	at: Date,
	timeZone: string,
	language: string,
	options: Intl.DateTimeFormatOptions,
	part: "month" | "weekday",
): string {
	const key = `${language} ${timeZone} ${JSON.stringify(options)}`;
	const format = formats.get(key) ?? new Intl.DateTimeFormat(language, { ...options, timeZone });
	formats.set(key, format);
	return format.formatToParts(at).find(({ type }) => type === part)?.value ?? "";
}

function two(number: number): string {
	return String(number).padStart(2, "0");
}
