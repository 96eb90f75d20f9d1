import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** An entry is told once more, or one that the address will never take is given up so that others get past it. */
export async function settleDelivery(
	shop: Shop,
	{ id, webhookId, wish, actor }: { id: string; webhookId: string; wish: "again" | "skip"; actor: string },
): Promise<void> {
	await shop.atomically(async (inside) => {
		const { count } = await inside.db.webhookDelivery.updateMany({
			where: { id, webhookId, ...(wish === "skip" && { state: "waiting" }) },
			data: wish === "again" ? { state: "waiting", attempts: 0, dueAt: inside.now() } : { state: "skipped" },
		});
		if (count === 0) throw new Refusal("not-found", "There is no such delivery.");
		await noteAudit(inside, { actor, act: `webhook.${wish}`, thing: `webhook:${webhookId}`, after: { delivery: id } });
	});
}
