/** Written SQL of stock. Rows are always locked in the order of their ids, so that no two orders wait for each other. */

/** $1: variant ids as JSON. Locks their rows and says what each warehouse can sell. */
export const LOCK_STOCK = {
	name: "lock-stock",
	text: `SELECT s.variant_id AS "variantId", s.warehouse_id AS "warehouseId", s.on_hand - s.reserved AS free, w.position
		FROM stock s JOIN warehouse w ON w.id = s.warehouse_id
		WHERE w.active AND s.variant_id IN (SELECT id::uuid FROM jsonb_array_elements_text($1::jsonb) AS ids(id))
		ORDER BY s.variant_id, s.warehouse_id
		FOR UPDATE OF s`,
};

/** $1: [{variantId, warehouseId, onHand, reserved}], changes to add. The checks in the table are the judge. */
export const MOVE_STOCK = {
	name: "move-stock",
	text: `UPDATE stock s SET on_hand = s.on_hand + moved."onHand", reserved = s.reserved + moved.reserved
		FROM (
			SELECT "variantId", "warehouseId", sum("onHand")::int AS "onHand", sum(reserved)::int AS reserved
			FROM jsonb_to_recordset($1::jsonb) AS m("variantId" uuid, "warehouseId" text, "onHand" int, reserved int)
			GROUP BY 1, 2
		) moved
		WHERE s.variant_id = moved."variantId" AND s.warehouse_id = moved."warehouseId"`,
};

/** What can be sold of each, $1: variant ids as JSON. */
export const FREE_STOCK = {
	name: "free-stock",
	text: `SELECT g.id, g.stock, g.price, name_of_goods(g.title, g.titles, g.variant_title, 'ru') AS title FROM goods g
		WHERE g.id IN (SELECT id::uuid FROM jsonb_array_elements_text($1::jsonb) AS ids(id))`,
};

/** Customers who asked to be told, each once. $1: variant, $2: now. */
export const ANSWER_WAITS = {
	name: "answer-stock-waits",
	text: `UPDATE stock_wait SET told_at = $2 WHERE variant_id = $1::uuid AND told_at IS NULL
		RETURNING customer_id AS "customerId"`,
};
