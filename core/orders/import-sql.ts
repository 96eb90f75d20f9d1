/** Written SQL of the import. Every statement may be run again: what is there stays as it is. */

/** $1: [{ref, at}], customers of the other system; the earliest purchase is when they came. */
export const IMPORT_CUSTOMERS = {
	name: "import-customers",
	text: `INSERT INTO customer (id, external_ref, source, created_at)
		SELECT gen_random_uuid(), c.ref, 'import', min(c.at)
		FROM jsonb_to_recordset($1::jsonb) AS c(ref text, at timestamptz)
		GROUP BY c.ref
		ON CONFLICT (external_ref) DO UPDATE SET created_at = LEAST(customer.created_at, EXCLUDED.created_at)`,
};

/** $1: [{ref, country}]. */
export const IMPORT_COUNTRIES = {
	name: "import-countries",
	text: `INSERT INTO customer_attribute (customer_id, name, value, sort, at)
		SELECT DISTINCT ON (c.id) c.id, 'country', to_jsonb(n.country), 'import', $2
		FROM jsonb_to_recordset($1::jsonb) AS n(ref text, country text) JOIN customer c ON c.external_ref = n.ref
		ON CONFLICT (customer_id, name) DO NOTHING`,
};

/** $1: [{ref, customer, at, returned}], $2: currency. An invoice that is there keeps its number and its day. */
export const IMPORT_ORDERS = {
	name: "import-orders",
	text: `WITH wanted AS (
			SELECT DISTINCT ON (ref) * FROM jsonb_to_recordset($1::jsonb)
				AS o(ref text, customer text, at timestamptz, returned boolean)
			ORDER BY ref, at
		), made AS (
			INSERT INTO shop_order (id, customer_id, state, currency, total, goods_total, delivery, source, external_ref,
				paid_at, created_at, changed_at)
			SELECT gen_random_uuid(), c.id, CASE WHEN w.returned THEN 'returned' ELSE 'delivered' END::order_state, $2, 0, 0,
				'pickup', 'import', w.ref, CASE WHEN NOT w.returned THEN w.at END, w.at, w.at
			FROM wanted w JOIN customer c ON c.external_ref = w.customer
			WHERE NOT EXISTS (SELECT FROM shop_order o WHERE o.external_ref = w.ref)
			ORDER BY w.at, w.ref
			RETURNING id, state, created_at
		)
		INSERT INTO order_change (order_id, "to", actor, at) SELECT id, state, 'system', created_at FROM made`,
};

/** $1: [{id, ref, sku, title, qty, price, sum}]. An id is made of what the line says, so it is written once. */
export const IMPORT_LINES = {
	name: "import-lines",
	text: `INSERT INTO order_line (id, order_id, variant_id, sku, title, qty, price, sum)
		SELECT l.id, o.id, v.id, l.sku, l.title, l.qty, l.price, l.sum
		FROM jsonb_to_recordset($1::jsonb) AS l(id uuid, ref text, sku text, title text, qty int, price int, sum int)
		JOIN shop_order o ON o.external_ref = l.ref
		LEFT JOIN variant v ON v.sku = l.sku
		ON CONFLICT (id) DO NOTHING
		RETURNING id`,
};

/** $1: ids of lines. What the database says of them now. */
export const SUM_OF_LINES = {
	name: "import-sum-of-lines",
	text: `SELECT count(*)::int AS count, coalesce(sum(sum), 0)::bigint AS sum FROM order_line
		WHERE id IN (SELECT id::uuid FROM jsonb_array_elements_text($1::jsonb) AS ids(id))`,
};

/** $1: references of orders. Their sums follow from their lines. */
export const IMPORT_TOTALS = {
	name: "import-totals",
	text: `UPDATE shop_order o SET goods_total = s.sum, total = s.sum + o.delivery_fee - o.discount
		FROM (
			SELECT l.order_id, sum(l.sum)::int AS sum FROM order_line l JOIN shop_order w ON w.id = l.order_id
			WHERE w.external_ref IN (SELECT ref FROM jsonb_array_elements_text($1::jsonb) AS refs(ref))
			GROUP BY l.order_id
		) s
		WHERE o.id = s.order_id AND o.goods_total <> s.sum`,
};

/** $1: references of orders. History for the diary; flows are not told of what is long past. */
export const IMPORT_DIARY = {
	name: "import-diary",
	text: `INSERT INTO diary (name, customer_id, data, stage, actor, at)
		SELECT e.name, o.customer_id, jsonb_build_object('order', jsonb_build_object('id', o.id, 'number', o.number::text,
			'state', o.state, 'total', o.total, 'currency', o.currency)), e.stage, 'system', o.created_at
		FROM shop_order o CROSS JOIN LATERAL (
			SELECT 'order.created' AS name, 'checkout' AS stage WHERE o.state = 'delivered'
			UNION ALL SELECT 'order.paid', 'paid' WHERE o.state = 'delivered'
			UNION ALL SELECT 'order.returned', 'care' WHERE o.state = 'returned'
		) e
		WHERE o.external_ref IN (SELECT ref FROM jsonb_array_elements_text($1::jsonb) AS refs(ref))
			AND NOT EXISTS (
				SELECT FROM diary d WHERE d.customer_id = o.customer_id AND d.at = o.created_at AND d.name = e.name
					AND d.data -> 'order' ->> 'id' = o.id::text
			)
		ORDER BY o.created_at, o.number`,
};

/** $1: references of customers. */
export const IMPORTED_CUSTOMERS = {
	name: "imported-customers",
	text: `SELECT id FROM customer WHERE external_ref IN (SELECT ref FROM jsonb_array_elements_text($1::jsonb) AS refs(ref))`,
};
