/** Written SQL of the per-customer roll-up. */

/** $1: customer. Makes the row and locks it: whoever writes a customer's orders takes this lock first. */
export const LOCK_FIGURES = {
	name: "lock-figures",
	text: `INSERT INTO customer_figures (customer_id) VALUES ($1::uuid)
		ON CONFLICT (customer_id) DO UPDATE SET customer_id = EXCLUDED.customer_id`,
};

/**
 * $1: customers as JSON. Counts their orders anew; cancelled and returned ones do not count. The cycle is the mean of the
 * gaps between the days with an order, from the second such day on, and the next order is due one cycle after the last.
 * The favourite is what the most orders held, of equals the one with more pieces.
 */
export const REFRESH_FIGURES = {
	name: "refresh-figures",
	text: `WITH wanted AS (
			SELECT id::uuid AS customer_id FROM jsonb_array_elements_text($1::jsonb) AS ids(id)
		), counted AS (
			SELECT o.customer_id, count(*)::int AS orders, count(o.paid_at)::int AS paid, sum(o.total)::bigint AS total,
				min(o.created_at) AS first, max(o.created_at) AS last,
				count(DISTINCT (o.created_at AT TIME ZONE 'UTC')::date) AS days
			FROM shop_order o JOIN wanted USING (customer_id)
			WHERE o.state NOT IN ('cancelled', 'returned')
			GROUP BY o.customer_id
		), cycled AS (
			SELECT *, CASE WHEN days >= 2 THEN extract(epoch FROM last - first) / 86400 / (days - 1) END AS cycle
			FROM counted
		), bought AS (
			SELECT DISTINCT ON (o.customer_id) o.customer_id, l.variant_id
			FROM shop_order o JOIN wanted USING (customer_id) JOIN order_line l ON l.order_id = o.id
			WHERE o.state NOT IN ('cancelled', 'returned') AND l.variant_id IS NOT NULL
			GROUP BY o.customer_id, l.variant_id
			ORDER BY o.customer_id, count(DISTINCT o.id) DESC, sum(l.qty) DESC, max(o.created_at) DESC, l.variant_id
		)
		INSERT INTO customer_figures (customer_id, orders_count, paid_count, orders_total, first_order_at, last_order_at,
			cycle_days, next_order_at, favourite_variant_id)
		SELECT w.customer_id, coalesce(c.orders, 0), coalesce(c.paid, 0), coalesce(c.total, 0), c.first, c.last,
			c.cycle, c.last + c.cycle * interval '1 day', b.variant_id
		FROM wanted w LEFT JOIN cycled c USING (customer_id) LEFT JOIN bought b USING (customer_id)
		ON CONFLICT (customer_id) DO UPDATE SET orders_count = EXCLUDED.orders_count, paid_count = EXCLUDED.paid_count,
			orders_total = EXCLUDED.orders_total, first_order_at = EXCLUDED.first_order_at,
			last_order_at = EXCLUDED.last_order_at, cycle_days = EXCLUDED.cycle_days,
			next_order_at = EXCLUDED.next_order_at, favourite_variant_id = EXCLUDED.favourite_variant_id`,
};
