import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	addDays,
	dayNumber,
	dayNumbered,
	dayOf,
	instantOf,
	isoDay,
	isZone,
	nextTimeOfDay,
	offsetAt,
	parseTimeOfDay,
	startOfDay,
	wallClock,
} from "#core/zoned-time.ts";

const zones = [
	"UTC",
	"Europe/Moscow",
	"Europe/Berlin",
	"Europe/Dublin",
	"America/New_York",
	"America/St_Johns",
	"America/Sao_Paulo",
	"America/Santiago",
	"Africa/Casablanca",
	"Africa/Cairo",
	"Asia/Kathmandu",
	"Asia/Tehran",
	"Asia/Kolkata",
	"Asia/Beirut",
	"Asia/Vladivostok",
	"Australia/Lord_Howe",
	"Australia/Sydney",
	"Pacific/Apia",
	"Pacific/Chatham",
	"Pacific/Kiritimati",
];
const anyZone = fc.constantFrom(...zones);
const anyMoment = fc.date({ min: new Date("1980-01-01"), max: new Date("2060-01-01"), noInvalidDate: true });
const HOUR = 3_600_000;

describe("the clock on the wall", () => {
	test.each([
		[
			"2026-03-10T12:00:00Z",
			"Europe/Moscow",
			{ year: 2026, month: 3, day: 10, hour: 15, minute: 0, second: 0, weekday: 2 },
		],
		[
			"2026-12-31T22:30:15Z",
			"Europe/Moscow",
			{ year: 2027, month: 1, day: 1, hour: 1, minute: 30, second: 15, weekday: 5 },
		],
		[
			"2026-03-08T00:00:00Z",
			"America/New_York",
			{ year: 2026, month: 3, day: 7, hour: 19, minute: 0, second: 0, weekday: 6 },
		],
		[
			"2026-06-07T00:00:00Z",
			"Asia/Kathmandu",
			{ year: 2026, month: 6, day: 7, hour: 5, minute: 45, second: 0, weekday: 7 },
		],
	])("%s in %s", (at, zone, clock) => {
		expect(wallClock(new Date(at), zone)).toEqual(clock);
	});

	test("shows what Intl shows, everywhere and at any time", () => {
		fc.assert(
			fc.property(anyMoment, anyZone, (at, zone) => {
				const { year, month, day, hour, minute, second } = wallClock(at, zone);
				const parts = new Intl.DateTimeFormat("en-US", {
					timeZone: zone,
					hourCycle: "h23",
					year: "numeric",
					month: "numeric",
					day: "numeric",
					hour: "numeric",
					minute: "numeric",
					second: "numeric",
				}).formatToParts(at);
				const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
				expect([year, month, day, hour, minute, second]).toEqual(
					["year", "month", "day", "hour", "minute", "second"].map(part),
				);
			}),
			{ numRuns: 500 },
		);
	});
});

