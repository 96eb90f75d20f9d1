import { noteAudit } from "#core/note-audit.ts";
import type { Shop } from "#core/shop.ts";
import { existingWebhook } from "./existing-webhook.ts";

/** The address is told nothing more, and its log is gone. */
export async function removeWebhook(shop: Shop, { id, actor }: { id: string; actor: string }): Promise<void> {
	await shop.atomically(async (inside) => {
		const { url, events } = await existingWebhook(inside, id);
		await inside.db.webhook.delete({ where: { id } });
		await noteAudit(inside, { actor, act: "webhook.remove", thing: `webhook:${id}`, before: { url, events } });
	});
}
