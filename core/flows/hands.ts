import type { ChannelName } from "#core/channel-names.ts";
import type { Shop } from "#core/shop.ts";
import type { ActionResult, Candidate, PlanVerdict, Roots, Value } from "./talk.ts";

/** Whom a turn is about. */
export type Who = {
	readonly customerId: string;
	readonly conversationId: string;
	readonly channel: ChannelName;
	/** IANA zone and BCP 47 language of the customer. */
	readonly zone: string;
	readonly language: string;
};

/** Of a registered action: what a repetition does, and where it runs (flow-language.md §8.3). */
export type ActionKind = { readonly effect: "read" | "idempotent" | "once"; readonly where: "turn" | "outside" };

/**
 * What the driver of a turn does for the engine. The engine knows no shop, no planner and no offers: main.ts hands these
 * in. All but `act` outside a turn run inside its transaction, on the `shop` given.
 */
export type Hands = {
	/** `customer`, `cart`, `catalogue` and `shop` as formulas and texts see them. One round trip. */
	roots(shop: Shop, who: Who): Promise<Roots>;
	/** A `read` function by its name in the vocabulary. */
	read(shop: Shop, who: Who, name: string, args: readonly Value[]): Promise<Value>;
	/** Undefined for a name that is not registered. */
	kind(action: string): ActionKind | undefined;
	/** Same key, same effect. A Refusal becomes `refused`. */
	act(shop: Shop, who: Who, call: ActionCall): Promise<ActionResult>;
	/** Chooses and holds an incentive; the same run gets the same one again. None fits: null. */
	offer(
		shop: Shop,
		who: Who,
		call: OfferCall,
	): Promise<{ readonly offer: Readonly<Record<string, Value>>; readonly row: string } | null>;
	/** Writes a field of the profile; a consent goes to the ledger with the words shown. */
	save(shop: Shop, who: Who, field: SavedField): Promise<void>;
	/** The send planner's verdict, with its row in the decision log. */
	plan(shop: Shop, who: Who, candidate: Candidate): Promise<PlanVerdict>;
	/** A diary entry as `event` in formulas: records in place of bare ids, sums in major units. */
	event(entry: {
		readonly id: string;
		readonly name: string;
		readonly data: unknown;
		readonly actor: string;
	}): Readonly<Record<string, Value>>;
	/** Whether that team serves now. */
	open(team: string, now: Date): boolean;
};

export type ActionCall = {
	readonly name: string;
	readonly input: Readonly<Record<string, Value>>;
	readonly key: string;
	readonly run: string;
	readonly flow?: string;
	/** What the same step gave before the customer corrected its input: this time replaces that time. */
	readonly instead?: Value;
};

export type OfferCall = { readonly offer: string; readonly pick?: unknown; readonly run: string; readonly key: string };

export type SavedField = {
	/** `customer.phone`, `customer.consent.advertising` … */
	readonly field: string;
	readonly value: Value;
	/** The words the customer answered to. */
	readonly words: string;
	/** What the same question had saved before the customer, or staff, corrected it. */
	readonly instead?: Value;
	/** What they answered. */
	readonly answer?: string;
	readonly messageId?: bigint;
};
