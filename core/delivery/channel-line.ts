import type { ChannelName } from "#core/channel-names.ts";
import { isGiven } from "#core/customers/consent-state.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { channelFacts, type LinkedChannel, preferredChannelOf } from "./channel-facts.ts";
import type { Preference } from "./preferred-channel.ts";
import { freeOfChargeUntil, priceNow, type WorthRules } from "./worth.ts";

/** What an operator sees over the thread before they write: where to, why there, and what stands in the way. */
export type ChannelLine = {
	/** Null: the customer can be reached nowhere. */
	readonly preferred: Preference | null;
	/** The last heard first. */
	readonly channels: readonly ChannelState[];
};

export type ChannelState = {
	readonly channel: ChannelName;
	readonly reachable: boolean;
	/** False while our account there is down. */
	readonly working: boolean;
	readonly heardAt: Date | null;
	readonly window: WindowClock;
	/** Whether the customer agreed to advertising there. */
	readonly advertising: boolean;
	/** The messenger itself lets no marketing through until then. */
	readonly cappedUntil: Date | null;
	readonly cost: Cost;
};

/** What a message costs there now, as the planner counts: nothing, or the messenger's price for a template, in minor units. */
export type Cost =
	| { readonly is: "free"; readonly until: Date | null }
	| { readonly is: "billed"; readonly service: number; readonly marketing: number };

/** Free text leaves always, until a moment, or not before the customer has written again. */
export type WindowClock =
	| { readonly state: "none" }
	| { readonly state: "open"; readonly until: Date }
	| { readonly state: "closed" };

/** Reads the line of one conversation. */
export async function readChannelLine(
	shop: Shop,
	{ conversationId, language, prices }: { conversationId: string; language: string; prices: Prices },
): Promise<ChannelLine> {
	const conversation = await shop.db.conversation.findUnique({
		where: { id: conversationId },
		select: { customerId: true },
	});
	if (!conversation) throw new Refusal("not-found", "There is no such conversation.");
	const { customerId } = conversation;
	const facts = await channelFacts(shop, { customerId });
	const ledger = await shop.db.consent.findMany({ where: { customerId, purpose: "advertising" } });
	const preferred = await preferredChannelOf(shop, { customerId, language });
	const now = shop.now();
	const channels = facts.map((one): ChannelState => {
		const { channel, reachable, heardAt, arriving } = one;
		const window = windowClock(one, now);
		return {
			...{ channel, reachable, heardAt, window },
			working: arriving > 0,
			advertising: isGiven(ledger, "advertising", channel),
			cappedUntil: one.cappedUntil && one.cappedUntil > now ? one.cappedUntil : null,
			cost: costOf(one, now, prices),
		};
	});
	return { preferred: preferred ?? null, channels };
}

type Prices = Pick<WorthRules, "price">;

function costOf(one: LinkedChannel, now: Date, prices: Prices): Cost {
	if (windowClock(one, now).state === "none") return { is: "free", until: null };
	const until = freeOfChargeUntil(one, now);
	if (until) return { is: "free", until };
	const price = (purpose: "service" | "marketing") => priceNow({ ...one, windowHours: 24 }, purpose, now, prices);
	return { is: "billed", service: price("service"), marketing: price("marketing") };
}

/** Only the official WhatsApp knows a window: there the inbox writes down how long it is open. */
function windowClock({ channel, windowUntil }: LinkedChannel, now: Date): WindowClock {
	if (channel !== "whatsapp") return { state: "none" };
	return windowUntil && windowUntil > now ? { state: "open", until: windowUntil } : { state: "closed" };
}
