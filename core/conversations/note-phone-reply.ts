import { cutText } from "#core/cut-text.ts";
import type { Shop } from "#core/shop.ts";
import type { AnswerRow } from "./answer-lane.ts";
import type { HeardWhat } from "./heard.ts";
import { contentLine } from "./read-heard.ts";
import { settleRow } from "./settle-row.ts";
import { AT_THE_PHONE, type StaffTurn } from "./staff-turn.ts";
import { takeOver } from "./take.ts";
import { watchSoon } from "./watch-soon.ts";

type PhoneReply = Extract<HeardWhat, { kind: "answered" }>;
type Row = Parameters<AnswerRow>[0];

/**
 * Somebody of the shop has written to a customer on the phone itself: it goes into the thread like any reply, and the bot
 * is silent from now on. A chat that we do not know is private: nobody becomes a customer because the owner writes to them.
 */
export async function notePhoneReply(
	{ shop, staffTurn }: { shop: Shop; staffTurn: StaffTurn },
	row: Row,
	what: PhoneReply,
): Promise<void> {
	const { account, chat: nativeId } = row.heard;
	const chat = await shop.db.chat.findUnique({ where: { account_nativeId: { account, nativeId } } });
	const { conversationId } = chat ?? {};
	if (!chat || !conversationId) return void (await settleRow(shop, row));
	await staffTurn({
		conversationId,
		staff: { id: AT_THE_PHONE },
		async decide(inside, held) {
			const { control } = held;
			if (!(await settleRow(inside, row)) || (await isKnown(inside, chat.id, what.id))) return {};
			const isHeld = control.by === "human" || control.by === "parked";
			const tell = isHeld ? undefined : await takeOver(inside, conversationId, { id: AT_THE_PHONE }, "phone");
			await write(inside, { chatId: chat.id, conversationId, channel: chat.channel, at: row.heard.at }, what);
			await watchSoon(inside, held);
			return tell ? { tell } : {};
		},
	});
}

/** What we have sent ourselves may come back after a restart. */
async function isKnown(inside: Shop, chatId: string, externalId: string): Promise<boolean> {
	const known = await inside.db.message.findFirst({ where: { chatId, direction: "said", externalId } });
	return known !== null;
}

async function write(
	inside: Shop,
	{ conversationId, ...thread }: { chatId: string; conversationId: string; channel: string; at: Date },
	what: PhoneReply,
): Promise<void> {
	const { text, media, summary } = contentLine(what);
	const { stage } = await inside.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
	await inside.db.message.create({
		data: {
			...thread,
			conversationId,
			stage,
			direction: "said",
			author: `operator:${AT_THE_PHONE}`,
			externalId: what.id,
			replyTo: what.replyTo ?? null,
			text,
			...(media && { media: [...media] }),
			status: "sent",
			purpose: "service",
			createdAt: inside.now(),
		},
	});
	const now = inside.now();
	await inside.db.conversation.update({
		where: { id: conversationId },
		data: {
			...{ lastMessageAt: now, lastLine: cutText(summary, 200, "…"), liveAt: now, staffSaidAt: now },
			...{ unansweredSince: null, answerBy: null, watched: [] },
		},
	});
}
