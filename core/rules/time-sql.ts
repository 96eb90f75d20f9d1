import type { HappeningWord } from "#core/flows/happenings.ts";
import type { Statement } from "#core/shop.ts";

/** What a statement finds: a cause with what is known of it. */
export type Brought = {
	readonly cause: string;
	readonly customerId: string | null;
	readonly event: Readonly<Record<string, unknown>> & {
		readonly order?: {
			readonly id: string;
			readonly number: string;
			readonly total: number;
			readonly currency: string;
		};
		readonly product?: { readonly id: string; readonly title: string; readonly price: number; readonly stock: number };
	};
};

/**
 * The written SQL of what time brings. `$1` is the file, `$2` now, `$3` its length of time in seconds. A moment that is three
 * days old has lost its occasion: a new file must not tell of last year's orders. At most two hundred a look.
 */
export const TIME_SQL: Readonly<Record<Exclude<HappeningWord, "event">, Statement>> = {
	unanswered: brought(
		"unanswered",
		`SELECT 'unanswered ' || c.id || ' ' || extract(epoch FROM c.unanswered_since)::bigint AS cause, c.customer_id AS customer,
				jsonb_build_object('since', to_char(c.unanswered_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'text', (SELECT m.text
					FROM message m WHERE m.conversation_id = c.id AND m.direction = 'heard' ORDER BY m.id DESC LIMIT 1)) AS event
			FROM conversation c WHERE ${momentIs("c.unanswered_since", "+")}`,
	),
	unpacked: brought(
		"unpacked",
		`SELECT 'unpacked ' || o.id AS cause, o.customer_id AS customer, ${orderOf("o")} AS event
			FROM shop_order o WHERE o.state IN ('placed', 'confirmed') AND ${momentIs("o.due_from", "-")}`,
	),
	late: brought(
		"late",
		`SELECT 'late ' || o.id AS cause, o.customer_id AS customer, ${orderOf("o")} AS event
			FROM shop_order o WHERE o.state IN ('placed', 'confirmed', 'packed', 'shipped') AND ${momentIs("o.due_to", "+")}`,
	),
	due: brought(
		"due",
		`SELECT 'due ' || f.customer_id || ' ' || f.next_order_at::date AS cause, f.customer_id AS customer,
				jsonb_build_object('date', f.next_order_at::date::text) AS event
			FROM customer_figures f WHERE ${momentIs("f.next_order_at", "-")}`,
	),
	stock_under: {
		name: "rules-stock-under",
		text: `SELECT x.* FROM (
				SELECT 'stock ' || v.id AS cause, NULL AS "customerId", jsonb_build_object('left', l.left, 'product',
					jsonb_build_object('id', v.id, 'title', btrim(p.title || ' ' || v.title), 'price', v.price, 'stock', l.left)) AS event
				FROM (SELECT variant_id, sum(on_hand - reserved)::int AS left FROM stock GROUP BY variant_id) l
				JOIN variant v ON v.id = l.variant_id AND v.active JOIN product p ON p.id = v.product_id AND p.active
				WHERE l.left < $2::int) x
			WHERE NOT EXISTS (SELECT FROM rule_firing f WHERE f.rule = $1 AND f.cause = x.cause) LIMIT 200`,
	},
};

/** `$1` the file, `$2` its least. */
export const FORGET_STOCKED: Statement = {
	name: "rules-forget-stocked",
	text: `DELETE FROM rule_firing f USING (SELECT variant_id, sum(on_hand - reserved) AS left FROM stock GROUP BY variant_id) l
		WHERE f.rule = $1 AND f.cause = 'stock ' || l.variant_id AND l.left >= $2::int`,
};

function brought(word: string, found: string): Statement {
	return {
		name: `rules-${word}`,
		text: `SELECT x.cause, x.customer AS "customerId", x.event FROM (${found}) x
			WHERE NOT EXISTS (SELECT FROM rule_firing f WHERE f.rule = $1 AND f.cause = x.cause) LIMIT 200`,
	};
}

/** The file's moment, so long after or before a column's, came within the last three days. */
function momentIs(column: string, sign: "+" | "-"): string {
	const back = sign === "+" ? "-" : "+";
	const latest = `$2::timestamptz ${back} make_interval(secs => $3::int)`;
	return `${column} <= ${latest} AND ${column} > ${latest} - interval '3 days'`;
}

function orderOf(row: string): string {
	return `jsonb_build_object('order', jsonb_build_object('id', ${row}.id, 'number', ${row}.number::text, 'status', ${row}.state,
		'total', ${row}.total, 'currency', ${row}.currency, 'delivery', ${row}.delivery))`;
}
