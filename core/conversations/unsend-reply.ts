import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { editIntent } from "./edit-own-words.ts";
import type { Sendable, Staff, StaffTurn } from "./staff-turn.ts";

type Unsending = {
	readonly conversationId: string;
	readonly staff: Staff;
	/** The line of the thread that is taken back. */
	readonly line: bigint;
};

/** Telegram lets a bot take a message away for two days. */
const HOURS = 48;

/** Messengers where a bot may take away what it said; elsewhere the customer has it for good. */
const TAKES_AWAY: ReadonlySet<string> = new Set(["telegram"]);

/**
 * A member takes their own words back: what has not left does not leave, what the customer has is taken away where the messenger
 * lets us. The line stays in the thread, marked as taken back.
 */
export function unsendReply(turn: StaffTurn, { conversationId, staff, line }: Unsending): Promise<void> {
	return turn({
		conversationId,
		staff,
		async decide(inside) {
			const message = await inside.db.message.findUnique({ where: { id: line } });
			if (message?.conversationId !== conversationId || message.author !== `operator:${staff.id}`)
				throw new Refusal("not-found", "There is nothing of yours to take back.");
			if (message.status === "cancelled") return {};
			const unsent = { state: "cancelled", reason: "unsent", settledAt: inside.now() } as const;
			const { count } = await inside.db.outbox.updateMany({
				where: { messageId: line, state: "pending" },
				data: unsent,
			});
			// What is taken away needs no better wording any more.
			const edits = { conversationId, state: "pending", intent: { startsWith: editIntent(line) } } as const;
			await inside.db.outbox.updateMany({ where: edits, data: unsent });
			const sends = count > 0 ? [] : [await takeAway(inside, message)];
			await inside.db.message.update({ where: { id: line }, data: { status: "cancelled", statusReason: "unsent" } });
			return { sends };
		},
	});
}

type Said = NonNullable<Awaited<ReturnType<Shop["db"]["message"]["findUnique"]>>>;

async function takeAway(inside: Shop, { conversationId, chatId, channel, externalId, at }: Said): Promise<Sendable> {
	const now = inside.now();
	if (!TAKES_AWAY.has(channel))
		throw new Refusal("unavailable", "The customer has it already, and this messenger does not let it be taken away.");
	if (!chatId || !externalId) throw new Refusal("unavailable", "It is on its way: try again in a moment.");
	if (now.getTime() - at.getTime() > HOURS * 3_600_000)
		throw new Refusal("too-late", "It was said more than two days ago, and cannot be taken away any more.");
	const { customerId } = await inside.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
	const { account } = await inside.db.chat.findUniqueOrThrow({ where: { id: chatId } });
	const { id, priority } = await inside.db.outbox.create({
		data: {
			...{ account, chatId, customerId, conversationId, purpose: "service", priority: 1 },
			...{ due: now, createdAt: now, intent: `unsend ${chatId} ${externalId}` },
			content: { text: "", removes: externalId },
		},
	});
	return { id, account, priority };
}
