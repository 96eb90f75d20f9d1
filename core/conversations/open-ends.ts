import type { Shop } from "#core/shop.ts";

/** Something a person has begun with a customer, and the bot cannot end for them. */
export type OpenEnd = {
	readonly kind: "question" | "promise" | "planned";
	readonly id: string | null;
	readonly text: string;
};

/** What stands against handing back or closing: a question without an answer, promises, replies that wait for their time. */
export async function openEnds(shop: Shop, { conversationId }: { conversationId: string }): Promise<OpenEnd[]> {
	const [conversation, promises, planned] = await Promise.all([
		shop.db.conversation.findUniqueOrThrow({ where: { id: conversationId } }),
		shop.db.customerPromise.findMany({ where: { conversationId, state: "open" }, orderBy: { dueAt: "asc" } }),
		shop.db.laterReply.findMany({ where: { conversationId, state: "waiting" }, orderBy: { dueAt: "asc" } }),
	]);
	return [
		...(conversation.unansweredSince ? [await question(shop, conversationId)] : []),
		...promises.map(({ id, text }) => ({ kind: "promise" as const, id, text })),
		...planned.map(({ id, text }) => ({ kind: "planned" as const, id, text })),
	];
}

/** Drops them, by force: each is named in the thread by whoever does it. */
export async function dropOpenEnds(inside: Shop, { conversationId }: { conversationId: string }): Promise<void> {
	const settled = { settledAt: inside.now() };
	const open = { conversationId, state: "open" };
	await inside.db.customerPromise.updateMany({ where: open, data: { state: "withdrawn", ...settled } });
	await inside.db.laterReply.updateMany({
		where: { conversationId, state: "waiting" },
		data: { state: "cancelled", reason: "handed_back", ...settled },
	});
	await inside.db.conversation.update({
		where: { id: conversationId },
		data: { unansweredSince: null, answerBy: null, promiseDueAt: null },
	});
}

async function question(shop: Shop, conversationId: string): Promise<OpenEnd> {
	const line = await shop.db.message.findFirst({
		where: { conversationId, direction: "heard" },
		orderBy: { id: "desc" },
		select: { text: true },
	});
	return { kind: "question", id: null, text: line?.text ?? "" };
}
