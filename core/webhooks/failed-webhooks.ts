import type { Shop } from "#core/shop.ts";

/** Whether an address was switched off by ourselves, so that somebody has to look. */
export async function hasFailedWebhooks(shop: Shop): Promise<boolean> {
	return (await shop.db.webhook.findFirst({ where: { state: "failed" }, select: { id: true } })) !== null;
}
