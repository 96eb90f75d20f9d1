import { createHash } from "node:crypto";

/**
 * A share between 0 and 1 that belongs to this customer for this purpose, for good: the first 52 bits of
 * sha256(salt ":" customer id) / 2^52. Hold-outs and splits draw with different salts, so they are independent.
 */
export function share(salt: string, customerId: string): number {
	const hash = createHash("sha256").update(`${salt}:${customerId}`).digest();
	const high = hash.readUInt32BE(0);
	const low = hash.readUIntBE(4, 3) >>> 4;
	return (high * 2 ** 20 + low) / 2 ** 52;
}

/** A thing to draw among, and how often it shall be drawn against the others. */
export type Weighted = { readonly id: string; readonly weight: number };

/** The variant whose interval holds `u`; variants share 0…1 by weight, in order. Undefined if none weighs anything. */
export function pickVariant<V extends Weighted>(u: number, variants: readonly V[]): V | undefined {
	const drawable = variants.filter((variant) => variant.weight > 0);
	const whole = drawable.reduce((sum, variant) => sum + variant.weight, 0);
	let border = 0;
	for (const variant of drawable) {
		border += variant.weight;
		if (u * whole < border) return variant;
	}
	return drawable.at(-1);
}

/** Draws that look random and are the same in every run: for demo data and tests, never for secrets. */
export type Dice = {
	/** 0 ≤ x < 1. */
	next(): number;
	/** A whole number from `low` to `high`, both included. */
	int(low: number, high: number): number;
	/** One of the list. */
	pick<T>(from: readonly [T, ...T[]] | readonly T[]): T;
	/** True this often. */
	chance(probability: number): boolean;
	/** The list in another order; the list given stays as it is. */
	shuffle<T>(list: readonly T[]): T[];
};

/** Dice that fall alike for the same seed (sfc32, seeded by sha256). */
export function seeded(seed: string | number): Dice {
	const state = createHash("sha256").update(String(seed)).digest();
	let a = state.readUInt32LE(0);
	let b = state.readUInt32LE(4);
	let c = state.readUInt32LE(8);
	let counter = 1;

	function next(): number {
		const sum = (((a + b) | 0) + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (((c << 21) | (c >>> 11)) + sum) | 0;
		return (sum >>> 0) / 2 ** 32;
	}

	const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
	return {
		next,
		int,
		pick(from) {
			const drawn = from[int(0, from.length - 1)];
			if (drawn === undefined) throw new Error("Nothing can be picked from an empty list.");
			return drawn;
		},
		chance: (probability) => next() < probability,
		shuffle(list) {
			return list
				.map((element) => ({ element, order: next() }))
				.sort((one, other) => one.order - other.order)
				.map(({ element }) => element);
		},
	};
}
