import type { Money } from "#core/money.ts";
import type { Shop } from "#core/shop.ts";
import type { InsightRules } from "./insight-rules.ts";
import { keepEpisodes } from "./keep-episodes.ts";
import type { BehindName } from "./list-behind.ts";
import { type Period, spanBefore, thisWeek, today } from "./period.ts";
import { type Measures, type Outcome, readMeasures, readSales, readWaiting, type Sales } from "./read-measures.ts";

/** Today until this hour, or this week (since Monday) until this hour. */
export type PocketSpan = "today" | "week";

/** The numbers that fit into a pocket (operators.md §5), in the order in which they are shown. */
export type PocketKey =
	| "orders"
	| "revenue"
	| "average_order"
	| "new_customers"
	| "repeat_share"
	| "waiting_now"
	| "first_response"
	| "handoff_rate"
	| "promises_kept"
	| "top_lost_reason";

/** One number. A reason is its title. */
export type PocketValue =
	| { readonly kind: "count"; readonly count: number }
	| { readonly kind: "money"; readonly money: Money }
	| { readonly kind: "share"; readonly part: number; readonly of: number }
	| { readonly kind: "seconds"; readonly seconds: number }
	| { readonly kind: "waiting"; readonly count: number; readonly oldestSeconds: number | null }
	| { readonly kind: "reason"; readonly reason: string; readonly count: number };

export type PocketNumber = {
	readonly key: PocketKey;
	/** Null where there is nothing to count. */
	readonly value: PocketValue | null;
	/** The same span earlier (a week, or as many as do not overlap); null where there was nothing. Waiting has no past. */
	readonly before: PocketValue | null;
	/** Address, within the back office, of the list behind it. */
	readonly list: string;
};

export type Pocket = Period & { readonly numbers: readonly PocketNumber[] };

/** Reads them: for the desk's `/today` and `/week`, and for the web. `seesMoney`: their role may `see-money`. */
export async function readPocket(
	shop: Shop,
	{ span, seesMoney, rules }: { span: PocketSpan; seesMoney: boolean; rules: InsightRules },
): Promise<Pocket> {
	const now = shop.now();
	const period = span === "today" ? today(now, rules.zone) : thisWeek(now, rules.zone);
	return pocketOf(shop, { period, seesMoney, rules });
}

/** The same numbers of any period. */
export async function pocketOf(
	shop: Shop,
	{ period, seesMoney, rules }: { period: Period; seesMoney: boolean; rules: InsightRules },
): Promise<Pocket> {
	await keepEpisodes(shop, rules.measures);
	const [now, before, waiting] = await Promise.all([
		read(shop, period),
		read(shop, spanBefore(period, rules.zone)),
		readWaiting(shop),
	]);
	const oldestSeconds = waiting.since && seconds(shop.now().getTime() - waiting.since.getTime());
	const numbers: PocketNumber[] = SHOWN.filter(({ money }) => seesMoney || !money).map(({ key, list, of }) => ({
		key,
		value: of(now, rules),
		before: of(before, rules),
		list: addressOf(list, period),
	}));
	numbers.splice(
		numbers.findIndex(({ key }) => key === "first_response"),
		0,
		{
			key: "waiting_now",
			value: { kind: "waiting", count: waiting.n, oldestSeconds },
			before: null,
			list: "/reports/waiting",
		},
	);
	return { ...period, numbers };
}

/** Where the web lists what is behind a number. */
export function addressOf(list: BehindName, { from, until }: Period): string {
	return `/reports/${list}?from=${from.toISOString()}&until=${until.toISOString()}`;
}

type Read = { readonly sales: Sales; readonly measures: Measures };

async function read(shop: Shop, period: Period): Promise<Read> {
	const [sales, measures] = await Promise.all([readSales(shop, period), readMeasures(shop, period)]);
	return { sales, measures };
}

type Shown = {
	readonly key: PocketKey;
	readonly list: BehindName;
	readonly money?: true;
	readonly of: (read: Read, rules: InsightRules) => PocketValue | null;
};

const SHOWN: readonly Shown[] = [
	{ key: "orders", list: "orders", of: ({ sales }) => ({ kind: "count", count: sales.orders }) },
	{
		key: "revenue",
		list: "orders",
		money: true,
		of: ({ sales }, { currency }) => ({ kind: "money", money: { minor: sales.revenue, currency } }),
	},
	{
		key: "average_order",
		list: "orders",
		money: true,
		of: ({ sales: { orders, revenue } }, { currency }) =>
			orders === 0 ? null : { kind: "money", money: { minor: Math.round(revenue / orders), currency } },
	},
	{ key: "new_customers", list: "new_customers", of: ({ sales }) => ({ kind: "count", count: sales.met }) },
	{ key: "repeat_share", list: "repeat_orders", of: ({ sales: { repeats, orders } }) => share(repeats, orders) },
	{
		key: "first_response",
		list: "first",
		of({ measures }) {
			const { wall } = measures.waits.first;
			return wall && { kind: "seconds", seconds: wall.median };
		},
	},
	{
		key: "handoff_rate",
		list: "handed",
		of: ({ measures: { handoffRate } }) => share(handoffRate.part, handoffRate.of),
	},
	{
		key: "promises_kept",
		list: "promises",
		of: ({ measures: { promisesKept } }) => share(promisesKept.part, promisesKept.of),
	},
	{ key: "top_lost_reason", list: "lost", of: ({ measures }, rules) => topLost(measures.outcomes, rules) },
];

/** The most frequent reason that somebody knows: what is unknown is shown by its coverage. */
function topLost(outcomes: readonly Outcome[], { reasonTitle }: InsightRules): PocketValue | null {
	const top = outcomes.find(({ result, reason }) => result === "lost" && reason !== "unknown");
	return top ? { kind: "reason", reason: reasonTitle(top.reason), count: top.n } : null;
}

function share(part: number, of: number): PocketValue | null {
	return of === 0 ? null : { kind: "share", part, of };
}

function seconds(milliseconds: number): number {
	return Math.max(0, Math.round(milliseconds / 1000));
}
