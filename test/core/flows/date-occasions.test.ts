import { expect, test } from "vitest";
import { dateOccasions, everyOccasions } from "#core/flows/date-occasions.ts";

const stretch = { after: new Date("2026-02-26T00:00:00Z"), until: new Date("2026-03-01T12:00:00Z") };
const moscow = { zone: "Europe/Moscow", yearly: true };

test.each([
	["on the day itself", { at: "11:00" }, "1990-02-28", ["2026-02-28T08:00:00.000Z"]],
	["three days before", { at: "11:00", before: "3 days" }, "1990-03-03", ["2026-02-28T08:00:00.000Z"]],
	["two hours after", { at: "11:00", after: "2h" }, "1990-02-28", ["2026-02-28T10:00:00.000Z"]],
	["29 February comes on the 28th in ordinary years", { at: "11:00" }, "1992-02-29", ["2026-02-28T08:00:00.000Z"]],
	["another day", { at: "11:00" }, "1990-03-20", []],
	["no date at all", { at: "11:00" }, "soon", []],
])("a birthday is met %s", (_words, start, value, expected) => {
	const found = dateOccasions(start, value, moscow, stretch);
	expect(found.map(({ firesAt }) => firesAt.toISOString())).toEqual(expected);
});

test("a date that is not yearly comes once, on the customer's own day", () => {
	const late = "2026-02-27T22:30:00.000Z";
	const once = { zone: "Europe/Moscow", yearly: false };
	expect(dateOccasions({ at: "12:00" }, late, once, stretch)).toEqual([
		{ key: "2026-02-28", firesAt: new Date("2026-02-28T09:00:00Z") },
	]);
	expect(dateOccasions({ at: "12:00" }, "2025-02-28", once, stretch)).toEqual([]);
});

test.each([
	["day", undefined, ["2026-02-26", "2026-02-27", "2026-02-28", "2026-03-01"]],
	["week", "fri", ["2026-02-27"]],
	["month", "1", ["2026-03-01"]],
] as const)("every %s comes on its days", (every, day, expected) => {
	const found = everyOccasions({ every, at: "09:00", ...(day && { day }) }, "Europe/Moscow", stretch);
	expect(found.map(({ key }) => key)).toEqual(expected);
});
