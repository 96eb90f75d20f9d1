import { findGoods } from "#core/catalogue/find-goods.ts";
import type { Goods } from "#core/catalogue/goods.ts";
import type { Shop } from "#core/shop.ts";

/** The best sellers of the sections that this customer has said to like, in stock; nobody's likes, nobody's goods. */
export async function likedGoods(
	shop: Shop,
	{ customerId, language, limit = 3 }: { customerId: string; language: string; limit?: number },
): Promise<Goods[]> {
	const since = new Date(shop.now().getTime() - 90 * 86_400_000);
	const rows = await shop.db.written<{ id: string }>(LIKED, [customerId, since, limit]);
	return findGoods(shop, { ids: rows.map(({ id }) => id), language });
}

/** A section that is liked is liked with all below it. */
const LIKED = {
	name: "liked-goods",
	text: `WITH RECURSIVE shelf AS (
			SELECT g.id FROM category g
			WHERE g.active AND g.id = ANY (SELECT unnest(c.likes) FROM customer c WHERE c.id = $1::uuid)
			UNION
			SELECT c.id FROM category c JOIN shelf ON c.parent_id = shelf.id WHERE c.active
		), popular AS (
			SELECT l.variant_id AS id, count(DISTINCT o.customer_id) AS times
			FROM shop_order o JOIN order_line l ON l.order_id = o.id
			WHERE o.created_at >= $2 AND o.state NOT IN ('cancelled', 'returned') AND l.variant_id IS NOT NULL
			GROUP BY 1
		)
		SELECT g.id FROM goods g LEFT JOIN popular ON popular.id = g.id
		WHERE g.active AND g.stock > 0 AND g.category_id IN (SELECT id FROM shelf)
		ORDER BY coalesce(popular.times, 0) DESC, g.category_position, g.product_position, g.id
		LIMIT $3`,
};
