import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pickVariant, seeded, share } from "#core/chance.ts";

describe("a customer's share of chance", () => {
	test("is the first 52 bits of sha256, so that anybody can check it", () => {
		const hex = createHash("sha256").update("holdout/abandoned-cart:c1").digest("hex").slice(0, 13);
		expect(share("holdout/abandoned-cart", "c1")).toBe(Number(BigInt(`0x${hex}`)) / 2 ** 52);
	});

	test("never changes", () => {
		expect(share("cart-first-touch", "c1")).toBe(share("cart-first-touch", "c1"));
		expect(share("cart-first-touch", "c1")).not.toBe(share("holdout/cart-first-touch", "c1"));
	});

	test("is spread evenly: a hold-out of 10 % is about a tenth of all customers", () => {
		const held = Array.from({ length: 20_000 }, (_, customer) => share("holdout/nps", `customer-${customer}`)).filter(
			(u) => u < 0.1,
		);
		expect(held.length).toBeGreaterThan(1850);
		expect(held.length).toBeLessThan(2150);
	});

	test("of one purpose says nothing about another", () => {
		const customers = Array.from({ length: 20_000 }, (_, customer) => `customer-${customer}`);
		const both = customers.filter((id) => share("holdout/a", id) < 0.5 && share("split-b", id) < 0.5);
		expect(both.length / customers.length).toBeCloseTo(0.25, 1);
	});

	test("lies between 0 and 1", () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (salt, id) => {
				const u = share(salt, id);
				expect(u).toBeGreaterThanOrEqual(0);
				expect(u).toBeLessThan(1);
			}),
		);
	});
});

describe("a variant is drawn", () => {
	const variants = [
		{ id: "care", weight: 50 },
		{ id: "nothing", weight: 0 },
		{ id: "brief", weight: 50 },
	];

	test.each([
		[0, "care"],
		[0.17, "care"],
		[0.4999, "care"],
		[0.5, "brief"],
		[0.9999, "brief"],
	])("%s is %s: variants are intervals in the order of the file", (u, id) => {
		expect(pickVariant(u, variants)?.id).toBe(id);
	});

	test("among those left, if one no longer exists", () => {
		expect(pickVariant(0.1, [{ id: "brief", weight: 50 }])?.id).toBe("brief");
		expect(pickVariant(0.1, [])).toBeUndefined();
	});
});

describe("seeded dice", () => {
	const throws = (seed: string | number) => {
		const dice = seeded(seed);
		return Array.from({ length: 50 }, () => dice.int(1, 6));
	};

	test("fall alike for the same seed, and otherwise for another", () => {
		expect(throws(7)).toEqual(throws(7));
		expect(throws(7)).not.toEqual(throws(8));
	});

	test("show every side about as often", () => {
		const dice = seeded("sides");
		const counts = new Map<number, number>();
		for (let thrown = 0; thrown < 6000; thrown++) {
			const side = dice.int(1, 6);
			counts.set(side, (counts.get(side) ?? 0) + 1);
		}
		expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
		for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
	});

	test("pick, shuffle and decide without touching what they are given", () => {
		const dice = seeded("cakes");
		const cakes = ["медовик", "наполеон", "прага"];
		expect(cakes).toContain(dice.pick(cakes));
		expect([...dice.shuffle(cakes)].sort()).toEqual([...cakes].sort());
		expect(cakes).toEqual(["медовик", "наполеон", "прага"]);
		expect(dice.chance(0)).toBe(false);
		expect(dice.chance(1)).toBe(true);
		expect(() => dice.pick([])).toThrow("empty list");
	});
});
