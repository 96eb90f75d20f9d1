import { anObject, aText } from "#core/json.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { failedEdits } from "./failed-edits.ts";
import { conversationParts } from "./list-conversations.ts";

const PAGE = 60;

/** One conversation with its latest messages, oldest first; `before` is the id of the earliest one seen. */
export async function readThread(
	shop: Shop,
	{ id, before, memberId = "" }: { id: string; before?: string | undefined; memberId?: string },
) {
	const conversation = await shop.db.conversation.findUnique({ where: { id }, include: conversationParts });
	if (!conversation) throw new Refusal("not-found", "There is no such conversation.");
	const [latest, promises, laterReplies, draft, pushed] = await Promise.all([
		shop.db.message.findMany({
			where: { conversationId: id, ...(before && { id: { lt: BigInt(before) } }) },
			orderBy: { id: "desc" },
			take: PAGE + 1,
		}),
		shop.db.customerPromise.findMany({
			where: { conversationId: id },
			orderBy: [{ settledAt: { sort: "desc", nulls: "first" } }, { dueAt: "asc" }],
			take: 20,
		}),
		shop.db.laterReply.findMany({ where: { conversationId: id, state: "waiting" }, orderBy: { dueAt: "asc" } }),
		shop.db.draft.findUnique({ where: { conversationId_memberId: { conversationId: id, memberId } } }),
		pushedStep(shop, { customerId: conversation.customerId, conversationId: id }),
	]);
	const messages = latest.slice(0, PAGE).reverse();
	const earlier = latest.length > PAGE ? String(messages[0]?.id) : null;
	const edited = messages.filter(({ author, versions }) => versions !== null && author.startsWith("operator:"));
	// A reply that the customer was faster than waits in the table until its time, and for nobody any more.
	const heard = conversation.lastHeardAt ?? new Date(0);
	return {
		conversation,
		messages,
		earlier,
		promises,
		laterReplies: laterReplies.filter(({ createdAt }) => createdAt >= heard),
		draft: draft?.text ?? "",
		quoted: await quotedLines(shop, messages),
		failed: await failedEdits(shop, { conversationId: id, lines: edited }),
		pushed,
	};
}

type Line = { readonly chatId: string | null; readonly replyTo: string | null };
export type QuotedLine = { readonly id: bigint; readonly author: string; readonly text: string };

/** The lines that others quote, by chat and the messenger's id. */
async function quotedLines(shop: Shop, lines: readonly Line[]): Promise<ReadonlyMap<string, QuotedLine>> {
	const wanted = lines.filter(({ chatId, replyTo }) => chatId && replyTo);
	if (wanted.length === 0) return new Map();
	const found = await shop.db.message.findMany({
		where: {
			chatId: { in: wanted.flatMap(({ chatId }) => chatId ?? []) },
			// Named too, or the index of the messenger's ids would serve only as far as the chat.
			direction: { in: ["heard", "said"] },
			externalId: { in: wanted.flatMap(({ replyTo }) => replyTo ?? []) },
		},
		select: { id: true, chatId: true, externalId: true, author: true, text: true },
		take: PAGE * 2,
	});
	return new Map(found.map(({ chatId, externalId, ...line }) => [`${chatId} ${externalId}`, line]));
}

/** The step that a holder has pushed and the customer has not ended. */
async function pushedStep(shop: Shop, where: { customerId: string; conversationId: string }) {
	const runs = await shop.db.flowRun.findMany({ where: { ...where, endedAt: null }, orderBy: { startedAt: "desc" } });
	const run = runs.find(({ state }) => aText(anObject(state)?.pushedBy));
	if (!run) return null;
	return { runId: run.id, flow: run.flow, question: aText(anObject(anObject(run.state)?.asked)?.text) ?? null };
}
