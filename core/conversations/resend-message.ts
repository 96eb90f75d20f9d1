import { aList, anObject, aText } from "#core/json.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { replyInside } from "./reply-as-operator.ts";
import type { Staff, StaffTurn } from "./staff-turn.ts";

type Resending = {
	readonly messageId: bigint;
	readonly staff: Staff;
	/** One per tap. */
	readonly key: string;
	/** By another channel. */
	readonly chatId?: string | undefined;
};

const MAY_BE_SENT_AGAIN: ReadonlySet<string> = new Set(["failed", "blocked", "unknown", "cancelled"]);

/**
 * A message that did not arrive goes out again, as the words of whoever taps: by its own chat or another. What may have
 * arrived (`unknown`) is never repeated without this tap.
 */
export async function resendMessage(
	shop: Shop,
	turn: StaffTurn,
	{ messageId, staff, key, chatId }: Resending,
): Promise<void> {
	const message = await shop.db.message.findUnique({ where: { id: messageId } });
	if (message?.direction !== "said" || message.kind !== "message")
		throw new Refusal("not-found", "There is no such message to send again.");
	const { conversationId, text } = message;
	const files = await filesOf(shop, message.content);
	const by = chatId ?? message.chatId ?? undefined;
	await turn({
		conversationId,
		staff,
		async decide(inside, held) {
			const fresh = await inside.db.message.findUniqueOrThrow({ where: { id: messageId } });
			const reply = { conversationId, staff, text, files, key: `resend ${messageId} ${key}`, chatId: by };
			const sent = await inside.db.outbox.findFirst({ where: { intent: `operator ${conversationId} ${reply.key}` } });
			if (sent) return {};
			if (!MAY_BE_SENT_AGAIN.has(fresh.status))
				throw new Refusal("stale", "This message is on its way, or has arrived.");
			await inside.db.message.update({
				where: { id: messageId },
				data: { status: "cancelled", statusReason: "resent" },
			});
			return replyInside(inside, held, reply);
		},
	});
}

/** Files of ours that went with it; a picture of the shop's own folder has no row, and does not go again. */
async function filesOf(shop: Shop, content: unknown): Promise<string[]> {
	const sources = aList(anObject(content)?.media).flatMap((one) => aText(anObject(one)?.source) ?? []);
	if (sources.length === 0) return [];
	const rows = await shop.db.media.findMany({ where: { path: { in: sources } }, select: { id: true, path: true } });
	return sources.flatMap((path) => rows.find((row) => row.path === path)?.id ?? []);
}
