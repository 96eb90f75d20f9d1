import type { Money } from "#core/money.ts";
import type { Shop } from "#core/shop.ts";

/** Today until this hour, or this week (since Monday) until this hour. */
export type PocketSpan = "today" | "week";

/** The numbers that fit into a pocket (operators.md §5), in the order in which they are shown. */
export const POCKET_KEYS = [
	"orders",
	"revenue",
	"average_order",
	"new_customers",
	"repeat_share",
	"waiting_now",
	"first_response",
	"handoff_rate",
	"promises_kept",
	"top_lost_reason",
] as const;
export type PocketKey = (typeof POCKET_KEYS)[number];

/** One number; `null` where there is nothing to count. A reason is its title. */
export type PocketValue =
	| { readonly kind: "count"; readonly count: number }
	| { readonly kind: "money"; readonly money: Money }
	| { readonly kind: "share"; readonly part: number; readonly of: number }
	| { readonly kind: "seconds"; readonly seconds: number }
	| { readonly kind: "waiting"; readonly count: number; readonly oldestSeconds: number | null }
	| { readonly kind: "reason"; readonly reason: string; readonly count: number };

export type PocketNumber = {
	readonly key: PocketKey;
	readonly value: PocketValue | null;
	/** The same span a week earlier; null where there was nothing. Waiting has no past. */
	readonly before: PocketValue | null;
	/** Address, within the back office, of the list behind it: `/orders?…`. */
	readonly list: string;
};

export type Pocket = {
	readonly span: PocketSpan;
	readonly from: Date;
	readonly until: Date;
	readonly numbers: readonly PocketNumber[];
};

/** What the pocket goes by; `seesMoney`: revenue and average are left out for roles that may not (`see-money`). */
export type PocketWish = {
	readonly span: PocketSpan;
	readonly seesMoney: boolean;
	readonly zone: string;
	readonly currency: string;
};

/** Signature of `readPocket`: the web's report and the desk's `/today` and `/week` both call it. */
export type ReadPocket = (shop: Shop, wish: PocketWish) => Promise<Pocket>;
