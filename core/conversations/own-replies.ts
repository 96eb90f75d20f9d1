import type { Shop } from "#core/shop.ts";

/** Keeps a canned reply of one's own under its key; empty: forgets it. */
export async function saveOwnReply(
	shop: Shop,
	{ memberId, key, text }: { memberId: string; key: string; text: string },
): Promise<void> {
	const changedAt = shop.now();
	if (text.trim() === "") await shop.db.ownReply.deleteMany({ where: { memberId, key } });
	else
		await shop.db.ownReply.upsert({
			where: { memberId_key: { memberId, key } },
			create: { memberId, key, text, changedAt },
			update: { text, changedAt },
		});
}
