import type { Duration } from "./durations.ts";

/**
 * The type of a value, as far as the checker knows it. `fields` is a record without a name of its own: the data of an
 * event. `anything` is what cannot be known before it is run (the literal `none`, an element of `[]`) and fits all.
 */
export type ValueType =
	| { readonly is: ScalarType }
	| { readonly is: "list"; readonly of: ValueType }
	| { readonly is: "record"; readonly record: string }
	| { readonly is: "fields"; readonly called: string; readonly fields: Fields }
	| { readonly is: "anything" };

/** A `file` is named by its source: a media id of ours, a path below the media folder, or an https address. */
export type ScalarType = (typeof scalarTypes)[number];

/** Field → its type. */
export type Fields = Readonly<Record<string, ValueType>>;

/**
 * A value as it is kept in a run and handed to formulas and texts: plain JSON, so that a frame is one JSONB column.
 * `none` is null. A date is `2026-03-10`, a time `18:30`, a datetime an instant as `Date.toISOString` writes it
 * (`2026-03-10T15:00:00.000Z`): all three compare rightly as texts. A duration is an object of `days` and `seconds`.
 */
export type Value = null | string | number | boolean | readonly Value[] | RecordValue;

/** A record: an object with `id`. A field that is not there is `none`. */
export type RecordValue = { readonly [field: string]: Value | undefined };

/** Values of one family may be compared with each other, and with nothing else. */
export type Family =
	| "text"
	| "number"
	| "yesno"
	| "date"
	| "time"
	| "datetime"
	| "duration"
	| "file"
	| "list"
	| "record";

const scalarTypes = [
	"text",
	"phone",
	"email",
	"int",
	"number",
	"yesno",
	"date",
	"time",
	"datetime",
	"duration",
	"file",
] as const;

/** The record types that files may name for a variable (`product: product`), and that actions give. */
export const recordTypes = [
	"address",
	"location",
	"category",
	"product",
	"item",
	"slot",
	"quote",
	"order",
	"ticket",
	"offer",
	"customer",
	"cart",
	"pass",
] as const;

/**
 * Reads a type as files write it: `int`, `list`, `list of product`, `photo`. Undefined for a word that is none;
 * `records` are the names that stand for records.
 */
export function parseType(written: string, records: readonly string[] = recordTypes): ValueType | undefined {
	const words = written.trim().split(/\s+/);
	const [first] = words;
	if (first === "list" && words.length === 1) return { is: "list", of: { is: "text" } };
	if (first === "list" && words[1] === "of" && words.length > 2) {
		const of = parseType(words.slice(2).join(" "), records);
		return of && { is: "list", of };
	}
	if (words.length !== 1 || first === undefined) return undefined;
	if (first === "photo") return { is: "file" };
	if (isScalar(first)) return { is: first };
	return records.includes(first) ? { is: "record", record: first } : undefined;
}

/** The words that may stand for a type, for suggestions. */
export function typeWords(records: readonly string[] = recordTypes): string[] {
	return [...scalarTypes, "photo", "list", ...records];
}

/** A type in the words of a message: `a whole number`, `a list of products`. */
export function describeType(type: ValueType): string {
	switch (type.is) {
		case "list":
			return type.of.is === "anything" ? "a list" : `a list (each ${describeType(type.of)})`;
		case "record":
			return withArticle(type.record);
		case "fields":
			return `the data of ${type.called}`;
		case "anything":
			return "none";
		default:
			return scalarWords[type.is];
	}
}

/** The family a type belongs to; undefined for `anything`, which goes with all. */
export function familyOf(type: ValueType): Family | undefined {
	switch (type.is) {
		case "anything":
			return undefined;
		case "phone":
		case "email":
			return "text";
		case "int":
			return "number";
		case "fields":
			return "record";
		default:
			return type.is;
	}
}

/** Whether a value of the type `given` may stand where `wanted` is asked for. */
export function fits(given: ValueType, wanted: ValueType): boolean {
	if (given.is === "anything" || wanted.is === "anything") return true;
	if (given.is === "list" && wanted.is === "list") return fits(given.of, wanted.of);
	if (given.is === "record" && wanted.is === "record") return given.record === wanted.record;
	if (given.is === "number" && wanted.is === "int") return true;
	return familyOf(given) === familyOf(wanted) && familyOf(given) !== "record";
}

/**
 * Makes a value of what a test file, a database or a payload holds: instants get their one spelling, what is missing
 * or cannot be a value becomes `none`.
 */
export function valueFrom(raw: unknown): Value {
	switch (typeof raw) {
		case "string":
			return instantSpelling.test(raw) ? canonicalInstant(raw) : raw;
		case "number":
			// JSON knows no negative zero: what a run keeps has to come back as it was.
			return Number.isFinite(raw) ? raw + 0 : null;
		case "boolean":
			return raw;
		case "object":
			return raw === null ? null : valueFromObject(raw);
		default:
			return null;
	}
}

/** Whether this is a record: neither a list nor a length of time. */
export function isRecord(value: Value | undefined): value is RecordValue {
	return typeof value === "object" && value !== null && !Array.isArray(value) && !isDuration(value);
}

/** Whether this is a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
	return Array.isArray(value);
}

/** Whether this is a length of time. */
export function isDuration(value: Value | undefined): value is Duration & RecordValue {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
	return "days" in value && "seconds" in value && typeof value.days === "number" && typeof value.seconds === "number";
}

/** The instant that a datetime stands for; undefined for any other value, and beyond the years 1 to 9999. */
export function momentOf(value: Value | undefined): Date | undefined {
	if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT/.test(value)) return undefined;
	const at = new Date(value);
	const year = at.getUTCFullYear();
	return year >= 1 && year <= 9999 ? at : undefined;
}

const scalarWords: Record<ScalarType, string> = {
	text: "a text",
	phone: "a phone number",
	email: "an email address",
	int: "a whole number",
	number: "a number",
	yesno: "a yes/no",
	date: "a date",
	time: "a time",
	datetime: "a moment",
	duration: "a length of time",
	file: "a file",
};

const instantSpelling = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

function canonicalInstant(written: string): string {
	const at = new Date(written);
	return Number.isNaN(at.getTime()) ? written : at.toISOString();
}

function valueFromObject(raw: object): Value {
	if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? null : raw.toISOString();
	if (Array.isArray(raw)) return raw.map(valueFrom);
	return Object.fromEntries(Object.entries(raw).map(([field, value]) => [field, valueFrom(value)]));
}

function isScalar(word: string): word is ScalarType {
	return scalarTypes.some((scalar) => scalar === word);
}

function withArticle(noun: string): string {
	return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
