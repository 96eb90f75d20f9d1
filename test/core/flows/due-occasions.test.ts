import { describe, expect, test } from "vitest";
import { compileFlow } from "#core/flows/compile.ts";
import { dueDates, dueRounds } from "#core/flows/due-occasions.ts";
import type { Start } from "#core/flows/flow-file.ts";
import { aWorld } from "./a-world.ts";

const yearly = ["customer.birthday"];

function aFlow(start: Omit<Start, "line">) {
	return compileFlow(
		{
			flow: "greeting",
			title: "Greeting",
			purpose: "service",
			start: [{ line: 1, ...start }],
			stop_when: [],
			vars: {},
			during: [],
			always: {},
			migrate: [],
			steps: [],
		},
		{ file: "flows/greeting.flow.yaml", full: "f", logic: "l" },
	);
}

const stretch = (since: string, until: string) => ({ since: new Date(since), until: new Date(until) });

describe("a birthday comes round each year", () => {
	const birthday = aFlow({ date: "customer.birthday", before: "3 days", at: "11:00" });
	test.each([
		["three days before, at eleven by the customer's clock", "1990-03-20", "2026-03-17T08:00:00.000Z"],
		["a birthday in January is congratulated from December", "1990-01-02", "2025-12-30T08:00:00.000Z"],
		["29 February is kept on the 28th in ordinary years", "1992-02-29", "2026-02-25T08:00:00.000Z"],
	])("%s", (_, day, firesAt) => {
		const world = aWorld({ customer: { id: "c", birthday: day } });
		const due = dueDates(birthday, world, stretch("2025-12-01T00:00:00Z", "2026-04-01T00:00:00Z"), yearly);
		expect(due.map((one) => one.firesAt.toISOString())).toEqual([firesAt]);
	});

	test("each year has a key of its own, and the moment belongs to one stretch only", () => {
		const world = aWorld({ customer: { id: "c", birthday: "1990-03-20" } });
		const before = dueDates(birthday, world, stretch("2026-03-16T08:00:00Z", "2026-03-17T08:00:00Z"), yearly);
		const after = dueDates(birthday, world, stretch("2026-03-17T08:00:00Z", "2026-03-18T08:00:00Z"), yearly);
		expect(before.map(({ key }) => key)).toEqual(["2026-03-20"]);
		expect(after).toEqual([]);
	});

	test("who has told no birthday is not congratulated", () => {
		const world = aWorld({ customer: { id: "c" } });
		expect(dueDates(birthday, world, stretch("2025-01-01T00:00:00Z", "2027-01-01T00:00:00Z"), yearly)).toEqual([]);
	});
});

test("another date fires once, and not again a year later", () => {
	const reorder = aFlow({ date: "customer.next_order_at", at: "12:00" });
	const world = aWorld({ customer: { id: "c", next_order_at: "2026-03-20" } });
	const due = dueDates(reorder, world, stretch("2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z"), yearly);
	expect(due.map(({ key }) => key)).toEqual(["2026-03-20"]);
});

test("every week on its day, by the customer's clock, also over a clock change", () => {
	const weekly = aFlow({ every: "week", day: "sun", at: "10:00", segment: "lost-60-days" });
	const due = dueRounds(weekly, "Europe/Berlin", stretch("2026-03-20T00:00:00Z", "2026-04-06T00:00:00Z"));
	expect(due.map((one) => one.firesAt.toISOString())).toEqual([
		"2026-03-22T09:00:00.000Z",
		"2026-03-29T08:00:00.000Z",
		"2026-04-05T08:00:00.000Z",
	]);
	expect(due[0]?.segment).toBe("lost-60-days");
});
