import type { Errands } from "#core/errands.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { replyInside } from "./reply-as-operator.ts";
import {
	type HeldConversation,
	refuseOtherHolder,
	type Staff,
	type StaffDecision,
	type StaffTurn,
} from "./staff-turn.ts";

type Later = {
	readonly conversationId: string;
	readonly staff: Staff;
	readonly text: string;
	readonly dueAt: Date;
	/** One per press. */
	readonly key: string;
};

/** A member writes now what is to leave later. If the customer writes first, it does not leave. */
export function sendLater(turn: StaffTurn, { conversationId, staff, text, dueAt, key }: Later): Promise<void> {
	return turn({
		conversationId,
		staff,
		async decide(inside, held) {
			if (await inside.db.laterReply.findUnique({ where: { key } })) return {};
			await refuseOtherHolder(inside, held, { staff });
			if (dueAt <= inside.now()) throw new Refusal("too-late", "Choose a time to come.");
			const { id } = await inside.db.laterReply.create({
				data: { conversationId, memberId: staff.id, text, dueAt, key, createdAt: inside.now() },
			});
			await inside.later("send-later", { laterReplyId: id }, { at: dueAt });
			return {};
		},
	});
}

/** It is not to leave after all. */
export async function withdrawLater(shop: Shop, { id, staff }: { id: string; staff: Staff }): Promise<void> {
	const { count } = await shop.db.laterReply.updateMany({
		where: { id, state: "waiting", ...(!staff.leads && { memberId: staff.id }) },
		data: { state: "cancelled", reason: "withdrawn", settledAt: shop.now() },
	});
	if (count === 0) throw new Refusal("not-found", "This reply waits no longer.");
}

/**
 * Keeper of `send-later`. Under the conversation's lock a message of the customer stands either before this, and is seen, or
 * after it.
 */
export function laterSender(turn: StaffTurn) {
	return async (shop: Shop, { laterReplyId: id }: Errands["send-later"]): Promise<void> => {
		const planned = await shop.db.laterReply.findUnique({ where: { id } });
		if (planned?.state !== "waiting") return;
		const { conversationId, memberId, text, key } = planned;
		await turn({
			conversationId,
			staff: { id: memberId },
			async decide(inside, held): Promise<StaffDecision> {
				const fresh = await inside.db.laterReply.findUniqueOrThrow({ where: { id } });
				if (fresh.state !== "waiting") return {};
				const settle = (state: string, reason: string | null) =>
					inside.db.laterReply.update({ where: { id }, data: { state, reason, settledAt: inside.now() } });
				const obstacle = await obstacleTo(inside, held, fresh);
				if (obstacle) {
					await settle("cancelled", obstacle);
					return {};
				}
				const reply = { conversationId, staff: { id: memberId }, text, key: `later ${key}` };
				const decision = await replyInside(inside, held, reply);
				await settle("sent", null);
				return decision;
			},
		});
	};
}

/** What has come between since it was written. */
async function obstacleTo(
	inside: Shop,
	{ control }: HeldConversation,
	{ conversationId, memberId, createdAt }: { conversationId: string; memberId: string; createdAt: Date },
): Promise<"customer_wrote" | "taken" | "unavailable" | undefined> {
	const { lastHeardAt, chatId } = await inside.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
	if (lastHeardAt && lastHeardAt > createdAt) return "customer_wrote";
	if ("holder" in control && control.holder !== memberId) return "taken";
	const chat = chatId && (await inside.db.chat.findUnique({ where: { id: chatId } }));
	return !chat || chat.unreachable ? "unavailable" : undefined;
}
