import type { Shop } from "#core/shop.ts";

/** Why two customers may be one; none of these is a proof. */
export type Ground = "same_phone" | "same_name" | "contradicted";

/** Notes that two customers may be one, once for each pair; what was rejected stays rejected. */
export async function suggestLink(
	shop: Shop,
	{ customerIds, ground }: { customerIds: readonly [string, string]; ground: Ground },
): Promise<void> {
	const [firstId, secondId] = [...customerIds].sort();
	if (!firstId || !secondId || firstId === secondId) return;
	await shop.db.linkSuggestion.createMany({
		data: [{ firstId, secondId, ground, at: shop.now() }],
		skipDuplicates: true,
	});
}
