import type { Shop } from "#core/shop.ts";

/** Notes that a customer looked at something: for recommendations, and for whoever may be told of its price. */
export async function noteProductView(
	shop: Shop,
	{ customerId, variantId, title }: { customerId: string; variantId: string; title: string },
): Promise<void> {
	await shop.db.written(COUNT_VIEW, [customerId, variantId, shop.now()]);
	await shop.record({
		name: "product.viewed",
		customerId,
		actor: "customer",
		stage: "product",
		data: { product: variantId, title },
	});
}

/** Notes that a customer opened a shelf. */
export async function noteCategoryView(
	shop: Shop,
	{ customerId, category }: { customerId: string; category: string },
): Promise<void> {
	await shop.record({
		name: "category.viewed",
		customerId,
		actor: "customer",
		stage: "catalogue",
		data: { category },
	});
}

/** Notes what a customer looked for and how much was found: empty searches are unmet demand. */
export async function noteSearch(
	shop: Shop,
	{ customerId, words, found }: { customerId: string; words: string; found: number },
): Promise<void> {
	await shop.record({
		name: "search.made",
		customerId,
		actor: "customer",
		stage: "catalogue",
		data: { words: words.slice(0, 100), found },
	});
}

const COUNT_VIEW = {
	name: "count-product-view",
	text: `INSERT INTO product_view (customer_id, variant_id, last_at) VALUES ($1::uuid, $2::uuid, $3)
		ON CONFLICT (customer_id, variant_id) DO UPDATE SET times = product_view.times + 1, last_at = EXCLUDED.last_at`,
};
