import type { Shop } from "./shop.ts";

/** Columns by which lists are sifted, each with an index of its own that begins with it. */
const COLUMNS = {
	tags: { table: "customer_tag", column: "tag" },
	channels: { table: "identity", column: "channel" },
	"order-channels": { table: "shop_order", column: "channel" },
} as const;

/** More than this nobody chooses from. */
const MOST = 500;

/**
 * What lists can be sifted by, by the alphabet: customers' tags, channels on which customers were ever heard, channels that
 * orders came by. From one value to the next by the index ("loose index scan" of PostgreSQL's wiki), so that it costs as much
 * as there are values, not rows.
 */
export async function valuesInUse(shop: Shop, what: keyof typeof COLUMNS): Promise<string[]> {
	const { table, column } = COLUMNS[what];
	const next = (after: string) =>
		`(SELECT t.${column} FROM ${table} t WHERE t.${column} ${after} ORDER BY t.${column} LIMIT 1)`;
	const text = `WITH RECURSIVE each AS (
			${next("IS NOT NULL")}
			UNION ALL
			SELECT ${next(`> each.${column}`)} FROM each WHERE each.${column} IS NOT NULL
		)
		SELECT ${column} AS value FROM each WHERE ${column} IS NOT NULL LIMIT ${MOST}`;
	const rows = await shop.db.written<{ value: string }>({ name: `values-in-use-${what}`, text }, []);
	return rows.map(({ value }) => value);
}
