import type { Shop } from "#core/shop.ts";

/** Has it looked at, soon, who leads and until when: something about it has changed. */
export function watchSoon(
	inside: Shop,
	{ conversation, customer }: { conversation: string; customer: string },
	at?: Date,
): Promise<void> {
	const payload = { conversationId: conversation, customerId: customer };
	return inside.later("watch-control", payload, { key: `watch ${conversation}`, ...(at && { at }) });
}
