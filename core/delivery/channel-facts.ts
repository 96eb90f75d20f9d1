import { CHANNELS, type ChannelName } from "#core/channel-names.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { CHANNEL_FACTS, type ChannelFactsRow, SHOP_RATES } from "./plan-statements.ts";
import { type ChannelFacts, type Preference, preferredChannel } from "./preferred-channel.ts";

/** What is known of a customer on each channel with a linked chat, the last heard first. */
export async function channelFacts(shop: Shop, { customerId }: { customerId: string }): Promise<LinkedChannel[]> {
	const rows = await shop.db.written<ChannelFactsRow>(CHANNEL_FACTS, [customerId, shop.now()]);
	const rates = rows.length > 1 ? await shopRates(shop) : new Map<string, Rate>();
	return rows.flatMap((row) => {
		const channel = channelNamed(row.channel);
		if (!channel) return [];
		return {
			channel,
			reachable: row.reachable,
			heardAt: row.heard_at,
			windowUntil: row.window_until,
			freeUntil: row.free_until,
			cappedUntil: row.capped_until,
			delivered: row.delivered,
			reacted: row.reacted,
			weighedAt: row.weighed_at,
			shop: rates.get(channel) ?? { delivered: 0, reacted: 0 },
			unanswered: { count: row.unanswered, lastAt: row.unanswered_at },
			cost: 0,
			arriving: arrivingOn(row),
			writesPerDay: row.days_written / WRITTEN_DAYS,
		};
	});
}

/** A channel with a chat of this customer, and what the messenger allows there. */
export type LinkedChannel = ChannelFacts & {
	readonly reachable: boolean;
	/** Free text until then; null where the channel knows no window, or it never opened. */
	readonly windowUntil: Date | null;
	/** Nothing is billed until then. */
	readonly freeUntil: Date | null;
	/** The messenger lets no marketing through until then. */
	readonly cappedUntil: Date | null;
	/** Share of the last days on which the customer has written there. */
	readonly writesPerDay?: number;
};

/** As `CHANNEL_FACTS` counts them. */
const WRITTEN_DAYS = 30;

/** Accounts in trouble take no message; where many have just been refused, so many arrive. */
function arrivingOn({ down, arriving }: ChannelFactsRow): number {
	return down || arriving < MOST_LOST ? 0 : arriving;
}

/** Where fewer arrive the channel is as good as down. */
const MOST_LOST = 0.4;

/** For the customer's card: where we would write to them, and why. */
export async function preferredChannelOf(
	shop: Shop,
	{ customerId, language }: { customerId: string; language: string },
): Promise<Preference | undefined> {
	const customer = await shop.db.customer.findUnique({ where: { id: customerId }, select: { saidChannel: true } });
	if (!customer) throw new Refusal("not-found", "There is no such customer.");
	const channels = (await channelFacts(shop, { customerId })).filter(({ reachable }) => reachable);
	const said = channelNamed(customer.saidChannel);
	return preferredChannel({ channels, said, language, ...EVEN }, shop.now());
}

/** Until margins are known, every reaction is worth the same and no message costs. */
export const EVEN = { gain: 1, annoyance: 0 };

/** The channel of that name, if there is one. */
export function channelNamed(name: string | null): ChannelName | null {
	return CHANNELS.find((channel) => channel === name) ?? null;
}

type Rate = { delivered: number; reacted: number };

async function shopRates(shop: Shop): Promise<Map<string, Rate>> {
	const rows = await shop.db.written<Rate & { channel: string }>(SHOP_RATES, [shop.now()]);
	return new Map(rows.map(({ channel, delivered, reacted }) => [channel, { delivered, reacted }]));
}
