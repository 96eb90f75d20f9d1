import type { ChannelName } from "#core/channel-names.ts";
import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** What somebody of the shop decides about a family's advertising on a channel. */
export type ChannelDecision = {
	readonly channel: ChannelName;
	/** Empty: all programmes. */
	readonly family: string;
	readonly state: "off" | "on";
	/** The sentence by which it was decided. */
	readonly reason: string;
	readonly actor: `operator:${string}`;
};

/** Switches a family's advertising on a channel off, or on again; the planner goes by the last word of each. */
export async function switchChannel(
	shop: Shop,
	{ channel, family, state, reason, actor }: ChannelDecision,
): Promise<void> {
	await shop.atomically(async (inside) => {
		const last = await inside.db.channelSwitch.findFirst({ where: { channel, family }, orderBy: { id: "desc" } });
		if ((last?.state ?? "on") === state) throw new Refusal("stale", "Somebody has switched it already.");
		await inside.db.channelSwitch.create({ data: { channel, family, state, reason, actor, at: inside.now() } });
		const thing = `channel:${channel}${family && `/${family}`}`;
		await noteAudit(inside, { actor, act: "channel.switch", thing, before: last?.state ?? "on", after: state });
	});
}
