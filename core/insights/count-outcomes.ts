import type { Shop } from "#core/shop.ts";

/** So many matters that ended with this result, for this reason, as this source knows. */
export type OutcomeCount = {
	readonly result: "won" | "lost";
	/** An id of `_reasons.yaml`, or `unknown`. */
	readonly reason: string;
	readonly source: "customer" | "operator" | "rule" | "unknown";
	readonly matters: number;
	/** What the orders among them came to, minor units. */
	readonly total: bigint;
};

/** Outcomes of a span, and how many of them have a known reason: `unknown` is shown, never hidden. */
export type OutcomeCounts = {
	readonly rows: readonly OutcomeCount[];
	readonly matters: number;
	/** With a known reason ÷ all; null: there was nothing. */
	readonly coverage: number | null;
};

/** Why the shop won and lost between two moments, by the words that stand, the most frequent first. */
export async function countOutcomes(shop: Shop, { from, to }: { from: Date; to: Date }): Promise<OutcomeCounts> {
	const rows = await shop.db.written<OutcomeCount>(COUNT, [from, to]);
	const matters = rows.reduce((sum, row) => sum + row.matters, 0);
	const known = rows.filter(({ reason }) => reason !== "unknown").reduce((sum, row) => sum + row.matters, 0);
	return { rows, matters, coverage: matters === 0 ? null : known / matters };
}

const COUNT = {
	name: "count-outcomes",
	text: `SELECT u.result::text AS result, u.reason, u.source, count(*)::int AS matters, coalesce(sum(o.total), 0)::bigint AS total
		FROM outcome u LEFT JOIN shop_order o ON o.id = u.order_id
		WHERE u.standing AND u.at >= $1 AND u.at < $2
		GROUP BY 1, 2, 3 ORDER BY matters DESC, 1, 2, 3`,
};
