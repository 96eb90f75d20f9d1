import { noteAudit } from "#core/note-audit.ts";
import type { Shop } from "#core/shop.ts";
import type { Told } from "./add-webhook.ts";
import { existingWebhook } from "./existing-webhook.ts";

/** Another address, or other events. */
export async function changeWebhook(
	shop: Shop,
	{ id, url, events, actor }: Told & { id: string; actor: string },
): Promise<void> {
	await shop.atomically(async (inside) => {
		const before = await existingWebhook(inside, id);
		await inside.db.webhook.update({ where: { id }, data: { url, events: [...new Set(events)] } });
		await noteAudit(inside, {
			...{ actor, act: "webhook.change", thing: `webhook:${id}` },
			...{ before: { url: before.url, events: before.events }, after: { url, events } },
		});
	});
}
