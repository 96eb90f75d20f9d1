import { primaryLanguage } from "#core/in-language.ts";
import type { Shop } from "#core/shop.ts";
import { SALE_DAYS } from "./note-demand.ts";

const DAY_MS = 86_400_000;
/** A buyer reads no more in one week. */
const MOST_ROWS = 500;

/** What was wanted and not sold, all askers together. */
export type MissedDemand = {
	/** Null: the words found nothing. */
	readonly variantId: string | null;
	readonly title: string;
	readonly size: string;
	readonly warehouse: string | null;
	readonly customers: number;
	readonly times: number;
	/** Customers who asked within the last seven days: a sale may still follow. */
	readonly fresh: number;
	/** Customers whom nobody will tell when it is back. */
	readonly untold: number;
	readonly words: readonly string[];
	/** The last three who asked. */
	readonly customerIds: readonly string[];
	readonly lastAt: Date;
	/** What can be had by now. */
	readonly stock: number | null;
};

/** What was asked for in these days and not sold within seven, the most wanted first. */
export function listDemand(
	shop: Shop,
	{ days, language }: { days: number; language: string },
): Promise<MissedDemand[]> {
	const now = shop.now().getTime();
	const [since, week] = [new Date(now - days * DAY_MS), new Date(now - SALE_DAYS * DAY_MS)];
	return shop.db.written<MissedDemand>(MISSED, [since, week, primaryLanguage(language), MOST_ROWS]);
}

/** $1: since, $2: a week ago, $3: language, $4: at most so many. */
const MISSED = {
	name: "missed-demand",
	text: `WITH asked AS (
			SELECT d.*, coalesce(d.variant_id::text, lower(d.words)) AS wish,
				d.variant_id IS NOT NULL AND d.told_at IS NULL AND NOT EXISTS (
					SELECT FROM stock_wait w WHERE w.customer_id = d.customer_id AND w.variant_id = d.variant_id AND w.told_at IS NULL
				) AS untold
			FROM unmet_demand d
			WHERE d.last_at >= $1 AND (d.settled_at IS NULL OR d.settled_at > d.at + interval '${SALE_DAYS} days')
		)
		SELECT a.variant_id AS "variantId", a.size, w.title AS warehouse, max(g.stock)::int AS stock,
			coalesce(max(name_of_goods(g.title, g.titles, g.variant_title, $3)), '«' || max(a.words) || '»') AS title,
			count(DISTINCT a.customer_id)::int AS customers, sum(a.times)::int AS times,
			count(DISTINCT a.customer_id) FILTER (WHERE a.at > $2)::int AS fresh,
			count(DISTINCT a.customer_id) FILTER (WHERE a.untold)::int AS untold,
			(array_agg(a.words ORDER BY a.last_at DESC) FILTER (WHERE a.words <> ''))[1:5] AS words,
			(array_agg(a.customer_id::text ORDER BY a.last_at DESC))[1:3] AS "customerIds",
			max(a.last_at) AS "lastAt"
		FROM asked a LEFT JOIN goods g ON g.id = a.variant_id LEFT JOIN warehouse w ON w.id = a.warehouse_id
		GROUP BY a.wish, a.variant_id, a.size, w.title
		ORDER BY customers DESC, times DESC, "lastAt" DESC, title
		LIMIT $4`,
};
