import fc from "fast-check";
import { expect, test } from "vitest";
import { awakeFrom, parseQuietHours } from "#core/delivery/quiet-hours.ts";
import { wallClock } from "#core/zoned-time.ts";

test.each([
	["by day", "2026-03-10T14:00:00+03:00", "2026-03-10T14:00:00+03:00"],
	["in the evening", "2026-03-10T22:30:00+03:00", "2026-03-11T10:00:00+03:00"],
	["after midnight", "2026-03-11T03:00:00+03:00", "2026-03-11T10:00:00+03:00"],
	["on the stroke of quiet", "2026-03-10T21:00:00+03:00", "2026-03-11T10:00:00+03:00"],
	["on the stroke of waking", "2026-03-11T10:00:00+03:00", "2026-03-11T10:00:00+03:00"],
])("%s a customer in Moscow is written to when they are awake", (_, at, expected) => {
	expect(awakeFrom(new Date(at), { from: 21 * 60, to: 10 * 60 }, ["Europe/Moscow"])).toEqual(new Date(expected));
});

test("when only the country is known, all of Russia has to be awake: eleven to noon in Moscow", () => {
	const zones = ["Europe/Kaliningrad", "Asia/Kamchatka"];
	const quiet = { from: 21 * 60, to: 10 * 60 };

	expect(awakeFrom(new Date("2026-03-10T00:00:00+03:00"), quiet, zones)).toEqual(new Date("2026-03-10T11:00:00+03:00"));
	expect(awakeFrom(new Date("2026-03-10T12:00:00+03:00"), quiet, zones)).toEqual(new Date("2026-03-11T11:00:00+03:00"));
});

test("where nobody is ever awake together, there is no such moment", () => {
	const quiet = { from: 15 * 60, to: 10 * 60 };

	expect(awakeFrom(new Date("2026-03-10T12:00:00Z"), quiet, ["Europe/London", "Asia/Kamchatka"])).toBeUndefined();
});

test("quiet hours are read as files write them", () => {
	expect(parseQuietHours("21:00-10:00")).toEqual({ from: 1260, to: 600 });
	expect(parseQuietHours("21:00")).toBeUndefined();
	expect(parseQuietHours("21:00-25:00")).toBeUndefined();
});

test("in every zone, over every clock change and for any window, it is what a patient clock-watcher finds", () => {
	const zones = Intl.supportedValuesOf("timeZone");
	fc.assert(
		fc.property(
			fc.constantFrom(...zones),
			fc.constantFrom(...zones),
			fc.boolean(),
			fc.integer({ min: 0, max: 1439 }),
			fc.integer({ min: 0, max: 1439 }),
			fc.nat(),
			fc.integer({ min: -36 * 60, max: 12 * 60 }),
			(zone, other, both, from, to, pick, minutes) => {
				const changes = clockChanges(zone);
				const near = changes[pick % changes.length] ?? Date.UTC(2026, pick % 12, 1 + (pick % 28));
				const at = new Date(near + minutes * 60_000);
				const all = both ? [zone, other] : [zone];
				expect(awakeFrom(at, { from, to }, all)?.toISOString()).toBe(
					watchTheClocks(at, { from, to }, all)?.toISOString(),
				);
			},
		),
		{ numRuns: 300, seed: 20_260_310 },
	);
});

/** Looks at the clocks minute by minute, as nobody would in earnest. */
function watchTheClocks(at: Date, { from, to }: { from: number; to: number }, zones: string[]): Date | undefined {
	if (from === to) return at;
	for (let minute = 0; minute < 48 * 60; minute++) {
		const moment = new Date(at.getTime() + minute * 60_000);
		const isQuiet = zones.some((zone) => {
			const clock = wallClock(moment, zone);
			const shown = clock.hour * 60 + clock.minute;
			return from < to ? shown >= from && shown < to : shown >= from || shown < to;
		});
		if (!isQuiet) return moment;
	}
	return undefined;
}

const known = new Map<string, number[]>();

/** The hours of 2026 in which the clock is changed there. */
function clockChanges(zone: string): number[] {
	const seen = known.get(zone);
	if (seen) return seen;
	const format = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
	const offset = (epoch: number) => format.formatToParts(epoch).find(({ type }) => type === "timeZoneName")?.value;
	const changes: number[] = [];
	for (let day = 0; day < 365; day++) {
		const [start, end] = [Date.UTC(2026, 0, 1 + day), Date.UTC(2026, 0, 2 + day)];
		if (offset(start) === offset(end)) continue;
		for (let hour = start; hour < end; hour += 3_600_000)
			if (offset(hour) !== offset(hour + 3_600_000)) changes.push(hour + 3_600_000);
	}
	known.set(zone, changes);
	return changes;
}
