import { dayNumber } from "#core/zoned-time.ts";
import { strftime } from "./strftime.ts";
import { isDuration, isList, isRecord, momentOf, type RecordValue, type Value } from "./types.ts";

/** For whom a value is written. */
export type Reader = { readonly zone: string; readonly language: string };

/**
 * A value as a person reads it, where the text names no filter: a moment by the customer's clock, a day as 10.03.2026,
 * a list with commas, a record by its title. Undefined for what has nothing to show.
 */
export function shownValue(value: Value | undefined, reader: Reader): string | undefined {
	switch (typeof value) {
		case "string":
			return shownText(value, reader);
		case "number":
			return Number.isInteger(value) ? String(value) : numberFormat(reader.language).format(value);
		case "boolean":
			return yesNo(value, reader.language);
		default:
			return shownObject(value, reader);
	}
}

/** A length of time in the words of a language: «3 дня», «1 час 30 минут». */
function shownDuration({ days, seconds }: { days: number; seconds: number }, language: string): string {
	const rest = Math.round(Math.abs(seconds));
	const parts = [
		{ unit: "day", amount: Math.abs(days) },
		{ unit: "hour", amount: Math.floor(rest / 3600) },
		{ unit: "minute", amount: Math.floor((rest % 3600) / 60) },
		{ unit: "second", amount: rest % 60 },
	].filter(({ amount }) => amount > 0);
	if (parts.length === 0) parts.push({ unit: "minute", amount: 0 });
	return parts.map(({ unit, amount }) => unitFormat(language, unit).format(amount)).join(" ");
}

/** The field by which a record is known to people, in order of preference. */
const names = ["title", "text", "number", "first_name", "name"];

function shownText(text: string, { zone, language }: Reader): string {
	// Most texts are no dates: look at two characters before anything dearer.
	if (text[4] !== "-" || text[7] !== "-") return text;
	const at = momentOf(text);
	if (at) return strftime(at, "%d.%m.%Y %H:%M", zone, language);
	return dayNumber(text) === undefined ? text : `${text.slice(8)}.${text.slice(5, 7)}.${text.slice(0, 4)}`;
}

function shownObject(value: Value | undefined, reader: Reader): string | undefined {
	if (isList(value)) return value.map((element) => shownValue(element, reader) ?? "").join(", ");
	if (isDuration(value)) return shownDuration(value, reader.language);
	return isRecord(value) ? shownRecord(value) : undefined;
}

function shownRecord(record: RecordValue): string | undefined {
	for (const name of names) {
		const said = Object.hasOwn(record, name) ? record[name] : undefined;
		if (typeof said === "string" || typeof said === "number") return String(said);
	}
	return undefined;
}

function yesNo(value: boolean, language: string): string {
	if (language.startsWith("ru")) return value ? "да" : "нет";
	return value ? "yes" : "no";
}

const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(language: string): Intl.NumberFormat {
	return kept(language, () => new Intl.NumberFormat(language, { useGrouping: false, maximumFractionDigits: 6 }));
}

function unitFormat(language: string, unit: string): Intl.NumberFormat {
	const options = { style: "unit", unit, unitDisplay: "long" } as const;
	return kept(`${language} ${unit}`, () => new Intl.NumberFormat(language, options));
}

function kept(key: string, make: () => Intl.NumberFormat): Intl.NumberFormat {
	const format = numberFormats.get(key) ?? make();
	numberFormats.set(key, format);
	return format;
}
