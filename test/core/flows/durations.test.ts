import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	addDuration,
	type Duration,
	durationOf,
	inSeconds,
	parseDuration,
	showDuration,
} from "#core/flows/durations.ts";

describe("a length of time", () => {
	test.each<[string, Duration | undefined]>([
		["30m", { days: 0, seconds: 1800 }],
		["2h", { days: 0, seconds: 7200 }],
		["20 s", { days: 0, seconds: 20 }],
		["3 days", { days: 3, seconds: 0 }],
		["1 day", { days: 1, seconds: 0 }],
		["2 weeks", { days: 14, seconds: 0 }],
		["1w", { days: 7, seconds: 0 }],
		["1h 30m", { days: 0, seconds: 5400 }],
		["1 day 2h", { days: 1, seconds: 7200 }],
		["1.5h", { days: 0, seconds: 5400 }],
		["3 дня", { days: 3, seconds: 0 }],
		["1 день", { days: 1, seconds: 0 }],
		["5 дней", { days: 5, seconds: 0 }],
		["10 минут", { days: 0, seconds: 600 }],
		["2 часа", { days: 0, seconds: 7200 }],
		["6ч", { days: 0, seconds: 21_600 }],
		["1 неделя", { days: 7, seconds: 0 }],
		["2 Недели", { days: 14, seconds: 0 }],
		["30 сек", { days: 0, seconds: 30 }],
		["3 днй", undefined],
		["3 дня утром", undefined],
		["1.5 days", undefined],
		["дня", undefined],
		["3", undefined],
		["-3 days", undefined],
		["1 month", undefined],
		["", undefined],
		["завтра", undefined],
	])("«%s»", (written, duration) => {
		expect(parseDuration(written)).toEqual(duration);
	});

	test.each<[Duration, string]>([
		[{ days: 3, seconds: 0 }, "3 days"],
		[{ days: 1, seconds: 0 }, "1 day"],
		[{ days: 0, seconds: 5400 }, "1h 30m"],
		[{ days: 1, seconds: 30 }, "1 day 30s"],
		[{ days: -1, seconds: 0 }, "-1 day"],
		[{ days: 0, seconds: 0 }, "0s"],
	])("%o is shown as files write it", (duration, written) => {
		expect(showDuration(duration)).toBe(written);
	});

	test("is read again as it was shown", () => {
		fc.assert(
			fc.property(fc.nat(10_000), fc.nat(10_000_000), (days, seconds) => {
				expect(parseDuration(showDuration({ days, seconds }))).toEqual({ days, seconds });
			}),
		);
	});

	test("is read or refused, whatever is written", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (written) => {
				const duration = parseDuration(written);
				if (duration) expect(inSeconds(duration)).toBeGreaterThanOrEqual(0);
			}),
		);
	});

	test("of parts of a day has no wall clock, and is none", () => {
		expect(durationOf(0.5, "days")).toBeUndefined();
		expect(durationOf(0.5, "weeks")).toBeUndefined();
		expect(durationOf(0.5, "h")).toEqual({ days: 0, seconds: 1800 });
	});
});

describe("so much later", () => {
	// In Berlin the clock goes forward in the night to 29 March 2026.
	const before = new Date("2026-03-28T10:00:00Z");

	test("days keep the wall clock, hours are exact", () => {
		expect(addDuration(before, { days: 1, seconds: 0 }, "Europe/Berlin")).toEqual(new Date("2026-03-29T09:00:00Z"));
		expect(addDuration(before, { days: 0, seconds: 86_400 }, "Europe/Berlin")).toEqual(
			new Date("2026-03-29T10:00:00Z"),
		);
	});

	test("days go first, then the rest", () => {
		expect(addDuration(before, { days: 1, seconds: 3600 }, "Europe/Berlin")).toEqual(new Date("2026-03-29T10:00:00Z"));
	});
});
