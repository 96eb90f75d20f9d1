/** Written SQL of orders: a turn that places one is on the hot path. */

/**
 * $1: customer, $2: key of the confirmation. Locks the open cart, and says what it holds, which order the same
 * confirmation has made already, and the customer's conversation.
 */
export const CONFIRMED_CART = {
	name: "confirmed-cart",
	text: `WITH cart AS MATERIALIZED (
			SELECT c.id, c.coupon_id, c.changed_at FROM cart c WHERE c.customer_id = $1::uuid AND c.state = 'open' FOR UPDATE
		)
		SELECT (
				SELECT jsonb_build_object('id', c.id, 'couponId', c.coupon_id, 'changedAt', c.changed_at, 'lines', coalesce((
					SELECT jsonb_agg(jsonb_build_object('variantId', l.variant_id, 'qty', l.qty) ORDER BY l.added_at, l.variant_id)
					FROM cart_line l WHERE l.cart_id = c.id
				), '[]')) FROM cart c
			) AS cart,
			(SELECT jsonb_build_object('id', o.id, 'number', o.number) FROM shop_order o WHERE o.confirmation_key = $2) AS before,
			(SELECT t.id FROM conversation t WHERE t.customer_id = $1::uuid) AS "conversationId"`,
};

/** $1: the order's columns, $2: its lines, $3: who placed it, $4: now. The cart it was made of is open no more. */
export const PLACE_ORDER = {
	name: "place-order",
	text: `WITH placed AS (
			INSERT INTO shop_order (id, customer_id, conversation_id, cart_id, state, currency, total, goods_total, delivery_fee,
				delivery, address, slot_id, due_from, due_to, warehouse_id, note, payment, channel, source, confirmation_key,
				created_at, changed_at)
			SELECT o.id, o."customerId", o."conversationId", o."cartId", 'placed', o.currency, o.total, o."goodsTotal",
				o."deliveryFee", o.delivery, o.address, o."slotId", o."dueFrom", o."dueTo", o."warehouseId", o.note,
				o.payment::payment_kind, o.channel, o.source, o.key, $4, $4
			FROM json_to_record($1::json) AS o(id uuid, "customerId" uuid, "conversationId" uuid, "cartId" uuid, currency text,
				total int, "goodsTotal" int, "deliveryFee" int, delivery text, address jsonb, "slotId" uuid, "dueFrom" timestamptz,
				"dueTo" timestamptz, "warehouseId" text, note text, payment text, channel text, source text, key text)
			RETURNING id, number, cart_id
		), lines AS (
			INSERT INTO order_line (id, order_id, variant_id, sku, title, qty, price, sum, warehouse_id)
			SELECT l.id, p.id, l."variantId", l.sku, l.title, l.qty, l.price, l.sum, l."warehouseId"
			FROM placed p, json_to_recordset($2::json) AS l(id uuid, "variantId" uuid, sku text, title text, qty int, price int,
				sum int, "warehouseId" text)
		), changed AS (
			INSERT INTO order_change (order_id, "to", actor, at) SELECT id, 'placed', $3, $4 FROM placed
		), closed AS (
			UPDATE cart c SET state = 'ordered', changed_at = $4 FROM placed p WHERE c.id = p.cart_id
		)
		SELECT number FROM placed`,
};

/** With all that the words about an order are made of; times within JSON come as texts. */
const WHOLE = `SELECT o.id, o.number, o.customer_id AS "customerId", o.state::text, o.currency, o.total, o.delivery,
		o.delivery_fee AS "deliveryFee", o.address, o.note, o.payment::text, o.paid_at AS "paidAt", o.created_at AS "createdAt",
		(SELECT coalesce(json_agg(json_build_object('id', l.id, 'variantId', l.variant_id, 'title', l.title, 'qty', l.qty,
				'price', l.price, 'sum', l.sum) ORDER BY l.id), '[]') FROM order_line l WHERE l.order_id = o.id) AS lines,
		s.id AS "slotId", s.starts_at AS "slotStartsAt", s.ends_at AS "slotEndsAt",
		(SELECT min(c.at) FROM order_change c WHERE c.order_id = o.id AND c."to" = 'delivered') AS "deliveredAt"
	FROM shop_order o LEFT JOIN delivery_slot s ON s.id = o.slot_id`;

/** $1: order, $2: only if it is this customer's, or nothing. */
export const ORDER_BY_ID = {
	name: "order-by-id",
	text: `${WHOLE} WHERE o.id = $1::uuid AND ($2::uuid IS NULL OR o.customer_id = $2::uuid)`,
};

/** $1: customer, $2: number. */
export const ORDER_BY_NUMBER = {
	name: "order-by-number",
	text: `${WHOLE} WHERE o.customer_id = $1::uuid AND o.number = $2`,
};

/** $1: customer, $2: at most so many; the newest first. */
export const ORDERS_OF = {
	name: "orders-of",
	text: `${WHOLE} WHERE o.customer_id = $1::uuid ORDER BY o.created_at DESC, o.number DESC LIMIT $2`,
};
