import type { Shop } from "#core/shop.ts";

/** Channels that orders came by, by the alphabet: from one to the next by the index, as `listTags` does. */
export async function listOrderChannels(shop: Shop): Promise<string[]> {
	const rows = await shop.db.written<{ channel: string }>(CHANNELS, []);
	return rows.map(({ channel }) => channel);
}

const CHANNELS = {
	name: "list-order-channels",
	text: `WITH RECURSIVE each AS (
			(SELECT channel FROM shop_order WHERE channel IS NOT NULL ORDER BY channel LIMIT 1)
			UNION ALL
			SELECT (SELECT o.channel FROM shop_order o WHERE o.channel > each.channel ORDER BY o.channel LIMIT 1)
			FROM each WHERE each.channel IS NOT NULL
		)
		SELECT channel FROM each WHERE channel IS NOT NULL`,
};
