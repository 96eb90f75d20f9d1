import type { Shop } from "#core/shop.ts";

/**
 * The messenger has given a chat another id. Where somebody was heard under the new one already, that chat stays and this one
 * is closed; else this one takes the new id, with all that waits in it.
 */
export async function moveChat(shop: Shop, { chatId, to }: { chatId: string; to: string }): Promise<void> {
	const chat = await shop.db.chat.findUniqueOrThrow({ where: { id: chatId } });
	const other = await shop.db.chat.findUnique({
		where: { account_nativeId: { account: chat.account, nativeId: to } },
	});
	if (!other) await shop.db.chat.update({ where: { id: chatId }, data: { nativeId: to } });
	else if (other.id !== chatId) {
		await shop.db.chat.update({ where: { id: chatId }, data: { unreachable: "moved" } });
		await shop.db.chat.updateMany({
			where: { id: other.id, conversationId: null },
			data: { conversationId: chat.conversationId, identityId: chat.identityId },
		});
	}
	if (chat.conversationId)
		await shop.db.conversation.update({
			where: { id: chat.conversationId },
			data: { version: { increment: 1 } },
		});
}
