import type { Shop } from "#core/shop.ts";
import { watchSoon } from "./watch-soon.ts";

/** Somebody is there: the requests that wait longest are looked at again. Whether they are given to anybody is decided then. */
export async function offerWaiting(shop: Shop): Promise<void> {
	const asked = await shop.db.conversation.findMany({
		where: { control: "asked" },
		orderBy: { controlSince: "asc" },
		select: { id: true, customerId: true },
		take: AT_ONCE,
	});
	for (const { id, customerId } of asked) await watchSoon(shop, { conversation: id, customer: customerId });
}

const AT_ONCE = 20;
