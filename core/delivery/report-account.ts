import type { ChannelName } from "#core/channel-names.ts";
import type { Shop, Statement } from "#core/shop.ts";
import type { Channel } from "./channel.ts";

/**
 * Writes down what a channel knows of itself, for the screens of other processes: how it is, and how its phone is linked.
 * The sender's own findings (a pause) stay: they are told by the same row, and the channel speaks only when it has news.
 */
export async function reportAccount(shop: Shop, channel: Reporting) {
	const { state, detail, since } = channel.health();
	const linking = channel.linking?.now() ?? null;
	const linkedAt = linking?.state === "linked" ? shop.now() : null;
	const facts = [channel.account, channel.name, state, detail ?? null, since];
	await shop.db.written(REPORT, [...facts, linking && JSON.stringify(linking), linkedAt]);
}

/** An account as far as it speaks of itself: a channel of customers, or the staff's desk. */
export type Reporting = Pick<Channel, "account" | "health" | "linking"> & { readonly name: ChannelName | "desk" };

/** A bot that was the desk once and is none any more is nobody's trouble. `but`: the one that is. */
export async function forgetOtherDesks(shop: Shop, { but }: { but: string | undefined }): Promise<void> {
	await shop.db.account.deleteMany({ where: { channel: "desk", ...(but !== undefined && { NOT: { id: but } }) } });
}

const REPORT: Statement = {
	name: "account-report",
	text: `INSERT INTO account (id, channel, health, health_detail, health_at, linking, linked_at)
		VALUES ($1, $2, $3, $4, $5::timestamptz, $6::jsonb, $7::timestamptz)
		ON CONFLICT (id) DO UPDATE SET health = $3, health_detail = $4, health_at = $5::timestamptz,
			linking = $6::jsonb, linked_at = coalesce(account.linked_at, $7::timestamptz)`,
};
