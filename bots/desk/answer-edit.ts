import { editOwnWords } from "#core/conversations/edit-own-words.ts";
import { Refusal, type RefusalCode } from "#core/refusal.ts";
import { putCard } from "./cards.ts";
import type { DeskTools } from "./desk-tools.ts";
import type { DeskHeard } from "./hear.ts";
import { plain } from "./html.ts";
import { type Colleague, colleagueOf, noteAtDesk, refuseUnlessMay } from "./people.ts";
import { refusalWords, refuse } from "./told.ts";
import { isOutrun, waitsFor } from "./updates.ts";
import type { DeskWords } from "./words.ts";

/**
 * A member has changed a message of theirs in a topic: a reply is changed where the customer reads it, a note in the thread. Where
 * nothing can be changed they are told what the customer still reads.
 */
export async function answerEdit(desk: DeskTools, heard: DeskHeard, update: number): Promise<void> {
	const { shop, account, news } = desk;
	const { who, chatId, messageId, threadId } = heard;
	// A place that moves on the map is edited all the time, and a poll by every vote: nobody has written anything.
	if (!who || heard.isService || heard.isCard || heard.isUntellable || threadId === undefined) return;
	const group = await shop.db.deskGroup.findUnique({ where: { account } });
	const colleague = await colleagueOf(shop, { account, nativeId: who.id });
	const topic = await shop.db.deskTopic.findUnique({ where: { account_threadId: { account, threadId } } });
	if (group?.chatId !== chatId || !colleague || !topic) return;
	if (await isOutrun(shop, { account, update, chatId, messageId })) return;
	if (await waitsFor(shop, { account, chatId, messageId }))
		throw new Error("What was edited has not been worked off itself yet.");
	await noteAtDesk(shop, news, colleague);
	const key = `edit ${chatId} ${messageId}`;
	try {
		await changeLine(desk, heard, colleague);
		await shop.db.deskCard.updateMany({ where: { key }, data: { state: "closed" } });
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		const text = `🚫 ${plain(WHY_NOT[error.code]?.(colleague.words) ?? refusalWords(error, colleague.words))}`;
		const { conversationId } = topic;
		await putCard(shop, {
			...{ account, conversationId, kind: "saying", replyTo: messageId, key },
			drawn: { text, keyboard: [] },
		});
	}
	desk.touch(topic.conversationId);
}

/** The core's no is told in words of this case; a no of the desk's own tells itself. */
const WHY_NOT: { readonly [code in RefusalCode]?: (words: DeskWords) => string } = {
	unavailable: (words) => words.editNotHere,
	"too-late": (words) => words.editTooLate,
	stale: (words) => words.editGone,
	limit: (words) => words.editTooLong,
};

async function changeLine(desk: DeskTools, heard: DeskHeard, colleague: Colleague): Promise<void> {
	const { shop, account, staffTurn } = desk;
	const { chatId, messageId } = heard;
	const { words, staff } = colleague;
	const where = { account, chatId, messageId };
	const line = await shop.db.deskLine.findUnique({ where: { account_chatId_messageId: where } });
	if (!line?.line) return refuse("not-found", words.editOfNothing);
	const isNote = line.kind === "note";
	if (!isNote && heard.text.startsWith("//")) refuse("invalid", words.editIntoNote);
	const text = isNote ? heard.text.replace(/^\/\/\s*/, "") : heard.text;
	if (text.trim() === "") refuse("invalid", words.editEmpty);
	const message = await shop.db.message.findUnique({ where: { id: line.line }, select: { conversationId: true } });
	const act = isNote ? "write-notes" : "write-to-customers";
	await refuseUnlessMay(shop, colleague, { act, conversationId: message?.conversationId ?? line.conversationId });
	await editOwnWords(shop, staffTurn, { messageId: line.line, staff, text });
	// How far it has come is looked at anew: the edit may fail.
	await shop.db.deskLine.updateMany({ where, data: { settled: false } });
}
