import { cutText } from "#core/cut-text.ts";
import { escapeMarkup } from "#core/delivery/markup.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { refuseOtherHolder, type Staff, type StaffTurn } from "./staff-turn.ts";
import { takeOver } from "./take.ts";

export type Reply = {
	readonly conversationId: string;
	readonly staff: Staff;
	readonly text: string;
	/** One per press of "send": the same reply told twice is one. */
	readonly key: string;
};

/**
 * A member answers the customer, from the web or the desk: the words go into the thread and into the outbox like any reply, to the
 * chat last heard from. The first public reply takes control by itself, in the same commit.
 */
export async function replyAsOperator(turn: StaffTurn, { conversationId, staff, text, key }: Reply): Promise<void> {
	if (text.trim() === "") throw new Refusal("invalid", "There is nothing to send.");
	await turn({
		conversationId,
		staff,
		async decide(inside, { customer, control }) {
			refuseOtherHolder(control, staff);
			const tell = control.by === "human" ? undefined : await takeOver(inside, conversationId, staff);
			const sends = await say(inside, { conversationId, staff, text, key, customer });
			return { sends, ...(tell && { tell }) };
		},
	});
}

async function say(inside: Shop, { conversationId, staff, text, key, customer }: Reply & { customer: string }) {
	const conversation = await inside.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
	const { chatId, stage } = conversation;
	const chat = chatId ? await inside.db.chat.findUnique({ where: { id: chatId } }) : null;
	if (!chat || chat.unreachable) throw new Refusal("unavailable", "This customer cannot be reached at the moment.");
	const intent = `operator ${conversationId} ${key}`;
	if (await inside.db.outbox.findFirst({ where: { intent } })) return [];
	const now = inside.now();
	const thread = { conversationId, chatId: chat.id, channel: chat.channel, stage };
	const message = await inside.db.message.create({
		data: {
			...thread,
			direction: "said",
			author: `operator:${staff.id}`,
			text,
			status: "pending",
			purpose: "service",
			at: now,
			createdAt: now,
		},
	});
	const { id, account, priority } = await inside.db.outbox.create({
		data: {
			messageId: message.id,
			account: chat.account,
			chatId: chat.id,
			customerId: customer,
			conversationId,
			purpose: "service",
			priority: 1,
			due: now,
			intent,
			// An operator's asterisks are meant as they stand.
			content: { text: escapeMarkup(text) },
			createdAt: now,
		},
	});
	await inside.db.conversation.update({
		where: { id: conversationId },
		data: { lastMessageAt: now, lastLine: cutText(text, 200, "…"), liveAt: now, unansweredSince: null },
	});
	return [{ id, account, priority }];
}
