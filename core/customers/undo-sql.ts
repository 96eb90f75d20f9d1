import type { Statement } from "#core/shop.ts";
import { MOVED } from "./customer-tables.ts";

/** The written SQL by which an import is taken back. Where nothing else is said, `$1` is customers. */

/** Compared row by row with what was written; the promise is found by its conversation. */
const COMPARED: ReadonlySet<string> = new Set([
	...["identity", "consent", "customer_tag", "customer_attribute"],
	"promise",
]);
const BY_CUSTOMER = [
	...MOVED.filter(({ table, column }) => column === "customer_id" && !COMPARED.has(table)).map(({ table }) => table),
	"cart",
];
/** Of those that hang on a conversation alone; the others have the customer too, or hang on one of these. */
const BY_CONVERSATION = ["message", "promise", "draft", "later_reply", "tip"];

/** In which tables others have left something of theirs. A table that comes to `MOVED` is asked by itself. */
export const TOUCHED: Statement = {
	name: "undo-touched",
	text: [
		...BY_CUSTOMER.map((table) => touched(table, `FROM ${table} x WHERE x.customer_id = p.id`)),
		...BY_CONVERSATION.map((table) =>
			touched(table, `FROM conversation c JOIN ${table} x ON x.conversation_id = c.id WHERE c.customer_id = p.id`),
		),
		touched("customer_link", "FROM customer_link x WHERE x.kept_id = p.id"),
		touched("customer_link", "FROM customer_link x WHERE x.absorbed_id = p.id"),
	].join(" UNION ALL "),
};

function touched(table: string, from: string): string {
	return `SELECT p.id::text AS customer, '${table}' AS "table" FROM unnest($1::uuid[]) AS p(id) WHERE EXISTS (SELECT ${from})`;
}

/** Whoever writes, orders or is edited meanwhile comes before or after, never in between. */
export const LOCK_CUSTOMERS: Statement = {
	name: "undo-lock-customers",
	text: "SELECT id FROM customer WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE",
};

export const ADVERTISED: Statement = {
	name: "undo-advertised",
	text: `SELECT p.id::text AS customer, o.created_at AS at FROM unnest($1::uuid[]) AS p(id)
		JOIN LATERAL (SELECT created_at FROM outbox WHERE marketing AND customer_id = p.id ORDER BY created_at DESC LIMIT 1) o ON true`,
};

/** Chats in which something was said, or is about to be. */
export const SPOKEN: Statement = {
	name: "undo-spoken",
	text: `SELECT h.id::text AS chat FROM identity i JOIN chat h ON h.identity_id = i.id WHERE i.customer_id = ANY($1::uuid[])
		AND (EXISTS (SELECT FROM message m WHERE m.chat_id = h.id)
			OR EXISTS (SELECT FROM outbox o WHERE o.customer_id = i.customer_id AND o.chat_id = h.id))`,
};

/** In this order, so that no row is left without the one it hangs on. */
export const REMOVE: readonly Statement[] = [
	["consent", "customer_id = ANY($1::uuid[])"],
	["customer_tag", "customer_id = ANY($1::uuid[])"],
	["customer_attribute", "customer_id = ANY($1::uuid[])"],
	["chat", "conversation_id IN (SELECT id FROM conversation WHERE customer_id = ANY($1::uuid[]))"],
	["identity", "customer_id = ANY($1::uuid[])"],
	["conversation", "customer_id = ANY($1::uuid[])"],
	["segment_spell", "customer_id = ANY($1::uuid[])"],
	["customer_figures", "customer_id = ANY($1::uuid[])"],
	["link_suggestion", "first_id = ANY($1::uuid[]) OR second_id = ANY($1::uuid[])"],
	["customer", "id = ANY($1::uuid[])"],
].map(([table, where]) => ({ name: `undo-remove-${table}`, text: `DELETE FROM ${table} WHERE ${where}` }));

/** What a file may fill in of somebody who was known, and how it is empty. */
const FILLED: readonly (readonly [field: string, column: string, empty: string])[] = [
	["externalRef", "external_ref", "NULL"],
	["firstName", "first_name", "NULL"],
	["lastName", "last_name", "NULL"],
	["phone", "phone", "NULL"],
	["email", "email", "NULL"],
	["birthday", "birthday", "NULL"],
	["city", "city", "NULL"],
	["note", "note", "NULL"],
	["lastAddress", "last_address", "NULL"],
	["addresses", "addresses", "'[]'"],
];

/** `$1` one customer, `$2` the fields that are taken back. */
export const EMPTY_FIELDS: Statement = {
	name: "undo-empty-fields",
	text: `UPDATE customer SET ${FILLED.map(
		([field, column, empty]) => `${column} = CASE WHEN '${field}' = ANY($2::text[]) THEN ${empty} ELSE ${column} END`,
	).join(", ")} WHERE id = $1::uuid`,
};
