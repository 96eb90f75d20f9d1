/** Goods as one JSON value, from the view `goods` under the alias `g`. $2 is the reader's language. */
const GOODS_JSON = `jsonb_build_object('id', g.id, 'productId', g.product_id, 'sku', g.sku,
	'title', name_of_goods(g.title, g.titles, g.variant_title, $2), 'about', g.description, 'price', g.price,
	'oldPrice', g.old_price, 'currency', g.currency, 'unit', g.unit, 'stock', g.stock, 'photo', g.photo,
	'category', g.category_id, 'tags', g.tags)`;

/**
 * Everything that flows see of one customer and of the shop, in one round trip. $1: customer, $2: language,
 * $3: since when goods are new. The evidence of consent comes as it stands: its state is a rule of core/customers.
 */
export const SHOP_ROOTS = {
	name: "shop-roots",
	text: `SELECT c.id, c.first_name, c.last_name, c.phone, c.email, to_char(c.birthday, 'YYYY-MM-DD') AS birthday,
			c.language, c.city, c.zone, c.said_channel, c.likes, c.addresses, c.last_address, c.note, c.created_at,
			t.last_heard_at, f.orders_count, f.orders_total, f.first_order_at, f.last_order_at, f.next_order_at,
			ARRAY(SELECT tag FROM customer_tag WHERE customer_id = c.id ORDER BY tag) AS tags,
			ARRAY(SELECT DISTINCT i.channel FROM identity i WHERE i.customer_id = c.id AND i.reachability = 'reachable'
				ORDER BY i.channel) AS channels,
			(
				SELECT coalesce(jsonb_agg(jsonb_build_object('purpose', purpose, 'state', state, 'channel', channel, 'at', at)), '[]')
				FROM consent WHERE customer_id = c.id AND purpose IN ('advertising', 'processing')
			) AS consents,
			(SELECT coalesce(jsonb_object_agg(name, value), '{}') FROM customer_attribute WHERE customer_id = c.id) AS fields,
			(SELECT ${GOODS_JSON} FROM goods g WHERE g.id = f.favourite_variant_id) AS favourite,
			(
				SELECT jsonb_build_object('id', o.id, 'number', o.number, 'state', o.state, 'delivery', o.delivery,
					'total', o.total, 'paid', o.paid_at IS NOT NULL, 'createdAt', o.created_at, 'lines', (
						SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'title', l.title, 'qty', l.qty, 'price', l.price,
							'sum', l.sum) ORDER BY l.id), '[]') FROM order_line l WHERE l.order_id = o.id
					))
				FROM shop_order o WHERE o.customer_id = c.id ORDER BY o.created_at DESC, o.number DESC LIMIT 1
			) AS last_order,
			(
				SELECT jsonb_build_object('id', k.id, 'changedAt', k.changed_at, 'coupon', (
						SELECT jsonb_build_object('give', u.give, 'code', u.code, 'until', u.until, 'state', u.state)
						FROM coupon u WHERE u.id = k.coupon_id
					), 'lines', coalesce((
						SELECT jsonb_agg(jsonb_build_object('goods', ${GOODS_JSON}, 'qty', l.qty) ORDER BY l.added_at, l.variant_id)
						FROM cart_line l JOIN goods g ON g.id = l.variant_id WHERE l.cart_id = k.id
					), '[]'))
				FROM cart k WHERE k.customer_id = c.id AND k.state = 'open'
			) AS cart,
			(
				SELECT coalesce(jsonb_agg(jsonb_build_object('id', y.id, 'title', coalesce(y.titles ->> $2, y.title),
					'photo', y.photo, 'count', (SELECT count(*) FROM product p WHERE p.category_id = y.id AND p.active))
					ORDER BY y.position, y.title), '[]')
				FROM category y WHERE y.active AND y.parent_id IS NULL
			) AS categories,
			(
				SELECT coalesce(jsonb_agg(newest.goods), '[]') FROM (
					SELECT ${GOODS_JSON} AS goods FROM goods g
					WHERE g.product_id IN (
						SELECT id FROM product WHERE active AND created_at > $3 ORDER BY created_at DESC LIMIT 6
					) AND g.active AND g.stock > 0
					ORDER BY g.created_at DESC, g.variant_position LIMIT 6
				) newest
			) AS new_goods,
			(SELECT value FROM setting WHERE key = 'shop') AS facts
		FROM customer c
		LEFT JOIN customer_figures f ON f.customer_id = c.id
		LEFT JOIN conversation t ON t.customer_id = c.id
		WHERE c.id = $1::uuid`,
};
