import fc from "fast-check";
import { expect, test } from "vitest";
import { type Cap, parseCap, roomFrom } from "#core/delivery/caps.ts";
import { isoDay } from "#core/zoned-time.ts";

const CAPS: Cap[] = [
	{ times: 1, days: 1 },
	{ times: 2, days: 7 },
];

test("after one message there is room tomorrow, by the customer's calendar", () => {
	const sent = [new Date("2026-03-10T23:30:00+12:00")];

	expect(roomFrom(new Date("2026-03-10T23:50:00+12:00"), sent, CAPS, "Asia/Kamchatka")).toEqual(
		new Date("2026-03-11T00:00:00+12:00"),
	);
	expect(roomFrom(new Date("2026-03-11T00:10:00+12:00"), sent, CAPS, "Asia/Kamchatka")).toEqual(
		new Date("2026-03-11T00:10:00+12:00"),
	);
});

test("after two in a week there is room when the first of them is seven days old", () => {
	const sent = [new Date("2026-03-10T12:00:00+03:00"), new Date("2026-03-12T12:00:00+03:00")];

	expect(roomFrom(new Date("2026-03-13T09:00:00+03:00"), sent, CAPS, "Europe/Moscow")).toEqual(
		new Date("2026-03-17T00:00:00+03:00"),
	);
});

test("caps are read as files write them", () => {
	expect(parseCap("1 per day")).toEqual({ times: 1, days: 1 });
	expect(parseCap("2 per 7 days")).toEqual({ times: 2, days: 7 });
	expect(parseCap("3 per week")).toEqual({ times: 3, days: 7 });
	expect(parseCap("often")).toBeUndefined();
});

test("in a simulated year nobody gets more than the caps allow, and never waits without need", () => {
	fc.assert(
		fc.property(
			fc.constantFrom("Europe/Moscow", "America/Santiago", "Pacific/Apia", "Africa/Cairo"),
			fc.array(fc.record({ times: fc.integer({ min: 1, max: 3 }), days: fc.integer({ min: 1, max: 9 }) }), {
				minLength: 1,
				maxLength: 3,
			}),
			fc.array(fc.integer({ min: 0, max: 365 * 24 * 60 }), { minLength: 1, maxLength: 60 }),
			(zone, caps, wishes) => {
				const sent: Date[] = [];
				for (const minute of wishes.sort((one, other) => one - other)) {
					const now = new Date(Date.UTC(2026, 0, 1) + minute * 60_000);
					const room = roomFrom(now, sent, caps, zone);
					expect(room.getTime() === now.getTime()).toBe(fits(now, sent, caps, zone));
					expect(fits(room, sent, caps, zone)).toBe(true);
					expect(room.getTime() === now.getTime() || !fits(new Date(room.getTime() - 1), sent, caps, zone)).toBe(true);
					if (room.getTime() === now.getTime()) sent.push(now);
				}
			},
		),
		{ numRuns: 150, seed: 7 },
	);
});

/** Counts on the fingers: the customer's days, that of `at` the last of them. */
function fits(at: Date, sent: Date[], caps: Cap[], zone: string): boolean {
	const today = Date.parse(isoDay(at, zone));
	return caps.every(({ times, days }) => {
		const counted = sent.filter((moment) => {
			const age = (today - Date.parse(isoDay(moment, zone))) / 86_400_000;
			return age < days;
		});
		return counted.length < times;
	});
}
