import { byPhone } from "#core/customers/recognise.ts";
import type { Shop } from "#core/shop.ts";
import type { Heard } from "./heard.ts";
import { noteReachable } from "./note-reachability.ts";

/** Where a chat leads: the conversation of the customer behind it. */
export type Met = {
	readonly conversationId: string;
	readonly customerId: string;
	readonly chatId: string;
	readonly identityId: string | null;
};

/**
 * Finds the conversation of the chat that was heard, and makes the customer's acquaintance at first contact. Of two first
 * messages at once one wins by the unique index, and the other looks again.
 */
export async function meet(shop: Shop, heard: Heard): Promise<Met> {
	const known = await lookUp(shop, heard);
	if (known) return known;
	try {
		return await shop.atomically((inside) => makeAcquaintance(inside, heard));
	} catch (error) {
		const met = isTaken(error) ? await lookUp(shop, heard) : undefined;
		if (met) return met;
		throw error;
	}
}

async function lookUp(shop: Shop, { account, chat, what, who }: Heard): Promise<Met | undefined> {
	const [row] = await shop.db.written<Found>(LOOK_UP, [account, chat]);
	if (!row?.conversation_id) return undefined;
	const met = {
		conversationId: row.conversation_id,
		customerId: row.customer_id,
		chatId: row.chat_id,
		identityId: row.identity_id,
	};
	if (who?.alias && row.identity_id && row.alias !== who.alias) {
		await shop.db.identity.update({ where: { id: row.identity_id }, data: { alias: who.alias } });
	}
	if (!row.reachable && row.identity_id && what.kind !== "blocked") {
		const identityId = row.identity_id;
		await shop.atomically((inside) => noteReachable(inside, { identityId }));
	}
	return met;
}

async function makeAcquaintance(shop: Shop, heard: Heard): Promise<Met> {
	const { account, channel, chat, who, what } = heard;
	// In a private chat both are one id; where they differ, the person counts.
	const nativeId = who?.id ?? chat;
	const known =
		(await shop.db.identity.findUnique({ where: { account_nativeId: { account, nativeId } } })) ??
		(await shop.db.identity.findFirst({ where: { account, alias: nativeId } }));
	const identity = known ?? (await makeCustomer(shop, heard, nativeId));
	const { customerId } = identity;
	const conversation = await shop.db.conversation.upsert({
		where: { customerId },
		create: { customerId, controlSince: shop.now(), createdAt: shop.now() },
		update: {},
	});
	const row = await shop.db.chat.upsert({
		where: { account_nativeId: { account, nativeId: chat } },
		create: { account, nativeId: chat, channel, identityId: identity.id, conversationId: conversation.id },
		update: { identityId: identity.id, conversationId: conversation.id },
	});
	// A talk kept in memory knows its chats: of this one it has to hear.
	if (known) await shop.db.conversation.update({ where: { customerId }, data: { version: { increment: 1 } } });
	else {
		const source = what.kind === "link" ? what.payload : null;
		await shop.record({
			name: "customer.met",
			data: { channel, source },
			customerId,
			conversationId: conversation.id,
			actor: "customer",
			channel,
			at: shop.now(),
		});
	}
	const met = { conversationId: conversation.id, customerId, chatId: row.id, identityId: identity.id };
	if (known || !who?.attestedPhone) return met;
	// Known from another messenger, by a number that both vouch for.
	const seen = await byPhone(shop, { by: "attested_phone", phone: who.attestedPhone }, met);
	return seen.ended === "linked" ? { ...met, customerId: seen.customerId, conversationId: seen.conversationId } : met;
}

/** A phone that the messenger itself vouches for is the customer's; anything else they say is asked for in dialogue. */
async function makeCustomer(shop: Shop, { account, channel, who, what }: Heard, nativeId: string) {
	const names = [who?.firstName, who?.lastName].filter(Boolean).join(" ");
	const language = who?.language?.split("-")[0]?.toLowerCase();
	const customer = await shop.db.customer.create({
		data: {
			firstName: who?.firstName ?? null,
			lastName: who?.lastName ?? null,
			phone: who?.attestedPhone ?? null,
			...(language && { language }),
			source: what.kind === "link" ? what.payload : null,
			createdAt: shop.now(),
		},
	});
	return shop.db.identity.create({
		data: {
			customerId: customer.id,
			account,
			channel,
			nativeId,
			alias: who?.alias ?? null,
			phone: who?.attestedPhone ?? null,
			username: who?.username ?? null,
			displayName: names || null,
			proof: who?.attestedPhone ? "attested_phone" : "first_contact",
			lastHeardAt: shop.now(),
			createdAt: shop.now(),
		},
	});
}

function isTaken(error: unknown): boolean {
	return typeof error === "object" && error !== null && "code" in error && error.code === "P2002";
}

type Found = {
	conversation_id: string | null;
	customer_id: string;
	chat_id: string;
	identity_id: string | null;
	reachable: boolean;
	alias: string | null;
};

const LOOK_UP = {
	name: "chat-look-up",
	text: `SELECT h.id AS chat_id, h.conversation_id, c.customer_id, i.id AS identity_id, i.alias,
			coalesce(i.reachability = 'reachable', true) AS reachable
		FROM chat h LEFT JOIN conversation c ON c.id = h.conversation_id LEFT JOIN identity i ON i.id = h.identity_id
		WHERE h.account = $1 AND h.native_id = $2`,
};
