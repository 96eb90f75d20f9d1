import { Refusal } from "#core/refusal.ts";
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

/** Somebody has looked, and they are two people. Joining them takes a proof, which only the customer can give. */
export async function rejectSuggestion(
	shop: Shop,
	{ suggestionId, actor }: { suggestionId: string; actor: `operator:${string}` },
): Promise<void> {
	const { count } = await shop.db.linkSuggestion.updateMany({
		where: { id: suggestionId, state: "open" },
		data: { state: "rejected", settledBy: actor, settledAt: shop.now() },
	});
	if (count === 0) throw new Refusal("not-found", "This suggestion is settled already.");
}
