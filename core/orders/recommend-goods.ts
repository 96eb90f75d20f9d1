import { findGoods } from "#core/catalogue/find-goods.ts";
import type { Goods } from "#core/catalogue/goods.ts";
import type { Shop } from "#core/shop.ts";

/** What this customer may want: first what they have often bought, then what others buy; in stock and not in the cart. */
export async function recommendGoods(
	shop: Shop,
	{ customerId, language, limit = 3 }: { customerId: string; language: string; limit?: number },
): Promise<Goods[]> {
	const since = new Date(shop.now().getTime() - 90 * 86_400_000);
	const rows = await shop.db.written<{ id: string }>(RECOMMEND, [customerId, since, limit]);
	return findGoods(shop, { ids: rows.map(({ id }) => id), language });
}

const RECOMMEND = {
	name: "recommend-goods",
	text: `WITH own AS (
			SELECT l.variant_id AS id, count(DISTINCT o.id) AS times
			FROM shop_order o JOIN order_line l ON l.order_id = o.id
			WHERE o.customer_id = $1::uuid AND o.state NOT IN ('cancelled', 'returned') AND l.variant_id IS NOT NULL
			GROUP BY 1
		), popular AS (
			SELECT l.variant_id AS id, count(DISTINCT o.customer_id) AS times
			FROM shop_order o JOIN order_line l ON l.order_id = o.id
			WHERE o.created_at >= $2 AND o.state NOT IN ('cancelled', 'returned') AND l.variant_id IS NOT NULL
			GROUP BY 1
		)
		SELECT g.id FROM goods g LEFT JOIN own ON own.id = g.id LEFT JOIN popular ON popular.id = g.id
		WHERE g.active AND g.stock > 0 AND (own.id IS NOT NULL OR popular.id IS NOT NULL)
			AND NOT EXISTS (
				SELECT FROM cart c JOIN cart_line l ON l.cart_id = c.id
				WHERE c.customer_id = $1::uuid AND c.state = 'open' AND l.variant_id = g.id
			)
		ORDER BY coalesce(own.times, 0) DESC, coalesce(popular.times, 0) DESC, g.id
		LIMIT $3`,
};
