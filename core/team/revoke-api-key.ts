import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** The key opens nothing any more. */
export async function revokeApiKey(shop: Shop, { id, actor }: { id: string; actor: string }): Promise<void> {
	await shop.atomically(async (inside) => {
		const { count } = await inside.db.apiKey.updateMany({
			where: { id, revokedAt: null },
			data: { revokedAt: inside.now() },
		});
		if (count === 0) throw new Refusal("not-found", "There is no such key, or it is revoked already.");
		await noteAudit(inside, { actor, act: "api-key.revoke", thing: `api-key:${id}` });
	});
}
