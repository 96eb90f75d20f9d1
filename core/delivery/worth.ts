import type { ChannelName } from "#core/channel-names.ts";
import type { SendingPurpose } from "./sending-rules.ts";

/** What is expected of writing to one person in one programme: plain numbers, sums in minor units (marketing.md §7). */
export type Worth = {
	/** Chance of an order within the goal's time in silence, and how much the message adds to it. */
	readonly p0: number;
	readonly lift: number;
	/** Expected margin of the order, and expected cost of the incentive. */
	readonly margin: number;
	readonly incentive: number;
	/** Chance that the message makes them leave, and the margin expected of them in twelve months. */
	readonly optOut: number;
	readonly year: number;
	/** Chance of an order after a reaction: what a reaction is worth when channels are compared. */
	readonly afterReaction: number;
	/** `default`: the files say so, nobody has measured it yet. */
	readonly source: "learned" | "default";
};

/** What files say of money: what a message is expected to bring until it is measured, and what it costs. */
export type WorthRules = {
	worth(flow: string): Worth;
	/** One message that the messenger bills, in minor units. */
	price(channel: ChannelName, purpose: SendingPurpose): number;
	/** Share of what a person brings in a year that billed marketing to them may cost in a year; absent: no limit. */
	readonly contact?: number;
};

/** How a channel takes a message: where it knows a window, free of charge within it or within the days after an advertisement. */
type Billed = {
	readonly channel: ChannelName;
	/** Undefined: this channel never bills. */
	readonly windowHours?: number | undefined;
	readonly windowUntil: Date | null;
	readonly freeUntil: Date | null;
};

/** What one message costs there now, in minor units: a template's price, while nothing makes it free. */
export function priceNow(
	place: Billed,
	purpose: SendingPurpose,
	now: Date,
	{ price }: Pick<WorthRules, "price">,
): number {
	if (place.windowHours === undefined) return 0;
	return freeOfChargeUntil(place, now) ? 0 : price(place.channel, purpose);
}

/** Until when a message is free where messages may be billed; undefined: it is billed now. */
export function freeOfChargeUntil({ windowUntil, freeUntil }: Billed, now: Date): Date | undefined {
	const until = Math.max(windowUntil?.getTime() ?? 0, freeUntil?.getTime() ?? 0);
	return until > now.getTime() ? new Date(until) : undefined;
}

/** Whether one more billed message stays within what a year may cost, for what the person brings (marketing.md §7). */
export function isWithinBudget(
	{ cost, spent, year }: { cost: number; spent: number; year: number },
	{ contact }: Pick<WorthRules, "contact">,
): boolean {
	return cost === 0 || contact === undefined || spent + cost <= contact * year;
}

/** Where files say nothing of money: every message is worth the same and none costs anything. */
export const EVEN_WORTH: WorthRules = {
	worth: () => ({
		...{ p0: 0, lift: 1, margin: 1, incentive: 0, optOut: 0, year: 0, afterReaction: 1 },
		source: "default",
	}),
	price: () => 0,
};

/** What sending brings over silence: `p1·(m − g) − p0·m − c − q·V`. An incentive is paid also by those who would have bought. */
export function netWorth({ p0, lift, margin, incentive, optOut, year }: Worth, cost: number): number {
	const p1 = Math.min(1, p0 + lift);
	return p1 * (margin - incentive) - p0 * margin - cost - optOut * year;
}

/** The terms of the preferred channel's score: the margin of one reaction, and what a message costs in people who leave. */
export function reactionWorth({ margin, afterReaction, optOut, year }: Worth): { gain: number; annoyance: number } {
	return { gain: margin * afterReaction, annoyance: optOut * year };
}

/**
 * Until when a message that would be billed now waits for the customer to write, which makes it free: to the moment at which
 * that becomes as likely as not. Now, if it is unlikely already, or the price is no third of what the message brings.
 */
export function worthWaiting(
	{ cost, value, writesPerDay }: { cost: number; value: number; writesPerDay: number },
	now: Date,
	usefulUntil: Date,
): Date {
	if (cost <= value / 3 || writesPerDay <= 0) return now;
	const evenChance = (Math.LN2 / writesPerDay) * DAY;
	const until = new Date(usefulUntil.getTime() - evenChance);
	return until > now ? until : now;
}

const DAY = 86_400_000;
