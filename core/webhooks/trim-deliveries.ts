import type { Shop } from "#core/shop.ts";

const KEPT_DAYS = 30;

/** Forgets deliveries that nobody will look for any more; those that still wait stay. */
export async function trimDeliveries(shop: Shop): Promise<void> {
	const before = new Date(shop.now().getTime() - KEPT_DAYS * 86_400_000);
	await shop.db.webhookDelivery.deleteMany({ where: { state: { not: "waiting" }, createdAt: { lt: before } } });
}
