import { primaryLanguage } from "#core/in-language.ts";
import type { Shop } from "#core/shop.ts";

/** Notes that a customer looked at something: for recommendations, and for whoever may be told of its price. */
export async function noteProductView(
	shop: Shop,
	{ customerId, variantId, language }: { customerId: string; variantId: string; language: string },
): Promise<void> {
	const values = [customerId, variantId, shop.now(), primaryLanguage(language)];
	const [viewed] = await shop.db.written<{ title: string }>(COUNT_VIEW, values);
	if (!viewed) return;
	await shop.record({
		name: "product.viewed",
		customerId,
		actor: "customer",
		stage: "product",
		data: { product: variantId, title: viewed.title },
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

/** $1: customer, $2: variant, $3: now, $4: language. Nothing where there are no such goods. */
const COUNT_VIEW = {
	name: "count-product-view",
	text: `INSERT INTO product_view AS seen (customer_id, variant_id, last_at)
		SELECT $1::uuid, v.id, $3 FROM variant v WHERE v.id = $2::uuid
		ON CONFLICT (customer_id, variant_id) DO UPDATE SET times = seen.times + 1, last_at = EXCLUDED.last_at
		RETURNING (SELECT name_of_goods(g.title, g.titles, g.variant_title, $4) FROM goods g WHERE g.id = seen.variant_id) AS title`,
};
