import type { Shop } from "#core/shop.ts";
import { restoreByPlatform, withdrawByPlatform } from "./platform-consent.ts";

/**
 * The customer has blocked us: what is promised to this chat stops at once. A block is also an answer to advertising on this
 * channel, so a standing consent is withdrawn for it (the ledger says by whom: the platform).
 */
export async function noteBlocked(shop: Shop, { identityId }: { identityId: string }): Promise<void> {
	const identity = await shop.db.identity.findUniqueOrThrow({ where: { id: identityId } });
	if (identity.reachability !== "reachable") return;
	await change(shop, identity, "blocked");
	await shop.record({
		name: "identity.unreachable",
		data: { identity: identity.id, reason: "blocked" },
		customerId: identity.customerId,
		actor: "customer",
		channel: identity.channel,
	});
	await withdrawByPlatform(shop, { identityId, answer: "blocked" });
}

/**
 * The customer can be reached again: they took the block back, or simply wrote. It restores what the block took and nothing
 * more: a consent withdrawn in words stays withdrawn.
 */
export async function noteReachable(shop: Shop, { identityId }: { identityId: string }): Promise<void> {
	const identity = await shop.db.identity.findUniqueOrThrow({ where: { id: identityId } });
	if (identity.reachability === "reachable") return;
	await change(shop, identity, "reachable");
	await shop.record({
		name: "identity.reachable",
		data: { identity: identity.id },
		customerId: identity.customerId,
		actor: "customer",
		channel: identity.channel,
	});
	await restoreByPlatform(shop, { identityId, answer: "unblocked" });
}

async function change(shop: Shop, { id }: { id: string }, reachability: "reachable" | "blocked") {
	const now = shop.now();
	await shop.db.identity.update({ where: { id }, data: { reachability, reachabilityChangedAt: now } });
	await shop.db.chat.updateMany({
		where: { identityId: id },
		data: { unreachable: reachability === "blocked" ? "blocked" : null },
	});
	// A talk kept in memory knows on which channels its customer can be reached.
	const chats = await shop.db.chat.findMany({ where: { identityId: id }, select: { conversationId: true } });
	const conversations = chats.flatMap(({ conversationId }) => conversationId ?? []);
	await shop.db.conversation.updateMany({
		where: { id: { in: conversations } },
		data: { version: { increment: 1 } },
	});
}
