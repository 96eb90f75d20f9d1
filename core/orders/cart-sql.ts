/** Written SQL of the cart. */

/** $1: customer, $2: now. Opens a cart where none is open, and locks it. */
export const OPEN_CART = {
	name: "open-cart",
	text: `INSERT INTO cart (id, customer_id, state, created_at, changed_at)
		VALUES (gen_random_uuid(), $1::uuid, 'open', $2, $2)
		ON CONFLICT (customer_id) WHERE state = 'open' DO UPDATE SET changed_at = EXCLUDED.changed_at
		RETURNING id`,
};

/** $1: customer. The open cart, locked, with what it holds. */
export const LOCK_CART = {
	name: "lock-cart",
	text: `SELECT c.id, c.coupon_id AS "couponId", coalesce((
			SELECT jsonb_agg(jsonb_build_object('variantId', l.variant_id, 'qty', l.qty) ORDER BY l.added_at, l.variant_id)
			FROM cart_line l WHERE l.cart_id = c.id
		), '[]') AS lines
		FROM cart c WHERE c.customer_id = $1::uuid AND c.state = 'open' FOR UPDATE`,
};

/** $1: cart. What lies in it. */
export const CART_LINES = {
	name: "cart-lines",
	text: `SELECT variant_id AS "variantId", qty FROM cart_line WHERE cart_id = $1::uuid`,
};

/** $1: cart, $2: variant, $3: pieces, $4: now. Gives what the cart comes to then, before any coupon. */
export const SET_LINE = {
	name: "set-cart-line",
	text: `WITH line AS (
			INSERT INTO cart_line (cart_id, variant_id, qty, added_at) VALUES ($1::uuid, $2::uuid, $3, $4)
			ON CONFLICT (cart_id, variant_id) DO UPDATE SET qty = EXCLUDED.qty RETURNING variant_id, qty
		), held AS (
			SELECT variant_id, qty FROM line
			UNION ALL
			SELECT variant_id, qty FROM cart_line WHERE cart_id = $1::uuid AND variant_id <> $2::uuid
		)
		SELECT sum(h.qty)::int AS count, sum(h.qty * v.price)::bigint AS total FROM held h JOIN variant v ON v.id = h.variant_id`,
};

/** $1: cart. What it comes to before any coupon. */
export const SUM_CART = {
	name: "sum-cart",
	text: `SELECT coalesce(sum(l.qty), 0)::int AS count, coalesce(sum(l.qty * v.price), 0)::bigint AS total
		FROM cart_line l JOIN variant v ON v.id = l.variant_id WHERE l.cart_id = $1::uuid`,
};
