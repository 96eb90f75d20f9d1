import type { Statement } from "#core/shop.ts";
import { MOVED, type OwnedColumn } from "./customer-tables.ts";

/** The written SQL of merge and unmerge: one statement a column, made of the list of tables. */

/** `$1` whose rows, `$2` whose they become. Gives the keys of those that moved. */
export function moveRows({ table, column, key, clash }: OwnedColumn): Statement {
	const free = clash?.map((name) => `o.${name} = x.${name}`).join(" AND ");
	return {
		name: `merge-${table}-${column}`,
		text: `UPDATE ${table} x SET ${column} = $2::uuid WHERE x.${column} = $1::uuid
			${free ? `AND NOT EXISTS (SELECT 1 FROM ${table} o WHERE o.${column} = $2::uuid AND ${free})` : ""}
			RETURNING ${key.map((name) => `x.${name}::text`).join(", ")}`,
	};
}

/** `$1` who has them now, `$2` whose they become again, `$3` their keys as JSON. */
export function returnRows({ table, column, key }: OwnedColumn): Statement {
	return {
		name: `unmerge-${table}-${column}`,
		text: `UPDATE ${table} x SET ${column} = $2::uuid FROM jsonb_populate_recordset(NULL::${table}, $3::jsonb) k
			WHERE x.${column} = $1::uuid AND ${key.map((name) => `x.${name} = k.${name}`).join(" AND ")}`,
	};
}

export function ownedColumn(table: string, column: string): OwnedColumn {
	const found = MOVED.find((one) => one.table === table && one.column === column);
	if (!found) throw new Error(`No merge moves ${table}.${column}.`);
	return found;
}

/** `$1` the customers. Locks both, then their conversations, in order of id, so that two merges never wait for each other. */
export const LOCK_CUSTOMERS = {
	name: "merge-lock-customers",
	text: `SELECT to_jsonb(c) AS row FROM customer c WHERE c.id = ANY($1::uuid[]) ORDER BY c.id FOR UPDATE`,
};

export const LOCK_CONVERSATIONS = {
	name: "merge-lock-conversations",
	text: `SELECT to_jsonb(c) AS row FROM conversation c WHERE c.customer_id = ANY($1::uuid[]) ORDER BY c.id FOR UPDATE`,
};

/** `$1` id, `$2` the columns that change, as JSON. */
export const CHANGE_CUSTOMER = changes("customer", [
	"first_name",
	"last_name",
	"phone",
	"email",
	"birthday",
	"zone",
	"city",
	"last_address",
	"addresses",
	"likes",
	"said_channel",
	"source",
	"note",
	"merged_into_id",
]);

export const CHANGE_CONVERSATION = changes("conversation", [
	"lease",
	"control",
	"holder_id",
	"control_since",
	"parked_until",
	"promise_id",
	"last_holder_id",
	"watched",
	"staff_said_at",
	"staff_typed_at",
	"answer_by",
	"promise_due_at",
	"closed_at",
	"team",
	"ask_reason",
	"ask_priority",
	"ask_note",
	"ask_run_id",
	"meanwhile",
	"stage",
	"chat_id",
	"last_heard_at",
	"live_at",
	"last_message_at",
	"last_line",
	"unanswered_since",
	"unknown_at",
	"merged_into_id",
]);

/** `$1` id, `$2` the columns that change, as JSON: places on the stack. */
export const CHANGE_RUN = changes("flow_run", ["stack", "status", "wake_at", "state"]);

/** Whatever was kept in memory of this conversation is not what it is any more. */
export const BUMP = {
	name: "merge-bump",
	text: "UPDATE conversation SET version = version + 1 WHERE id = ANY($1::uuid[])",
};

/** `$1` the absorbed customer's, `$2` the kept one's open cart; no more of anything than there is. */
export const ADD_CART = {
	name: "merge-add-cart",
	text: `WITH free AS (
			SELECT s.variant_id, sum(s.on_hand - s.reserved)::int AS pieces FROM stock s GROUP BY s.variant_id
		), wanted AS (
			SELECT l.variant_id, l.added_at, least(l.qty, greatest(coalesce(f.pieces, 0) - coalesce(k.qty, 0), 0)) AS qty
			FROM cart_line l LEFT JOIN free f USING (variant_id)
			LEFT JOIN cart_line k ON k.cart_id = $2::uuid AND k.variant_id = l.variant_id
			WHERE l.cart_id = $1::uuid
		), put AS (
			INSERT INTO cart_line (cart_id, variant_id, qty, added_at)
			SELECT $2::uuid, variant_id, qty, added_at FROM wanted WHERE qty > 0
			ON CONFLICT (cart_id, variant_id) DO UPDATE SET qty = cart_line.qty + EXCLUDED.qty
		)
		SELECT variant_id::text AS "variantId", qty FROM wanted WHERE qty > 0`,
};

/** `$1` cart, `$2` variant, `$3` pieces: what a merge had added is taken out again, as far as it is still there. */
export const TAKE_FROM_CART = {
	name: "unmerge-take-from-cart",
	text: `WITH less AS (
			UPDATE cart_line SET qty = qty - $3::int WHERE cart_id = $1::uuid AND variant_id = $2::uuid AND qty > $3::int
			RETURNING 1
		)
		DELETE FROM cart_line l USING cart c WHERE l.cart_id = $1::uuid AND l.variant_id = $2::uuid AND l.qty <= $3::int
			AND c.id = l.cart_id AND c.state = 'open'`,
};

/** `$1` the absorbed, `$2` the kept customer. What both have an entry for fires once. */
export const SILENCE_ENTRIES = {
	name: "merge-silence-entries",
	text: `WITH twice AS (
			SELECT e.id, e.state FROM flow_entry e JOIN flow_entry k
				ON k.customer_id = $2::uuid AND k.flow = e.flow AND k.key = e.key
			WHERE e.customer_id = $1::uuid AND e.state = 'pending'
		), silenced AS (
			UPDATE flow_entry e SET state = 'refused', refused = 'merged' FROM twice t WHERE e.id = t.id
		)
		SELECT id::text, state FROM twice`,
};

/** `$1` from, `$2` to: promises that wait name customer and conversation by id. */
export const REDIRECT_ERRANDS = {
	name: "merge-redirect-errands",
	text: `UPDATE errand SET payload = jsonb_set(payload, ARRAY[$3::text], to_jsonb($2::text))
		WHERE state = 'waiting' AND payload->>$3 = $1::text AND key IS NULL`,
};

/** `$1` conversation, `$2` lease before, `$3` lease after: lines decided under the lease that goes on may still leave. */
export const RENEW_LEASE = {
	name: "merge-renew-lease",
	text: `UPDATE outbox SET lease = $3::int WHERE conversation_id = $1::uuid AND state = 'pending' AND lease = $2::int
		RETURNING id::text`,
};

/** Runs whose question waits: `$1` conversation. */
export const STACKED_RUNS = {
	name: "merge-stacked-runs",
	text: `SELECT id::text, stack, status, state, wake_at FROM flow_run
		WHERE conversation_id = $1::uuid AND stack IS NOT NULL AND status NOT IN ('ended', 'failed') ORDER BY stack`,
};

function changes(table: string, columns: readonly string[]): Statement {
	const list = columns.join(", ");
	return {
		name: `merge-change-${table}`,
		text: `UPDATE ${table} x SET (${list}) = (SELECT ${list} FROM jsonb_populate_record(x, $2::jsonb)) WHERE x.id = $1::uuid
			RETURNING to_jsonb(x) AS row`,
	};
}
