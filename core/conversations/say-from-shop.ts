import type { Content } from "#core/delivery/content.ts";
import type { Shop } from "#core/shop.ts";
import type { Sendable } from "./staff-turn.ts";

/** Something the shop itself tells a customer outside any flow: a bill. */
export type ShopWords = {
	readonly customerId: string;
	readonly content: Content;
	/** What this is the only telling of. */
	readonly intent: string;
	readonly stage?: string;
};

/**
 * Puts a transactional message into the thread and the outbox, to the chat last heard from. Said once per intent. Gives the
 * row to send; undefined where it was said before or nobody can be reached.
 */
export async function sayFromShop(
	shop: Shop,
	{ customerId, content, intent, stage }: ShopWords,
): Promise<Sendable | undefined> {
	return shop.atomically(async (inside) => {
		const conversation = await inside.db.conversation.findUnique({ where: { customerId } });
		const chat = conversation?.chatId ? await inside.db.chat.findUnique({ where: { id: conversation.chatId } }) : null;
		if (!conversation || !chat || chat.unreachable) return undefined;
		if (await inside.db.outbox.findFirst({ where: { intent } })) return undefined;
		const now = inside.now();
		const { text, ...rest } = content;
		const message = await inside.db.message.create({
			data: {
				conversationId: conversation.id,
				chatId: chat.id,
				channel: chat.channel,
				direction: "said",
				author: "bot",
				text,
				content: JSON.parse(JSON.stringify(rest)),
				status: "pending",
				purpose: "transactional",
				stage: stage ?? conversation.stage,
				at: now,
				createdAt: now,
			},
		});
		const { id, account, priority } = await inside.db.outbox.create({
			data: {
				messageId: message.id,
				account: chat.account,
				chatId: chat.id,
				customerId,
				conversationId: conversation.id,
				purpose: "transactional",
				priority: 1,
				due: now,
				intent,
				content: JSON.parse(JSON.stringify(content)),
				createdAt: now,
			},
		});
		return { id, account, priority };
	});
}
