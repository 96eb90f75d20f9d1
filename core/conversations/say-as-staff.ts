import { cutText } from "#core/cut-text.ts";
import type { ContentMedia } from "#core/delivery/content.ts";
import { escapeMarkup } from "#core/delivery/markup.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { Sendable, Staff } from "./staff-turn.ts";

/** Words of a member to a customer. */
export type StaffWords = {
	readonly conversationId: string;
	readonly customerId: string;
	readonly staff: Staff;
	readonly text: string;
	/** A file of ours, in the place of words or above them. */
	readonly media?: ContentMedia | undefined;
	/** The line of the thread that is quoted. */
	readonly quotes?: string | undefined;
	/** What this is the only telling of. */
	readonly intent: string;
	/** By this chat instead of the one last heard from. */
	readonly chatId?: string | undefined;
};

/** Puts a member's words into the thread and the outbox. Said once per intent: the second telling gives nothing to send. */
export async function sayAsStaff(inside: Shop, words: StaffWords): Promise<readonly Sendable[]> {
	const { conversationId, customerId, staff, text, media, intent } = words;
	if (await inside.db.outbox.findFirst({ where: { intent } })) return [];
	const conversation = await inside.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
	const chat = await chatFor(inside, conversationId, words.chatId ?? conversation.chatId);
	const replyTo = await quotedId(inside, words.quotes, chat.id);
	const files = media && [{ ...media }];
	const now = inside.now();
	const message = await inside.db.message.create({
		data: {
			...{ conversationId, chatId: chat.id, channel: chat.channel, stage: conversation.stage },
			direction: "said",
			author: `operator:${staff.id}`,
			text,
			...(files && { content: { media: files } }),
			replyTo,
			status: "pending",
			purpose: "service",
			at: now,
			createdAt: now,
		},
	});
	const { id, account, priority } = await inside.db.outbox.create({
		data: {
			messageId: message.id,
			...{ account: chat.account, chatId: chat.id, customerId, conversationId },
			...{ purpose: "service", priority: 1, due: now, intent },
			// An operator's asterisks are meant as they stand.
			content: { text: escapeMarkup(text), ...(files && { media: files }), ...(replyTo && { replyTo }) },
			createdAt: now,
		},
	});
	const said = {
		lastMessageAt: now,
		lastLine: cutText(text || (media?.name ?? ""), 200, "…"),
		liveAt: now,
		staffSaidAt: now,
	};
	await inside.db.conversation.update({
		where: { id: conversationId },
		data: { ...said, unansweredSince: null, answerBy: null, watched: [] },
	});
	return [{ id, account, priority }];
}

/** A line of another chat cannot be quoted in this one: then the words go without. */
async function quotedId(inside: Shop, line: string | undefined, chatId: string): Promise<string | null> {
	if (line === undefined) return null;
	const quoted = await inside.db.message.findUnique({ where: { id: BigInt(line) } });
	return quoted?.chatId === chatId ? quoted.externalId : null;
}

async function chatFor(inside: Shop, conversationId: string, chatId: string | null) {
	const chat = chatId ? await inside.db.chat.findUnique({ where: { id: chatId } }) : null;
	if (!chat || chat.conversationId !== conversationId || chat.unreachable)
		throw new Refusal("unavailable", "This customer cannot be reached there at the moment.");
	return chat;
}
