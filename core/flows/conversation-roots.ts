import { Refusal } from "#core/refusal.ts";
import type { DefaultsFile } from "./flow-file.ts";
import type { RootsOf } from "./list-replies.ts";
import { shopRoots } from "./shop-roots.ts";
import { isOpen } from "./working-hours.ts";

/** What texts may name of the customer of a conversation, for what is written outside any dialog. */
export function conversationRoots(parts: {
	zone: string;
	currency: string;
	defaults: () => Pick<DefaultsFile, "working_hours">;
}): RootsOf {
	const { zone, currency, defaults } = parts;
	return async (shop, conversationId) => {
		const conversation = await shop.db.conversation.findUnique({
			where: { id: conversationId },
			select: { customerId: true, customer: { select: { zone: true, language: true } } },
		});
		if (!conversation) throw new Refusal("not-found", "There is no such conversation.");
		const { customerId, customer } = conversation;
		const { language } = customer;
		const now = shop.now();
		const who = { customerId, conversationId, channel: "telegram", zone: customer.zone ?? zone, language } as const;
		const open = isOpen(defaults().working_hours, now, zone);
		const roots = await shopRoots(shop, who, { language, zone, currency, now, open });
		return { roots, language, zone: who.zone, currency };
	};
}
