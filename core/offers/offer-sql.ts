/** Written SQL of offers. Money and coupons rest on conditional statements and unique keys. */

/** $1: offer, $2: period, $3: the whole budget. */
export const OPEN_BUDGET = {
	name: "open-offer-budget",
	text: `INSERT INTO offer_budget (offer, period, "left") VALUES ($1, $2, $3) ON CONFLICT (offer, period) DO NOTHING`,
};

/** Takes the amount from the budget and makes the coupon; nothing happens where too little is left. */
export const HOLD_COUPON = {
	name: "hold-coupon",
	text: `WITH taken AS (
			UPDATE offer_budget SET "left" = "left" - $3::int WHERE offer = $1 AND period = $2 AND "left" >= $3::int
			RETURNING offer
		)
		INSERT INTO coupon (id, code, offer, customer_id, give, title, state, run_id, reserved, period, until,
			created_at, changed_at)
		SELECT gen_random_uuid(), $4, taken.offer, $5::uuid, $6::jsonb, $7, 'held', $8::uuid, $3::int, $2, $9, $10, $10
		FROM taken
		RETURNING id, offer, title, code, until`,
};

/** $1: customer, $2: offer, $3: since. Coupons that were taken back do not count. */
export const COUPONS_SINCE = {
	name: "coupons-since",
	text: `SELECT count(*)::int AS times FROM coupon
		WHERE customer_id = $1::uuid AND offer = $2 AND created_at > $3 AND state <> 'released'`,
};

/** $1: coupon, $2: customer, $3: order, $4: now, $5: until when a coupon must stand. */
export const REDEEM_COUPON = {
	name: "redeem-coupon",
	text: `UPDATE coupon SET state = 'redeemed', order_id = $3::uuid, changed_at = $4
		WHERE id = $1::uuid AND customer_id = $2::uuid AND state IN ('held', 'given') AND until >= $5
		RETURNING offer, give, title`,
};

/** $1: order, $2: now. A coupon whose time has run out meanwhile is not brought back to life. */
export const RESTORE_COUPON = {
	name: "restore-coupon",
	text: `UPDATE coupon SET state = CASE WHEN until >= $2 THEN 'given' ELSE 'expired' END::coupon_state, order_id = NULL,
			changed_at = $2
		WHERE order_id = $1::uuid AND state = 'redeemed'`,
};

/** $1: coupons as JSON, $2: now, $3: new state. Their reserve goes back to the budget that it came from. */
export const CLOSE_COUPONS = {
	name: "close-coupons",
	text: `WITH closed AS (
			UPDATE coupon SET state = $3::coupon_state, changed_at = $2
			WHERE id IN (SELECT id::uuid FROM jsonb_array_elements_text($1::jsonb) AS ids(id)) AND state IN ('held', 'given')
			RETURNING id, offer, period, reserved
		), returned AS (
			UPDATE offer_budget b SET "left" = b."left" + c.sum
			FROM (SELECT offer, period, sum(reserved) AS sum FROM closed GROUP BY 1, 2) c
			WHERE b.offer = c.offer AND b.period = c.period
		), emptied AS (
			UPDATE cart SET coupon_id = NULL WHERE state = 'open' AND coupon_id IN (SELECT id FROM closed)
		)
		SELECT count(*)::int AS closed FROM closed`,
};
