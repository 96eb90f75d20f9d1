import { type Cap, roomFrom } from "./caps.ts";
import { awakeFrom, type QuietHours } from "./quiet-hours.ts";

/** A marketing message that wants a place under one customer's cap. */
export type Bid = {
	readonly id: string;
	readonly flow: string;
	/** What it brings over silence. */
	readonly net: number;
	/** Not before; not at or after. */
	readonly readyAt: Date;
	readonly usefulUntil: Date;
	readonly quiet?: QuietHours;
};

/** A bid with the moment at which it may leave. */
export type Place = { readonly bid: Bid; readonly at: Date };

/** What places are given by. `sent` are moments of marketing that counts under the caps. */
export type AuctionRules = {
	readonly sent: readonly Date[];
	readonly caps: readonly Cap[];
	/** Zone of the calendar days, and zones that have to be awake. */
	readonly zone: string;
	readonly zones: readonly string[];
};

/** More are not weighed against each other; nobody has so many offers waiting. */
const MOST_BIDS = 5;

/**
 * Gives the places under a customer's caps to the messages that bring the most together while each is still of use, the
 * better ones first. Whoever is not among the places is outbid for now. All who compete reckon the same and agree.
 */
export function auction(now: Date, bids: readonly Bid[], rules: AuctionRules): Place[] {
	const wanted = bids
		.filter(({ net }) => net > 0)
		.sort(byWorth)
		.slice(0, MOST_BIDS);
	return bestFrom(now, wanted, rules).places;
}

type Plan = { readonly total: number; readonly places: Place[] };

/** The first of equal plans is kept, and better bids are tried in front first. */
function bestFrom(from: Date, left: readonly Bid[], rules: AuctionRules): Plan {
	let best: Plan = { total: 0, places: [] };
	for (const bid of left) {
		const at = placeOf(from, bid, rules);
		if (!at) continue;
		const others = left.filter((other) => other !== bid);
		const rest = bestFrom(at, others, { ...rules, sent: [...rules.sent, at] });
		const total = bid.net + rest.total;
		if (total > best.total) best = { total, places: [{ bid, at }, ...rest.places] };
	}
	return best;
}

/** The first moment with room at which people are awake; undefined if there is none while it is of use. */
function placeOf(from: Date, { readyAt, usefulUntil, quiet }: Bid, rules: AuctionRules): Date | undefined {
	let at = readyAt > from ? readyAt : from;
	while (at < usefulUntil) {
		const room = roomFrom(at, rules.sent, rules.caps, rules.zone);
		const awake = awakeFrom(room, quiet, rules.zones);
		if (!awake) return undefined;
		if (awake.getTime() === at.getTime()) return at;
		at = awake;
	}
	return undefined;
}

function byWorth(one: Bid, other: Bid): number {
	return other.net - one.net || one.usefulUntil.getTime() - other.usefulUntil.getTime() || (one.id < other.id ? -1 : 1);
}
