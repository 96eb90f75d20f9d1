import type { Shop } from "#core/shop.ts";

/** Tables that the demo fills in bulk. */
type Table =
	| "shop_order"
	| "order_line"
	| "order_change"
	| "diary"
	| "customer"
	| "consent"
	| "identity"
	| "conversation"
	| "chat"
	| "outcome"
	| "unmet_demand";

/**
 * Writes many rows in one statement; keys are field names of the models, all rows have the same. Prisma's `createMany`
 * binds each value by itself, which for a year of orders takes half a minute instead of a second.
 */
export async function insertRows<Row extends Record<string, unknown>>(
	shop: Shop,
	table: Table,
	rows: readonly Row[],
): Promise<void> {
	const [first] = rows;
	if (!first) return;
	// Sorted, as one statement has one order of columns.
	const fields = Object.keys(first).sort();
	const columns = fields.map((field) => `"${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`);
	const values = rows.map((row) =>
		Object.fromEntries(columns.map((column, place) => [column.slice(1, -1), row[fields[place] ?? ""] ?? null])),
	);
	await shop.db.written(
		{
			name: `seed-${table}`,
			text: `INSERT INTO ${table} (${columns.join(", ")})
				SELECT ${columns.join(", ")} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
		},
		[JSON.stringify(values)],
	);
}
