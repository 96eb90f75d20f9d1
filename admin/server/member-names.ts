import type { Shop } from "#core/shop.ts";

/** What the shop's people are called, by id: a thread and an order say who acted. */
export async function memberNames(shop: Shop): Promise<ReadonlyMap<string, string>> {
	const members = await shop.db.member.findMany({ select: { id: true, name: true } });
	return new Map(members.map(({ id, name }) => [id, name]));
}
