import { noteAudit } from "#core/note-audit.ts";
import type { Shop } from "#core/shop.ts";
import { existingWebhook } from "./existing-webhook.ts";

/** Off waits with what happens; on goes on where it stopped. */
export async function switchWebhook(
	shop: Shop,
	{ id, state, actor }: { id: string; state: "on" | "off"; actor: string },
): Promise<void> {
	await shop.atomically(async (inside) => {
		const before = await existingWebhook(inside, id);
		await inside.db.webhook.update({ where: { id }, data: { state, failingSince: null } });
		if (state === "on")
			await inside.db.webhookDelivery.updateMany({
				where: { webhookId: id, state: "waiting" },
				data: { attempts: 0, dueAt: inside.now() },
			});
		const states = { before: before.state, after: state };
		await noteAudit(inside, { actor, act: "webhook.switch", thing: `webhook:${id}`, ...states });
	});
}
