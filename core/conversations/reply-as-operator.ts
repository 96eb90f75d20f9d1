import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { endPromise } from "./end-promise.ts";
import { sayAsStaff } from "./say-as-staff.ts";
import { type HeldConversation, refuseOtherHolder, refuseStale, type Staff, type StaffTurn } from "./staff-turn.ts";
import { takeOver } from "./take.ts";
import { watchSoon } from "./watch-soon.ts";

export type Reply = {
	readonly conversationId: string;
	readonly staff: Staff;
	readonly text: string;
	/** One per press of "send": the same reply told twice is one. */
	readonly key: string;
	readonly lease?: number | undefined;
	/** By this chat instead of the one last heard from. */
	readonly chatId?: string | undefined;
	/** The promise that it keeps. */
	readonly keeps?: string | undefined;
};

/**
 * A member answers the customer, from the web or the desk: the words go into the thread and into the outbox like any reply, to the
 * chat last heard from. The first public reply takes control by itself, in the same commit.
 */
export async function replyAsOperator(turn: StaffTurn, reply: Reply): Promise<void> {
	if (reply.text.trim() === "") throw new Refusal("invalid", "There is nothing to send.");
	await turn({
		conversationId: reply.conversationId,
		staff: reply.staff,
		decide: (inside, held) => replyInside(inside, held, reply),
	});
}

/** The same within another act's transaction. */
export async function replyInside(inside: Shop, held: HeldConversation, reply: Reply) {
	const { conversationId, staff, text, key, lease, chatId, keeps } = reply;
	const { control, customer } = held;
	const intent = `operator ${conversationId} ${key}`;
	// A reply that is told again is answered as it was: its own telling may have changed the lease.
	if (await inside.db.outbox.findFirst({ where: { intent } })) return {};
	refuseStale(held, lease);
	await refuseOtherHolder(inside, control, staff);
	const tell = control.by === "human" ? undefined : await takeOver(inside, conversationId, staff, "reply");
	const sends = await sayAsStaff(inside, { conversationId, customerId: customer, staff, text, intent, chatId });
	if (keeps) await endPromise(inside, { promiseId: keeps, conversationId, as: "kept" });
	await watchSoon(inside, held);
	return { sends, ...(tell && { tell }) };
}