describe("the moment a clock shows something", () => {
	test.each([
		["an ordinary afternoon", "Europe/Berlin", [2026, 3, 10, 15, 0], "2026-03-10T14:00:00Z"],
		["the gap in spring: the moment after it", "Europe/Berlin", [2026, 3, 29, 2, 30], "2026-03-29T01:00:00Z"],
		["the last minute before the gap", "Europe/Berlin", [2026, 3, 29, 1, 59], "2026-03-29T00:59:00Z"],
		["the hour that comes twice in autumn: the first", "Europe/Berlin", [2026, 10, 25, 2, 30], "2026-10-25T00:30:00Z"],
		["the hour after it", "Europe/Berlin", [2026, 10, 25, 3, 0], "2026-10-25T02:00:00Z"],
		["a gap of half an hour", "Australia/Lord_Howe", [2026, 10, 4, 2, 15], "2026-10-03T15:30:00Z"],
		["a midnight that does not exist", "America/Santiago", [2026, 9, 6, 0, 0], "2026-09-06T04:00:00Z"],
		["a day that Samoa left out", "Pacific/Apia", [2011, 12, 30, 12, 0], "2011-12-30T10:00:00Z"],
		["a month that runs over", "UTC", [2026, 12, 32, 0, 0], "2027-01-01T00:00:00Z"],
	])("%s (%s)", (_, zone, [year = 0, month = 0, day = 0, hour = 0, minute = 0], at) => {
		expect(instantOf({ year, month, day, hour, minute }, zone)).toEqual(new Date(at));
	});

	test("is the moment whose clock was read, or an hour that comes twice", () => {
		fc.assert(
			fc.property(anyMoment, anyZone, (at, zone) => {
				const whole = new Date(Math.floor(at.getTime() / 1000) * 1000);
				const back = instantOf(wallClock(whole, zone), zone);
				expect(wallClock(back, zone)).toEqual(wallClock(whole, zone));
				expect(back.getTime()).toBeLessThanOrEqual(whole.getTime());
				expect(whole.getTime() - back.getTime()).toBeLessThanOrEqual(24 * HOUR);
			}),
			{ numRuns: 1000 },
		);
	});

	test("never goes back when the clock goes on, not even over clock changes", () => {
		const anyMinute = fc.integer({ min: 0, max: 366 * 24 * 60 });
		fc.assert(
			fc.property(anyZone, fc.integer({ min: 1980, max: 2050 }), anyMinute, (zone, year, minute) => {
				const earlier = instantOf({ year, month: 1, day: 1, minute }, zone);
				const later = instantOf({ year, month: 1, day: 1, minute: minute + 1 }, zone);
				expect(later.getTime()).toBeGreaterThanOrEqual(earlier.getTime());
			}),
			{ numRuns: 1000 },
		);
	});
});

describe("both clock changes of a year, in every zone that has them", () => {
	/** Every moment of 2026 at which the offset becomes another: found by the day, then by the quarter of an hour. */
	const changes = zones.flatMap((zone) => {
		const found: { zone: string; at: number; by: number }[] = [];
		for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2027, 0, 1); day += 24 * HOUR) {
			const by = offsetAt(day + 24 * HOUR, zone) - offsetAt(day, zone);
			let at = day;
			while (by !== 0 && offsetAt(at, zone) === offsetAt(day, zone)) at += HOUR / 4;
			if (by !== 0) found.push({ zone, at, by });
		}
		return found;
	});

	test("there are some to look at", () => {
		expect(changes.filter(({ by }) => by > 0).length).toBeGreaterThan(5);
		expect(changes.filter(({ by }) => by < 0).length).toBeGreaterThan(5);
	});

	test.each(changes)("$zone at $at by $by", ({ zone, at, by }) => {
		const middle = wallClock(new Date(at - 1), zone);
		const reading = { ...middle, second: middle.second + 1 + Math.abs(by) / 2000 };
		const inside = instantOf(by > 0 ? reading : { ...reading, second: reading.second + by / 1000 }, zone);
		// In a gap the moment after it; of the two in an overlap the one before the change.
		expect(inside.getTime()).toBe(by > 0 ? at : at + by / 2);
	});
});

