import type { Shop } from "#core/shop.ts";
import type { HeardContent } from "./heard.ts";
import { contentLine } from "./read-heard.ts";

/**
 * A customer has changed what they wrote: the thread shows the new words and keeps the old ones. It is no new message, so it
 * never answers a question or makes an order.
 */
export async function noteEdit(
	shop: Shop,
	{ chatId, externalId, content, at }: { chatId: string; externalId: string; content: HeardContent; at: Date },
): Promise<void> {
	const message = await shop.db.message.findFirst({ where: { chatId, externalId, direction: "heard" } });
	const { text } = contentLine(content);
	if (!message || message.text === text) return;
	const versions = [...(Array.isArray(message.versions) ? message.versions : []), { text: message.text, at }];
	await shop.db.message.update({ where: { id: message.id }, data: { text, versions } });
	await recordAbout(shop, message.conversationId, message.channel, {
		name: "message.edited",
		data: { message: String(message.id) },
	});
}

/** All reactions of the customer to a message, as they are now. */
export async function noteReaction(
	shop: Shop,
	{ chatId, externalId, emojis }: { chatId: string; externalId: string; emojis: readonly string[] },
): Promise<void> {
	const message = await shop.db.message.findFirst({ where: { chatId, externalId }, orderBy: { id: "desc" } });
	if (!message) return;
	await shop.db.message.update({ where: { id: message.id }, data: { reactions: [...emojis] } });
	await recordAbout(shop, message.conversationId, message.channel, {
		name: "message.reacted",
		data: { message: String(message.id), emojis },
	});
}

type About =
	| { name: "message.edited"; data: { message: string } }
	| { name: "message.reacted"; data: { message: string; emojis: readonly string[] } };

async function recordAbout(shop: Shop, conversationId: string, channel: string, about: About): Promise<void> {
	const { customerId } = await shop.db.conversation.findUniqueOrThrow({
		where: { id: conversationId },
		select: { customerId: true },
	});
	await shop.record({ ...about, customerId, conversationId, actor: "customer", channel });
}
