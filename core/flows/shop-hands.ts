import type { ChannelName } from "#core/channel-names.ts";
import type { FlowBook } from "./flow-book.ts";
import type { DefaultsFile } from "./flow-file.ts";
import type { Hands, Who } from "./hands.ts";
import { saveCustomerField } from "./save-customer-field.ts";
import { type Door, shopActions } from "./shop-actions.ts";
import { seenEvent } from "./shop-events.ts";
import { shopFunctions } from "./shop-functions.ts";
import { makeOffer } from "./shop-offers.ts";
import type { Seen } from "./shop-records.ts";
import { shopRoots } from "./shop-roots.ts";
import { isOpen } from "./working-hours.ts";

/** What the hands need to know of the shop. */
export type ShopParts = {
	/** IANA zone, ISO 4217 currency and ISO 3166 country of the shop. */
	readonly zone: string;
	readonly currency: string;
	readonly country: string;
	/** Whether orders made on that channel are paid there; absent: all are paid on receipt. */
	readonly bills?: (channel: ChannelName) => boolean;
	/** Links that open us in other messengers than this one, where they are in order. */
	readonly doorsBeside?: (channel: ChannelName) => readonly Door[];
	/** The flows folder as it is now: offers, segments, working hours. */
	readonly book: () => Pick<FlowBook, "offers" | "segments"> & {
		readonly settings: { readonly defaults: Pick<DefaultsFile, "working_hours"> };
	};
};

/** The hands by which flows touch the shop; the planner's is another's. */
export function shopHands(parts: ShopParts): Omit<Hands, "plan"> {
	const open = (now: Date) => isOpen(parts.book().settings.defaults.working_hours, now, parts.zone);
	const seenBy = (who: Who, now: Date): Seen => ({
		language: who.language,
		zone: parts.zone,
		currency: parts.currency,
		now,
	});
	const roots: Hands["roots"] = (shop, who) =>
		shopRoots(shop, who, { ...seenBy(who, shop.now()), open: open(shop.now()) });
	const read: Hands["read"] = async (shop, who, name, args) => {
		const fn = shopFunctions[name];
		if (!fn) throw new Error(`no function ${name} is registered`);
		return fn({ shop, who, seen: seenBy(who, shop.now()), parts, roots, read }, args);
	};
	return {
		roots,
		read,
		kind: (action) => shopActions.get(action)?.kind,
		async act(shop, who, call) {
			const action = shopActions.get(call.name);
			if (!action) throw new Error(`no action ${call.name} is registered`);
			const { key, input, instead } = call;
			const seen = seenBy(who, shop.now());
			const result = await action.act(
				{
					shop,
					who,
					seen,
					key,
					bills: parts.bills?.(who.channel) ?? false,
					doors: parts.doorsBeside?.(who.channel) ?? [],
					...(instead !== undefined && { instead }),
				},
				input,
			);
			return { ended: "done", result, effect: action.kind.effect };
		},
		offer: (shop, who, call) => makeOffer({ shop, who, seen: seenBy(who, shop.now()), parts, roots, read }, call),
		save: (shop, who, field) => saveCustomerField(shop, who, field, parts.country),
		event: (entry) => seenEvent(entry, parts.currency),
		open: (_team, now) => open(now),
	};
}
