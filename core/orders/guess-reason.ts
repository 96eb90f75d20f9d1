import { UNKNOWN } from "./reasons.ts";

/** What is known of a customer's way to an order, or away from one. */
export type OutcomeFacts = {
	/** The reason with which their last dialog ended. */
	readonly flowReason: string | null;
	/** What they wanted could not be had. */
	readonly wasMissing: boolean;
	/** A dialog of ours broke. */
	readonly brokeDown: boolean;
	/** How often they asked what it costs. */
	readonly askedPrice: number;
	readonly usedCoupon: boolean;
	/** Something in the order had become cheaper. */
	readonly boughtCheaper: boolean;
	/** We wrote first, in the days before; and they reacted. */
	readonly wasReminded: boolean;
	readonly tookReminder: boolean;
};

/** Why it was lost, as far as it can be told from what happened. Words that a dialog ended with go before traces. */
export function guessLost({ flowReason, wasMissing, brokeDown, askedPrice }: OutcomeFacts): string {
	if (wasMissing) return "no_stock";
	if (brokeDown) return "our_failure";
	// Who falls silent has given no reason: what they did before says more.
	if (flowReason && flowReason !== "went_quiet") return flowReason;
	if (askedPrice >= 2) return "price";
	return flowReason ?? UNKNOWN;
}

/** Why it was won. A reminder that nobody reacted to proves nothing, so nobody knows. */
export function guessWon({ usedCoupon, boughtCheaper, wasReminded, tookReminder }: OutcomeFacts): string {
	if (usedCoupon) return "offer";
	if (boughtCheaper) return "price_drop";
	if (tookReminder) return "reminder";
	return wasReminded ? UNKNOWN : "own_wish";
}
