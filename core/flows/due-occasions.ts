import { addDays, instantOf, isoDay, parseTimeOfDay, wallClock, weekdays } from "#core/zoned-time.ts";
import { addDuration, subtractDuration } from "./durations.ts";
import { evaluate, knownFormula } from "./expression.ts";
import { lengthOf } from "./lengths.ts";
import type { Program, Start } from "./program.ts";
import { placeOf } from "./start-place.ts";
import type { Occasion } from "./talk.ts";
import type { World } from "./world.ts";

type DateStart = Extract<Start, { by: "date" }>;
type EveryStart = Extract<Start, { by: "every" }>;

/** A stretch of time: after `since`, up to and including `until`. */
export type Stretch = { readonly since: Date; readonly until: Date };

/**
 * Days of this customer on which a flow should start (`date: customer.birthday`), as far as their moment lies in the
 * stretch. Whoever looks after days of standstill begins the stretch as far back as `send.stale`: what is younger is made
 * up for. `yearly`: the fields that come round each year.
 */
export function dueDates(
	program: Program,
	world: World,
	{ since, until }: Stretch,
	yearly: readonly string[],
): Occasion[] {
	const occasions: Occasion[] = [];
	for (const start of program.start) {
		if (start.by !== "date") continue;
		for (const day of daysOf(start, world, { since, until }, yearly)) {
			const firesAt = momentOf(start, day, world.zone);
			if (firesAt > since && firesAt <= until)
				occasions.push({ flow: program.flow, trigger: "date", ...placeOf(program, start, day), firesAt });
		}
	}
	return occasions;
}

/** Days on which a flow starts for each member of a segment (`every: week`), for a customer of that zone. */
export function dueRounds(program: Program, zone: string, stretch: Stretch): (Occasion & { segment?: string })[] {
	return program.start.flatMap((start) => {
		if (start.by !== "every") return [];
		const segment = start.segment === undefined ? {} : { segment: start.segment };
		return roundsOf(start, zone, stretch).map(({ day, firesAt }) => {
			return { flow: program.flow, trigger: "every" as const, ...placeOf(program, start, day), firesAt, ...segment };
		});
	});
}

function roundsOf(start: EveryStart, zone: string, { since, until }: Stretch): { day: string; firesAt: Date }[] {
	const rounds: { day: string; firesAt: Date }[] = [];
	for (let at = since; ; at = addDays(at, 1, zone)) {
		const day = isoDay(at, zone);
		const firesAt = clockOn(day, start.at, zone);
		if (firesAt > until) return rounds;
		if (firesAt > since && isItsDay(start, at, zone)) rounds.push({ day, firesAt });
	}
}

/** The day itself; for what comes round each year, the days of the years around the stretch. */
function daysOf(start: DateStart, world: World, { since, until }: Stretch, yearly: readonly string[]): string[] {
	const value = evaluate(knownFormula(start.date.formula), world);
	if (typeof value !== "string") return [];
	const day = value.includes("T") ? isoDay(new Date(value), world.zone) : value;
	if (!yearly.includes(start.date.formula.trim())) return [day];
	const first = wallClock(since, world.zone).year - 1;
	const last = wallClock(until, world.zone).year + 1;
	return Array.from({ length: last - first + 1 }, (_, at) => inYear(day, first + at));
}

/** 29 February is kept on 28 February in ordinary years. */
function inYear(day: string, year: number): string {
	const ordinary = new Date(Date.UTC(year, 1, 29)).getUTCMonth() !== 1;
	const rest = ordinary && day.endsWith("-02-29") ? "-02-28" : day.slice(4);
	return `${String(year).padStart(4, "0")}${rest}`;
}

function momentOf({ at, before, after }: DateStart, day: string, zone: string): Date {
	const moment = clockOn(day, at, zone);
	if (before !== undefined) return subtractDuration(moment, lengthOf(before), zone);
	return after === undefined ? moment : addDuration(moment, lengthOf(after), zone);
}

function clockOn(day: string, at: string, zone: string): Date {
	const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
	return instantOf({ year, month, day: date, ...parseTimeOfDay(at) }, zone);
}

function isItsDay({ every, day }: EveryStart, at: Date, zone: string): boolean {
	const clock = wallClock(at, zone);
	switch (every) {
		case "day":
			return true;
		case "week":
			return (day ?? "mon") === weekdays[clock.weekday - 1];
		case "month":
			return Number(day ?? 1) === clock.day;
	}
}
