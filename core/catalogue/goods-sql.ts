/** Written SQL of the catalogue. $1 is everywhere the reader's language (`ru`). */
const COLUMNS = `g.id, g.product_id AS "productId", g.sku, name_of_goods(g.title, g.titles, g.variant_title, $1) AS title,
	g.description AS about, g.price, g.old_price AS "oldPrice", g.currency, g.unit, g.stock, g.photo,
	g.category_id AS category, g.tags`;

/** $2: ids as a JSON list. Also what is sold out or withdrawn: a cart may still hold it. */
export const GOODS_BY_ID = {
	name: "goods-by-id",
	text: `SELECT ${COLUMNS}, g.active
		FROM jsonb_array_elements_text($2::jsonb) WITH ORDINALITY AS wanted(id, place)
		JOIN goods g ON g.id = wanted.id::uuid
		ORDER BY wanted.place`,
};

/** $2: category, with all below it. Only what can be had. */
export const GOODS_IN_CATEGORY = {
	name: "goods-in-category",
	text: `WITH RECURSIVE shelf AS (
			SELECT id FROM category WHERE id = $2 AND active
			UNION ALL
			SELECT c.id FROM category c JOIN shelf ON c.parent_id = shelf.id WHERE c.active
		)
		SELECT ${COLUMNS} FROM goods g
		WHERE g.category_id IN (SELECT id FROM shelf) AND g.active AND g.stock > 0
		ORDER BY g.category_position, g.product_position, g.title, g.variant_position, g.id
		LIMIT $3`,
};

/**
 * $2: what was asked for. Three ways, the surest first: the article's number, every word in some form, and the sound of
 * the words, where a typo and a fleeting vowel («пирожков» — «пирожок») change little. What is sold out comes last
 * among equals.
 */
export const SEARCH_GOODS = {
	name: "search-goods",
	text: `WITH asked AS (
			SELECT plain_words($2) AS words, sounds_like($2) AS sounds,
				websearch_to_tsquery('russian', plain_words($2)) || websearch_to_tsquery('english', plain_words($2)) AS query
		), found AS (
			SELECT v.id, 3.0 AS score FROM variant v WHERE v.sku = upper(trim($2)) OR v.sku = trim($2)
			UNION ALL
			SELECT v.id, 1 + ts_rank(v.search, asked.query) FROM asked JOIN variant v ON v.search @@ asked.query
			UNION ALL
			SELECT near.id, near.score FROM asked CROSS JOIN LATERAL (
				SELECT v.id, 1 - (v.sounds <->> asked.sounds) AS score FROM variant v
				WHERE asked.sounds ~ '[a-z]{3}' ORDER BY v.sounds <->> asked.sounds LIMIT 40
			) near WHERE near.score >= 0.5
		), ranked AS (
			SELECT id, max(score) AS score FROM found GROUP BY id
		)
		SELECT ${COLUMNS} FROM ranked JOIN goods g ON g.id = ranked.id
		WHERE g.active
		ORDER BY ranked.score DESC, (g.stock > 0) DESC, g.title, g.variant_position, g.id
		LIMIT $3`,
};

/** $2: beginnings of words as a text query, $3: the article's number or its beginning, $4: at most so many. What can be had comes first. */
export const GOODS_BY_LETTERS = {
	name: "goods-by-letters",
	text: `WITH begun AS (
			SELECT to_tsquery('russian', $2) || to_tsquery('english', $2) || to_tsquery('simple', $2) AS query
		), found AS (
			SELECT v.id FROM begun JOIN variant v ON v.search @@ begun.query
			UNION
			SELECT v.id FROM variant v WHERE starts_with(v.sku, $3)
		)
		SELECT ${COLUMNS} FROM found JOIN goods g ON g.id = found.id
		WHERE g.active
		ORDER BY (g.stock > 0) DESC, g.title, g.variant_position, g.id
		LIMIT $4`,
};

/** $2: variant. Of the same category or with a tag in common, in stock, most in common first, then nearest in price. */
export const SIMILAR_GOODS = {
	name: "similar-goods",
	text: `WITH wanted AS (SELECT product_id, category_id, tags, price FROM goods WHERE id = $2::uuid)
		SELECT ${COLUMNS} FROM goods g, wanted
		WHERE g.product_id <> wanted.product_id AND g.active AND g.stock > 0
			AND (g.category_id = wanted.category_id OR g.tags && wanted.tags)
		ORDER BY (g.category_id = wanted.category_id)::int
				+ cardinality(ARRAY(SELECT unnest(g.tags) INTERSECT SELECT unnest(wanted.tags))) DESC,
			abs(ln((g.price + 1)::float / (wanted.price + 1))), g.title, g.id
		LIMIT $3`,
};
