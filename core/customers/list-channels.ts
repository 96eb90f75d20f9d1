import type { Shop } from "#core/shop.ts";

/** Channels on which customers were ever heard, by the alphabet: from one to the next by the index, as `listTags` does. */
export async function listChannels(shop: Shop): Promise<string[]> {
	const rows = await shop.db.written<{ channel: string }>(CHANNELS, []);
	return rows.map(({ channel }) => channel);
}

const CHANNELS = {
	name: "list-channels",
	text: `WITH RECURSIVE each AS (
			(SELECT channel FROM identity ORDER BY channel LIMIT 1)
			UNION ALL
			SELECT (SELECT i.channel FROM identity i WHERE i.channel > each.channel ORDER BY i.channel LIMIT 1)
			FROM each WHERE each.channel IS NOT NULL
		)
		SELECT channel FROM each WHERE channel IS NOT NULL`,
};
