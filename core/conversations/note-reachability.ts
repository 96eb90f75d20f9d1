import type { Shop } from "#core/shop.ts";

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
	const consent = await lastConsent(shop, identity);
	if (consent?.state !== "given") return;
	await addConsent(shop, identity, { ...consent, state: "withdrawn" });
	await shop.record({
		name: "consent.withdrawn",
		data: { purpose: "advertising", channel: identity.channel },
		customerId: identity.customerId,
		actor: "platform",
		channel: identity.channel,
	});
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
	const consent = await lastConsent(shop, identity);
	if (consent?.state !== "withdrawn" || consent.actor !== "platform") return;
	await addConsent(shop, identity, { ...consent, state: "given" });
	await shop.record({
		name: "consent.given",
		data: { purpose: "advertising", version: consent.textVersion },
		customerId: identity.customerId,
		actor: "platform",
		channel: identity.channel,
	});
}

type Known = { id: string; customerId: string; channel: string };
type Standing = { state: "given" | "withdrawn"; text: string; textVersion: string; actor: string };

async function change(shop: Shop, { id }: Known, reachability: "reachable" | "blocked") {
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

/** The last word on advertising that holds for this channel; at equal times withdrawal wins. */
async function lastConsent(shop: Shop, { customerId, channel }: Known): Promise<Standing | undefined> {
	const [last] = await shop.db.consent.findMany({
		where: { customerId, purpose: "advertising", OR: [{ channel: null }, { channel }] },
		orderBy: [{ at: "desc" }, { state: "desc" }, { id: "desc" }],
		take: 1,
	});
	return last;
}

async function addConsent(shop: Shop, { customerId, channel }: Known, { state, text, textVersion }: Standing) {
	await shop.db.consent.create({
		data: {
			customerId,
			purpose: "advertising",
			state,
			channel,
			text,
			textVersion,
			actor: "platform",
			answer: state === "withdrawn" ? "blocked" : "unblocked",
			at: shop.now(),
		},
	});
}
