import type { Shop } from "#core/shop.ts";

/** A device that was silent for so long is off. Devices say every 45 seconds that they are there. */
const SILENT_MS = 3 * 60_000;

export type PresenceWord = "online" | "away" | "offline";

/**
 * A device of a member is alive: a browser, the desk. `away`: what its owner says of themselves. Whether they stand
 * otherwise now than before.
 */
export async function noteAlive(
	shop: Shop,
	{ memberId, device, away }: { memberId: string; device: string; away?: boolean | undefined },
): Promise<boolean> {
	const wasOnline = await isOnline(shop, memberId);
	const seenAt = shop.now();
	await shop.db.presence.upsert({
		where: { memberId_device: { memberId, device } },
		create: { memberId, device, seenAt },
		update: { seenAt },
	});
	if (away !== undefined) await shop.db.member.update({ where: { id: memberId }, data: { away } });
	return wasOnline !== (await isOnline(shop, memberId));
}

/** A device that is not heard of before this counts as off. */
export function aliveSince(now: Date): Date {
	return new Date(now.getTime() - SILENT_MS);
}

/** How somebody stands: what they say of themselves, and what their devices say. */
export function presenceOf({ away, seenAt }: { away: boolean; seenAt: Date | null }, now: Date): PresenceWord {
	if (!seenAt || seenAt < aliveSince(now)) return "offline";
	return away ? "away" : "online";
}

/** Whether a member is at work now, on any device. */
export async function isOnline(shop: Shop, memberId: string): Promise<boolean> {
	const member = await shop.db.member.findUnique({ where: { id: memberId }, select: { away: true, banned: true } });
	if (!member || member.banned) return false;
	const last = await shop.db.presence.findFirst({ where: { memberId }, orderBy: { seenAt: "desc" } });
	return presenceOf({ away: member.away, seenAt: last?.seenAt ?? null }, shop.now()) === "online";
}
