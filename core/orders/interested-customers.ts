import type { Shop } from "#core/shop.ts";

/** Whom news of these goods may concern: who looked lately, has them in the cart, bought them, or waits for them. */
export async function interestedCustomers(shop: Shop, variantId: string): Promise<string[]> {
	const since = new Date(shop.now().getTime() - 60 * 86_400_000);
	const rows = await shop.db.written<{ id: string }>(INTERESTED, [variantId, since]);
	return rows.map(({ id }) => id);
}

const INTERESTED = {
	name: "interested-customers",
	text: `SELECT customer_id AS id FROM product_view WHERE variant_id = $1::uuid AND last_at >= $2
		UNION
		SELECT c.customer_id FROM cart_line l JOIN cart c ON c.id = l.cart_id AND c.state = 'open' WHERE l.variant_id = $1::uuid
		UNION
		SELECT o.customer_id FROM order_line l JOIN shop_order o ON o.id = l.order_id
		WHERE l.variant_id = $1::uuid AND o.created_at >= $2 AND o.state <> 'cancelled'
		UNION
		SELECT customer_id FROM stock_wait WHERE variant_id = $1::uuid AND told_at IS NULL`,
};
