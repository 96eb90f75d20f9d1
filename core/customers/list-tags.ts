import type { Shop } from "#core/shop.ts";

/** Tags in use, by the alphabet: from one to the next by the index, so that it costs as much as there are tags, not customers. */
export async function listTags(shop: Shop): Promise<string[]> {
	const rows = await shop.db.written<{ tag: string }>(TAGS, []);
	return rows.map(({ tag }) => tag);
}

const TAGS = {
	name: "list-tags",
	text: `WITH RECURSIVE each AS (
			(SELECT tag FROM customer_tag ORDER BY tag LIMIT 1)
			UNION ALL
			SELECT (SELECT t.tag FROM customer_tag t WHERE t.tag > each.tag ORDER BY t.tag LIMIT 1) FROM each WHERE each.tag IS NOT NULL
		)
		SELECT tag FROM each WHERE tag IS NOT NULL LIMIT 500`,
};
