import { expect, test } from "vitest";
import { bucketsOf, PACES, unaskedRate } from "#core/delivery/governor.ts";

const LINKED = new Date("2026-03-02T12:00:00Z");
const DAY = 86_400_000;

/** The most that can leave within any 24 hours: all that has gathered, and what comes in meanwhile. */
function mostInADay(days: number, cap = 200): number {
	const { perSecond, burst } = unaskedRate({ linkedAt: LINKED, now: new Date(LINKED.getTime() + days * DAY), cap });
	return Math.round(burst + perSecond * 86_400);
}

test("a new number sends twenty a day that nobody asked for, then a fifth more each day, never above the owner's cap", () => {
	expect([0, 3, 6, 7, 8, 14, 30].map((days) => mostInADay(days))).toEqual([20, 20, 20, 24, 28, 85, 200]);
	expect(mostInADay(30, 15)).toBe(15);
	expect(unaskedRate({ linkedAt: null, now: LINKED, cap: 200 })).toEqual(
		unaskedRate({ linkedAt: LINKED, now: LINKED, cap: 200 }),
	);
});

test("answers are held to the account's rate alone; only what nobody asked for takes from the day's few", () => {
	expect(bucketsOf(PACES["linked-phone"], "prompt").scopes).toEqual(["account"]);
	expect(bucketsOf(PACES["linked-phone"], "campaign").scopes).toEqual(["account", "campaigns", "unasked"]);
	expect(bucketsOf(PACES.telegram, "campaign").scopes).toEqual(["account", "campaigns"]);
});
