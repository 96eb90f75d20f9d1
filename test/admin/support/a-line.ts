import type { Shop } from "#core/shop.ts";
import type { Prisma } from "#prisma/client.ts";

/** A line in a customer's thread, as the engine would have written it. */
export async function aLine(
	shop: Shop,
	{
		conversationId,
		id: _customer,
		text,
		...differently
	}: { conversationId: string; id?: string; text: string } & Omit<Partial<Prisma.MessageUncheckedCreateInput>, "id">,
): Promise<bigint> {
	const at = shop.now();
	const line = { direction: "heard" as const, author: "customer", channel: "telegram", at, createdAt: at };
	const status = differently.direction === "said" ? "sent" : "heard";
	const { id } = await shop.db.message.create({ data: { ...line, status, conversationId, text, ...differently } });
	await shop.db.conversation.update({
		where: { id: conversationId },
		data: { lastMessageAt: at, lastLine: text, ...(line.direction === "heard" && { lastHeardAt: at }) },
	});
	return id;
}

/** A chat in which the customer can be answered. */
export async function aChat(shop: Shop, conversationId: string, channel = "telegram"): Promise<string> {
	const account = `${channel}:7000001`;
	const { id } = await shop.db.chat.create({ data: { account, nativeId: conversationId, channel, conversationId } });
	await shop.db.conversation.update({ where: { id: conversationId }, data: { chatId: id } });
	return id;
}
