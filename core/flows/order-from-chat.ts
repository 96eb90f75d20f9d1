import { refuseOtherHolder, type StaffAct, type StaffTurn } from "#core/conversations/staff-turn.ts";
import { noteAudit } from "#core/note-audit.ts";
import { incentives } from "#core/offers/incentives.ts";
import type { OrderTerms } from "#core/orders/change-order.ts";
import { createOrder, type Picked } from "#core/orders/create-order.ts";

type ChatOrder = OrderTerms &
	Picked &
	StaffAct & {
		/** One per press: the same press twice is one order. */
		readonly key: string;
	};

/**
 * A member makes an order in the thread, under its lock: the same order as a customer makes, of what was picked. The customer is
 * told by the flow that hears of it.
 */
export async function orderFromChat(
	turn: StaffTurn,
	{ conversationId, staff, key, lease, lines, couponId, cart, ...terms }: ChatOrder,
): Promise<{ id: string; number: number }> {
	let made: { id: string; number: number } | undefined;
	await turn({
		conversationId,
		staff,
		async decide(inside, held) {
			const confirmationKey = `chat ${conversationId} ${key}`;
			const before = await inside.db.order.findUnique({
				where: { confirmationKey },
				select: { id: true, number: true },
			});
			made = before ?? undefined;
			if (before) return {};
			await refuseOtherHolder(inside, held, { staff, lease });
			const customerId = held.customer;
			const { language, conversation } = await inside.db.customer.findUniqueOrThrow({
				where: { id: customerId },
				select: { language: true, conversation: { select: { chatId: true } } },
			});
			const chatId = conversation?.chatId;
			const chat = chatId && (await inside.db.chat.findUnique({ where: { id: chatId }, select: { channel: true } }));
			const actor = `operator:${staff.id}` as const;
			made = await createOrder(
				inside,
				{
					...terms,
					...{ customerId, key: confirmationKey, payment: "on_receipt", source: "operator", actor, language },
					...(chat && { channel: chat.channel }),
					picked: { lines, ...(couponId && { couponId }), ...(cart && { cart }) },
				},
				incentives,
			);
			await noteAudit(inside, { actor, act: "order.create", thing: `order:${made.id}`, after: { lines, ...terms } });
			return {};
		},
	});
	if (!made) throw new Error("the turn ended without an order");
	return made;
}
