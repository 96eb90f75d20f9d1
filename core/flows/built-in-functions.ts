import { dayNumber, dayOf, isoDay, wallClock } from "#core/zoned-time.ts";
import { isList, momentOf, type Value, type ValueType } from "./types.ts";
import type { Compute, PureFunctionSpec } from "./vocabulary.ts";

const text: ValueType = { is: "text" };
const date: ValueType = { is: "date" };
const time: ValueType = { is: "time" };
const datetime: ValueType = { is: "datetime" };
const list: ValueType = { is: "list", of: { is: "anything" } };

/** The functions that belong to the language: computed at once, from what is handed in and the turn's clock. */
export const builtInFunctions: Readonly<Record<string, PureFunctionSpec>> = {
	/** Whole calendar days since then, by the customer's clock; negative for what is still to come. */
	days_since: pure("day", [date, datetime], ([day], world) => calendarDays(day, world)),
	age: pure("born", [date, datetime], ([born], world) => wholeYears(born, world)),
	/** Elements of a list, letters of a text. */
	size: pure("of", [list, text], ([of]) => sizeOf(of)),
	hour: pure("at", [datetime, time], ([at], world) => hourOf(at, world)),
	/** 1 is Monday, 7 is Sunday. */
	weekday: pure("at", [date, datetime], ([at], world) => weekdayOf(at, world)),
	/** The nearest such day of any year, past or to come: `each_year("12-31")`. For holidays that everybody shares. */
	each_year: { ...pure("day", [text], ([day], world) => nearestOfYears(day, world)), gives: date },
};

function pure(name: string, types: readonly ValueType[], compute: Compute): PureFunctionSpec {
	return { params: [{ name, types, optional: false }], gives: { is: "int" }, cost: "pure", compute };
}

type Clock = Parameters<Compute>[1];

/** The calendar day a date or an instant falls on, there. */
function dayThere(value: Value | undefined, { zone }: Clock): string | undefined {
	if (typeof value !== "string") return undefined;
	if (dayNumber(value) !== undefined) return value;
	const at = momentOf(value);
	return at && isoDay(at, zone);
}

function calendarDays(value: Value | undefined, world: Clock): Value {
	const day = dayThere(value, world);
	const then = day === undefined ? undefined : dayNumber(day);
	const today = dayNumber(isoDay(world.now, world.zone));
	return then === undefined || today === undefined ? null : today - then;
}

/** Whoever was born on 29 February has the birthday on the 28th in ordinary years (flow-language.md §7.1). */
function wholeYears(value: Value | undefined, world: Clock): Value {
	const day = dayThere(value, world);
	if (day === undefined) return null;
	const today = isoDay(world.now, world.zone);
	const years = Number(today.slice(0, 4)) - Number(day.slice(0, 4));
	const birthday = day.slice(5) === "02-29" && !isLeap(Number(today.slice(0, 4))) ? "02-28" : day.slice(5);
	return today.slice(5) >= birthday ? years : years - 1;
}

function isLeap(year: number): boolean {
	return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Of this year, the last or the next, whichever is least far away: so `before` and `after` both reach it. */
function nearestOfYears(value: Value | undefined, world: Clock): Value {
	const written = typeof value === "string" ? /^(\d{1,2})-(\d{1,2})$/.exec(value.trim()) : null;
	if (!written) return null;
	const [month, day] = [Number(written[1]), Number(written[2])];
	const today = isoDay(world.now, world.zone);
	const year = Number(today.slice(0, 4));
	const far = (date: string) => Math.abs((dayNumber(date) ?? 0) - (dayNumber(today) ?? 0));
	const days = [year - 1, year, year + 1].flatMap((one) => dayOf(one, month, day) ?? dayOf(one, month, day - 1) ?? []);
	return days.sort((a, b) => far(a) - far(b))[0] ?? null;
}

function sizeOf(value: Value | undefined): Value {
	if (isList(value)) return value.length;
	return typeof value === "string" ? [...value].length : null;
}

function hourOf(value: Value | undefined, world: Clock): Value {
	if (typeof value !== "string") return null;
	const time = /^(\d\d):\d\d/.exec(value);
	if (time) return Number(time[1]);
	const at = momentOf(value);
	return at ? wallClock(at, world.zone).hour : null;
}

function weekdayOf(value: Value | undefined, world: Clock): Value {
	const day = dayThere(value, world);
	const number = day === undefined ? undefined : dayNumber(day);
	// Day 0, 1 January 1970, was a Thursday.
	return number === undefined ? null : ((((number + 3) % 7) + 7) % 7) + 1;
}
