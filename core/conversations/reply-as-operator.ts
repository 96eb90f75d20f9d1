import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { sentFiles } from "./attachments.ts";
import { endPromise } from "./end-promise.ts";
import { sayAsStaff } from "./say-as-staff.ts";
import {
	type HeldConversation,
	refuseOtherHolder,
	type Sendable,
	type StaffAct,
	type StaffTurn,
} from "./staff-turn.ts";
import { takeOver } from "./take.ts";
import { watchSoon } from "./watch-soon.ts";

export type Reply = StaffAct & {
	readonly text: string;
	/** Ids of files that we keep; each leaves before the words, as a message of its own. */
	readonly files?: readonly string[] | undefined;
	/** The line of the thread that it quotes. */
	readonly quotes?: string | undefined;
	/** One per press of "send": the same reply told twice is one. */
	readonly key: string;
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
	if (reply.text.trim() === "" && !reply.files?.length) throw new Refusal("invalid", "There is nothing to send.");
	await turn({
		conversationId: reply.conversationId,
		staff: reply.staff,
		decide: (inside, held) => replyInside(inside, held, reply),
	});
}

/** The same within another act's transaction. */
export async function replyInside(inside: Shop, held: HeldConversation, reply: Reply) {
	const { conversationId, staff, text, files = [], quotes, key, lease, chatId, keeps } = reply;
	const { control, customer } = held;
	const intent = `operator ${conversationId} ${key}`;
	// A reply that is told again is answered as it was: its own telling may have changed the lease.
	if (await inside.db.outbox.findFirst({ where: { intent } })) return {};
	await refuseOtherHolder(inside, held, { staff, lease });
	const tell = control.by === "human" ? undefined : await takeOver(inside, conversationId, staff, "reply");
	const words = { conversationId, customerId: customer, staff, chatId };
	const media = await sentFiles(inside, files);
	// The last of them bears the press's own intent, by which a second telling is known.
	const said = [
		...media.map((file) => ({ ...words, text: "", media: file })),
		...(text.trim() === "" ? [] : [{ ...words, text, quotes }]),
	];
	const sends: Sendable[] = [];
	for (const [index, one] of said.entries()) {
		const own = index === said.length - 1 ? intent : `${intent} ${index}`;
		sends.push(...(await sayAsStaff(inside, { ...one, intent: own })));
	}
	if (keeps) await endPromise(inside, { promiseId: keeps, conversationId, as: "kept" });
	await watchSoon(inside, held);
	return { sends, ...(tell && { tell }) };
}
