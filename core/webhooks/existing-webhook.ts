import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** An address that is told; refuses where there is none. */
export async function existingWebhook(inside: Shop, id: string) {
	const found = await inside.db.webhook.findUnique({ where: { id } });
	if (!found) throw new Refusal("not-found", "There is no such webhook.");
	return found;
}
