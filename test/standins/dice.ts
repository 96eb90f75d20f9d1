/** Chance that repeats: the same seed draws the same numbers, so that a failing run can be run again. */
export interface Dice {
	/** A number from 0 up to, but without, 1. */
	draw(): number;
	/** A whole number from `low` to `high`, both included. */
	between(low: number, high: number): number;
}

/** Dice for one seed (mulberry32: 32 bits of state are plenty for a test). */
export function someDice(seed: number): Dice {
	let state = seed >>> 0;
	const draw = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
	return { draw, between: (low, high) => low + Math.floor(draw() * (high - low + 1)) };
}