describe("days", () => {
	test("begin at midnight, or at the first moment after it", () => {
		expect(startOfDay(new Date("2026-03-10T12:00:00Z"), "Europe/Moscow")).toEqual(new Date("2026-03-09T21:00:00Z"));
		expect(startOfDay(new Date("2026-09-06T15:00:00Z"), "America/Santiago")).toEqual(new Date("2026-09-06T04:00:00Z"));
	});

	test("are named by the clock there", () => {
		const at = new Date("2026-03-10T22:30:00Z");
		expect(isoDay(at, "Europe/Moscow")).toBe("2026-03-11");
		expect(isoDay(at, "America/New_York")).toBe("2026-03-10");
	});

	test("keep the wall clock when they are added, down to the millisecond", () => {
		const at = new Date("2026-03-28T10:00:00.123Z");
		expect(addDays(at, 1, "Europe/Berlin")).toEqual(new Date("2026-03-29T09:00:00.123Z"));
		expect(addDays(at, -28, "Europe/Berlin")).toEqual(new Date("2026-02-28T10:00:00.123Z"));
		expect(addDays(at, 0, "Europe/Berlin")).toEqual(at);
	});

	test("are counted and written back", () => {
		fc.assert(
			fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (number) => {
				const day = dayNumbered(number);
				expect(day === undefined ? number : dayNumber(day)).toBe(number);
			}),
		);
	});

	test.each([
		[2024, 2, 29, "2024-02-29"],
		[2026, 2, 29, undefined],
		[2026, 4, 31, undefined],
		[2026, 13, 1, undefined],
		[2026, 0, 1, undefined],
		[50, 1, 1, "0050-01-01"],
		[0, 1, 1, undefined],
	])("%s-%s-%s is %s", (year, month, day, iso) => {
		expect(dayOf(year, month, day)).toBe(iso);
	});

	test.each(["2026-02-29", "2026-3-10", "10.03.2026", "", "2026-03-10T12:00:00Z"])("«%s» is no day", (text) => {
		expect(dayNumber(text)).toBeUndefined();
	});
});

describe("the next 11:00", () => {
	const at = (iso: string) => new Date(iso);

	test.each([
		["later today", "2026-03-10T07:00:00Z", undefined, "2026-03-10T08:00:00Z"],
		["right now", "2026-03-10T08:00:00Z", undefined, "2026-03-10T08:00:00Z"],
		["tomorrow", "2026-03-10T08:00:01Z", undefined, "2026-03-11T08:00:00Z"],
		["on Saturday", "2026-03-10T08:00:01Z", ["sat", "sun"], "2026-03-14T08:00:00Z"],
		["in a week, as today's is over", "2026-03-10T08:00:01Z", ["tue"], "2026-03-17T08:00:00Z"],
	])("%s", (_, after, days, next) => {
		expect(nextTimeOfDay(at(after), "11:00", "Europe/Moscow", days)).toEqual(at(next));
	});

	test("that the clock change skips is the moment after the gap", () => {
		const after = at("2026-03-28T20:00:00Z");
		expect(nextTimeOfDay(after, "02:30", "Europe/Berlin")).toEqual(at("2026-03-29T01:00:00Z"));
	});

	test("is never before the moment asked for, nor more than a day and a change after it", () => {
		fc.assert(
			fc.property(anyMoment, anyZone, fc.integer({ min: 0, max: 1439 }), (after, zone, minute) => {
				const time = `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;
				const next = nextTimeOfDay(after, time, zone);
				expect(next.getTime()).toBeGreaterThanOrEqual(after.getTime());
				expect(next.getTime() - after.getTime()).toBeLessThanOrEqual(49 * HOUR);
			}),
			{ numRuns: 1000 },
		);
	});

	test("of no day, or at no time, is a mistake with a remedy", () => {
		expect(() => nextTimeOfDay(at("2026-03-10T08:00:00Z"), "11", "UTC")).toThrow("write 11:00");
		expect(() => nextTimeOfDay(at("2026-03-10T08:00:00Z"), "11:00", "UTC", ["пн"])).toThrow("write mon … sun");
	});
});

test.each([
	["18:30", { hour: 18, minute: 30 }],
	["9:05", { hour: 9, minute: 5 }],
	["00:00", { hour: 0, minute: 0 }],
	["24:00", undefined],
	["18:60", undefined],
	["18", undefined],
])("%s as a time of day", (text, time) => {
	expect(parseTimeOfDay(text)).toEqual(time);
});

test("a zone that does not exist is known as such", () => {
	expect(isZone("Europe/Moscow")).toBe(true);
	expect(isZone("Europe/Prilavok")).toBe(false);
});
