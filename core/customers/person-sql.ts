import type { Statement } from "#core/shop.ts";
import { MOVED, type OwnedColumn } from "./customer-tables.ts";

/** The written SQL of export and erasure. `$1` is always the person: the customer, and all who were absorbed by them. */

/** `$1` customer. Links of links too. */
export const ONE_PERSON = {
	name: "person-ids",
	text: `WITH RECURSIVE person AS (
			SELECT id FROM customer WHERE id = $1::uuid
			UNION SELECT c.id FROM customer c JOIN person p ON c.merged_into_id = p.id
		) SELECT id::text FROM person`,
};

/** What is told of a person, by table: as one owns the rows, or as they hang below rows that one owns. */
export const TOLD: readonly { readonly table: string; readonly statement: Statement }[] = [
	told("customer", "x.id = ANY($1::uuid[])"),
	told("conversation", "x.customer_id = ANY($1::uuid[])"),
	told("cart", "x.customer_id = ANY($1::uuid[])"),
	told("cart_line", "x.cart_id IN (SELECT id FROM cart WHERE customer_id = ANY($1::uuid[]))"),
	told("order_line", "x.order_id IN (SELECT id FROM shop_order WHERE customer_id = ANY($1::uuid[]))"),
	told("order_change", "x.order_id IN (SELECT id FROM shop_order WHERE customer_id = ANY($1::uuid[]))"),
	told("payment", "x.order_id IN (SELECT id FROM shop_order WHERE customer_id = ANY($1::uuid[]))"),
	told("customer_figures", "x.customer_id = ANY($1::uuid[])"),
	told("customer_link", "x.kept_id = ANY($1::uuid[])", "- 'moved'"),
	...[...new Map(MOVED.map((owned) => [owned.table, owned])).values()]
		.filter(({ table }) => table !== "link_token")
		.map((owned) => told(owned.table, isTheirs(owned))),
];

/** Files that came or went in the person's conversations. */
export const THEIR_MEDIA = {
	name: "person-media",
	text: `SELECT f.id::text, f.path, f.name, f.mime, f.bytes FROM media f
		WHERE EXISTS (SELECT 1 FROM message m JOIN conversation c ON c.id = m.conversation_id
			WHERE c.customer_id = ANY($1::uuid[]) AND m.media IS NOT NULL AND m.media::text LIKE '%' || f.id || '%')`,
};

/** `$1` paths. Equal files of several people lie in one place: that stays while somebody else has one. */
export const STILL_NEEDED = {
	name: "person-media-needed",
	text: "SELECT DISTINCT path FROM media WHERE path = ANY($1::text[])",
};

/** In this order, so that no row is left without the one it hangs on. Orders and coupons stay, without a name. */
export const ERASE: readonly Statement[] = [
	erase(
		"inbox",
		`DELETE FROM inbox i USING chat h JOIN conversation c ON c.id = h.conversation_id
			WHERE c.customer_id = ANY($1::uuid[]) AND i.account = h.account AND i.chat = h.native_id`,
	),
	erase(
		"orders",
		`UPDATE shop_order SET address = NULL, note = NULL, conversation_id = NULL, external_ref = NULL
			WHERE customer_id = ANY($1::uuid[])`,
	),
	erase(
		"reasons",
		`UPDATE order_change SET reason = NULL
			WHERE order_id IN (SELECT id FROM shop_order WHERE customer_id = ANY($1::uuid[]))`,
	),
	erase("errands", "DELETE FROM errand WHERE (payload->>'customerId') = ANY($1::uuid[]::text[])"),
	...MOVED.toReversed()
		.filter(({ table }) => table !== "shop_order" && table !== "coupon")
		.map((owned) => erase(`${owned.table}-${owned.column}`, `DELETE FROM ${owned.table} x WHERE ${isTheirs(owned)}`)),
	erase("imported", "DELETE FROM imported_person WHERE customer_id = ANY($1::uuid[])"),
	erase("carts", "DELETE FROM cart WHERE customer_id = ANY($1::uuid[])"),
	erase("figures", "DELETE FROM customer_figures WHERE customer_id = ANY($1::uuid[])"),
	erase("conversations", "DELETE FROM conversation WHERE customer_id = ANY($1::uuid[])"),
	erase("links", "DELETE FROM customer_link WHERE kept_id = ANY($1::uuid[]) OR absorbed_id = ANY($1::uuid[])"),
	erase("suggestions", "DELETE FROM link_suggestion WHERE first_id = ANY($1::uuid[]) OR second_id = ANY($1::uuid[])"),
	erase(
		"customers",
		`UPDATE customer SET first_name = NULL, last_name = NULL, phone = NULL, email = NULL, birthday = NULL, zone = NULL,
			city = NULL, last_address = NULL, addresses = '[]', likes = '{}', said_channel = NULL, source = NULL,
			external_ref = NULL, note = NULL WHERE id = ANY($1::uuid[])`,
	),
];

function isTheirs({ column }: OwnedColumn): string {
	return column === "customer_id"
		? "x.customer_id = ANY($1::uuid[])"
		: "x.conversation_id IN (SELECT id FROM conversation WHERE customer_id = ANY($1::uuid[]))";
}

function told(table: string, where: string, without = "") {
	return {
		table,
		statement: {
			name: `person-${table}`,
			text: `SELECT to_jsonb(x) ${without} AS row FROM ${table} x WHERE ${where} ORDER BY 1`,
		},
	};
}

function erase(what: string, text: string): Statement {
	return { name: `erase-${what}`, text };
}
