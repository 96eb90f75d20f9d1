import { expect, test } from "vitest";
import { Bucket } from "./bucket.ts";
import { aClock } from "./clock.ts";
import { someDice } from "./dice.ts";

test("a clock that stands still moves by hand only, and runs what falls due in order", () => {
	const clock = aClock({ startsAt: 1000, factor: 0 });
	const seen: string[] = [];
	clock.after(300, () => seen.push(`third at ${clock.now()}`));
	clock.after(100, () => {
		seen.push(`first at ${clock.now()}`);
		clock.after(100, () => seen.push(`second at ${clock.now()}`));
	});
	const takeBack = clock.after(50, () => seen.push("never"));
	takeBack();
	clock.advance(250);
	expect(seen).toEqual(["first at 1100", "second at 1200"]);
	expect(clock.now()).toBe(1250);
	clock.advance(50);
	expect(seen.at(-1)).toBe("third at 1300");
});

test("a running clock rings by itself, at any pace", async () => {
	const clock = aClock({ startsAt: 0, factor: 1000 });
	await new Promise<void>((rung) => clock.after(5000, rung));
	expect(clock.now()).toBeGreaterThanOrEqual(5000);
	clock.stop();
});

test("a bucket gives what it holds, and then at its pace", () => {
	const bucket = new Bucket({ size: 2, perSecond: 1 }, 0);
	bucket.take();
	bucket.take();
	expect(bucket.wait(0)).toBe(1000);
	expect(bucket.wait(400)).toBe(600);
	expect(bucket.wait(1000)).toBe(0);
	expect(bucket.isFull(1999)).toBe(false);
	expect(bucket.isFull(2000)).toBe(true);
});

test("the same seed draws the same", () => {
	const draws = (seed: number) =>
		Array.from(
			{ length: 5 },
			(
				(dice) => () =>
					dice.between(1, 6)
			)(someDice(seed)),
		);
	expect(draws(7)).toEqual(draws(7));
	expect(draws(7)).not.toEqual(draws(8));
	expect(draws(7).every((draw) => draw >= 1 && draw <= 6)).toBe(true);
});
