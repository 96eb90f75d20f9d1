import type { Worth } from "./worth.ts";

/** What became of one family's messages on one channel, and of those people who got none to compare. */
export type ChannelRecord = {
	readonly sent: number;
	readonly answered: number;
	readonly ordered: number;
	/** Asked not to be written to within two days. */
	readonly left: number;
	/** What all of them cost together, in minor units. */
	readonly cost: number;
	readonly heldOut: { readonly people: number; readonly ordered: number };
};

export type ChannelJudgement = {
	/** Orders a message, with the bounds of 95 %. */
	readonly orders: { readonly rate: number; readonly low: number; readonly high: number };
	/** What one message brings over silence, in minor units, and how likely that is more than nothing. */
	readonly net: number;
	readonly chance: number;
	/** `early`: too few to say; `weak`: proposed for switching off; `strong`: proposed for doing by itself. */
	readonly verdict: "early" | "weak" | "open" | "strong";
};

/**
 * Whether writing there pays: orders of those written to against those held out, less what it costs in money and in people who
 * leave (marketing.md §6). The held-out lean on the rate that the files expect until there are enough of them.
 */
export function judgeChannel({ sent, ordered, left, cost, heldOut }: ChannelRecord, worth: Worth): ChannelJudgement {
	const treated = share(ordered + 0.5, sent + 1);
	const silent = share(heldOut.ordered + worth.p0 * PRIOR, heldOut.people + PRIOR);
	const leaving = share(left + worth.optOut * PRIOR, sent + PRIOR);
	const margin = worth.margin - worth.incentive;
	const net = treated.mean * margin - silent.mean * worth.margin - cost / Math.max(1, sent) - leaving.mean * worth.year;
	const spread = Math.sqrt(
		treated.variance * margin ** 2 + silent.variance * worth.margin ** 2 + leaving.variance * worth.year ** 2,
	);
	const chance = spread > 0 ? normal(net / spread) : net > 0 ? 1 : 0;
	return { orders: wilson(ordered, sent), net, chance, verdict: verdictOf(sent, chance) };
}

/** So many sends before anything is proposed. */
const ENOUGH = 200;
/** Weight of what the files expect, in people. */
const PRIOR = 50;

function verdictOf(sent: number, chance: number): ChannelJudgement["verdict"] {
	if (sent < ENOUGH) return "early";
	if (chance < 0.05) return "weak";
	return chance > 0.95 ? "strong" : "open";
}

function share(count: number, of: number): { readonly mean: number; readonly variance: number } {
	const mean = count / of;
	return { mean, variance: Math.max(0, mean * (1 - mean)) / of };
}

/** Wilson's interval: it stays within 0 and 1, also where nobody ordered. */
function wilson(count: number, of: number): ChannelJudgement["orders"] {
	if (of === 0) return { rate: 0, low: 0, high: 1 };
	const z = 1.96;
	const rate = count / of;
	const middle = (rate + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
	const half = (z / (1 + z ** 2 / of)) * Math.sqrt((rate * (1 - rate)) / of + z ** 2 / (4 * of ** 2));
	return { rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** P(Z < z), to seven digits (Abramowitz and Stegun, 26.2.17). */
function normal(z: number): number {
	const t = 1 / (1 + 0.2316419 * Math.abs(z));
	const powers = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
	const tail =
		powers.reduceRight((sum, power) => (sum + power) * t, 0) * (Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI));
	return z > 0 ? 1 - tail : tail;
}
