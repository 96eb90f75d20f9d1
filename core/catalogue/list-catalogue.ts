import type { Shop } from "#core/shop.ts";

/** As few that somebody should order anew. */
const LOW = 3;

/** A shelf that somebody has to see to: nothing left, little left, no price, not shown. */
export type Shelf = "out" | "low" | "no-price" | "hidden";

/** A variant as staff see it: what customers do not, too. Sums in minor units. */
export type CatalogueLine = {
	readonly id: string;
	readonly sku: string;
	readonly title: string;
	readonly category: string;
	readonly photo: string | null;
	readonly unit: string;
	readonly currency: string;
	readonly price: number;
	readonly oldPrice: number | null;
	readonly pricedAt: Date;
	readonly shown: boolean;
	readonly free: number;
	readonly stock: readonly {
		readonly warehouse: string;
		readonly title: string;
		readonly onHand: number;
		readonly reserved: number;
		/** Within JSON a time is a text. */
		readonly countedAt: string | null;
	}[];
};

/** A page of the catalogue, in the shop's order. `next`: how many have been seen. */
export async function listCatalogue(
	shop: Shop,
	{
		search = "",
		category,
		shelf,
		after = 0,
		limit = 50,
		language,
	}: {
		search?: string | undefined;
		category?: string | undefined;
		shelf?: Shelf | undefined;
		after?: number;
		limit?: number;
		language: string;
	},
): Promise<{ items: CatalogueLine[]; next: number | null }> {
	const rows = await shop.db.written<CatalogueLine>(LIST_CATALOGUE, [
		language,
		search.trim(),
		category ?? null,
		shelf ?? null,
		LOW,
		after,
		limit + 1,
	]);
	return { items: rows.slice(0, limit), next: rows.length > limit ? after + limit : null };
}

const LIST_CATALOGUE = {
	name: "list-catalogue",
	text: `WITH shelf AS (
			SELECT v.*, p.category_id, p.photo, p.active AND v.active AND c.active AS shown, p.position AS product_position,
				c.position AS category_position, c.title AS category_title, p.title AS product_title,
				name_of_goods(p.title, p.titles, v.title, $1) AS name,
				coalesce((
					SELECT sum(s.on_hand - s.reserved)::int FROM stock s JOIN warehouse w ON w.id = s.warehouse_id AND w.active
					WHERE s.variant_id = v.id
				), 0) AS free
			FROM variant v JOIN product p ON p.id = v.product_id JOIN category c ON c.id = p.category_id
		)
		SELECT v.id, v.sku, v.name AS title, v.category_title AS category, v.photo, v.unit, v.currency, v.price,
			v.old_price AS "oldPrice", v.priced_at AS "pricedAt", v.shown, v.free,
			(
				SELECT coalesce(json_agg(json_build_object('warehouse', w.id, 'title', w.title, 'onHand', coalesce(s.on_hand, 0),
					'reserved', coalesce(s.reserved, 0), 'countedAt', s.counted_at) ORDER BY w.position, w.id), '[]')
				FROM warehouse w LEFT JOIN stock s ON s.warehouse_id = w.id AND s.variant_id = v.id
				WHERE w.active
			) AS stock
		FROM shelf v
		WHERE ($2 = '' OR starts_with(lower(v.sku), lower($2)) OR v.name ILIKE '%' || $2 || '%'
				OR v.search @@ websearch_to_tsquery('russian', plain_words($2)))
			AND ($3::text IS NULL OR v.category_id = $3)
			AND CASE $4::text WHEN 'out' THEN v.free <= 0 WHEN 'low' THEN v.free BETWEEN 1 AND $5::int
				WHEN 'no-price' THEN v.price = 0 WHEN 'hidden' THEN NOT v.shown ELSE true END
		ORDER BY v.category_position, v.category_id, v.product_position, v.product_title, v.position, v.id
		OFFSET $6::int LIMIT $7::int`,
};
