import { note } from "#core/conversations/note.ts";
import { replyAsOperator } from "#core/conversations/reply-as-operator.ts";
import { Refusal } from "#core/refusal.ts";
import { bindDesk } from "#core/team/bind-desk.ts";
import { answerCommand } from "./answer-command.ts";
import { type Card, cardAt, putCard } from "./cards.ts";
import type { Act, DeskTools } from "./desk-tools.ts";
import { fetchAttachment } from "./fetch-file.ts";
import { followGroup } from "./group.ts";
import type { DeskHeard } from "./hear.ts";
import { plain } from "./html.ts";
import { changeFact } from "./packet-card.ts";
import { accountOf } from "./parts.ts";
import { type Colleague, colleagueOf, holderOf, noteAtDesk, refuseUnlessMay } from "./people.ts";
import { postOf } from "./posts.ts";
import { promiseByWords } from "./promise-card.ts";
import { refusalWords, refuse } from "./told.ts";
import { deskWords } from "./words.ts";

/** Works off what somebody wrote to the desk's bot. Whatever is told twice leads to the same once. */
export async function answerMessage(desk: DeskTools, heard: DeskHeard): Promise<void> {
	const { shop, account } = desk;
	if (heard.movedTo !== undefined) return followGroup(shop, { account, to: heard.movedTo });
	const group = await shop.db.deskGroup.findUnique({ where: { account } });
	const isHere = group?.chatId === heard.chatId;
	const { who } = heard;
	if (!who || (heard.isService && !heard.isPrivate)) return;
	const colleague = await colleagueOf(shop, { account, nativeId: who.id });
	if (heard.code && !(colleague && isHere)) return redeem(desk, heard, who.id, heard.code);
	if (colleague && (await answerPost(desk, heard, colleague))) return;
	if (heard.isPrivate) return answerInPrivate(desk, heard, colleague);
	if (!isHere) return;
	if (!colleague) return refuseStranger(desk, heard, who);
	await answerColleague(desk, heard, colleague);
}

/** What a member wrote in the group: a command, or words that belong to the topic they stand in. */
async function answerColleague(desk: DeskTools, heard: DeskHeard, colleague: Colleague): Promise<void> {
	const { shop } = desk;
	await noteAtDesk(shop, desk.news, colleague);
	const conversationId = await topicAt(desk, heard.threadId);
	try {
		if (heard.command && (await answerCommand(desk, { heard, colleague, conversationId }))) return;
		if (!conversationId) return await sayInGeneral(desk, heard, colleague.words.generalHow);
		await answerInTopic(desk, heard, { colleague, conversationId, key: keyOf(heard) });
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		const holder = conversationId && (await holderOf(shop, conversationId));
		const why = refusalWords(error, colleague.words, holder || undefined);
		await sayNo(desk, heard, { conversationId, why });
	}
}

async function topicAt({ shop, account }: DeskTools, threadId: number | undefined): Promise<string | undefined> {
	if (threadId === undefined) return undefined;
	const topic = await shop.db.deskTopic.findUnique({ where: { account_threadId: { account, threadId } } });
	return topic?.conversationId;
}

async function answerInTopic(desk: DeskTools, heard: DeskHeard, act: Act): Promise<void> {
	const { shop, account } = desk;
	const card = heard.quotes === undefined ? null : await cardAt(shop, { account, messageId: heard.quotes });
	if (card && (await answerCard(desk, { card, heard, act }))) return;
	const { conversationId, colleague } = act;
	if (heard.isUntellable) refuse("invalid", colleague.words.untellable);
	// Told again after a kill: what it was then it stays, whoever leads by now.
	const wasSaid = await shop.db.outbox.findFirst({ where: { intent: intentOf(act) } });
	const isNote = !wasSaid && (heard.text.startsWith("//") || !(await speaksPublicly(desk, heard, { card, act })));
	if (isNote) await writeNote(desk, heard, act);
	else await sayPublicly(desk, heard, act);
	desk.touch(conversationId);
	desk.news.tell("conversation", conversationId);
}

/** An answer to the packet or to the question what is promised. False: an ordinary message that quotes something. */
async function answerCard(
	desk: DeskTools,
	{ card, heard, act }: { card: Card; heard: DeskHeard; act: Act },
): Promise<boolean> {
	const { words } = act.colleague;
	if (card.kind !== "packet" && card.kind !== "promise") return false;
	await refuseUnlessMay(desk.shop, act.colleague, { act: "write-to-customers", conversationId: act.conversationId });
	const trouble =
		card.kind === "packet"
			? await changeFact(desk, { card, text: heard.text, words })
			: await promiseByWords(desk, { act, text: heard.text, card });
	if (trouble) refuse("invalid", trouble);
	desk.touch(act.conversationId);
	return true;
}

/** The holder speaks to the customer. Whoever else quotes the customer's card does too, and takes control if it is free. */
async function speaksPublicly(
	{ shop, account }: DeskTools,
	{ quotesLinesOf }: DeskHeard,
	{ card, act }: { card: Card | null; act: Act },
): Promise<boolean> {
	const { conversationId, colleague } = act;
	// Killed between posting a card and noting it, the desk posts it once more: whoever quotes the first one means the same.
	const isForgottenCard = card === null && quotesLinesOf !== undefined && accountOf(`${quotesLinesOf}:`) === account;
	const conversation = await shop.db.conversation.findUnique({
		where: { id: conversationId },
		select: { holderId: true },
	});
	return conversation?.holderId === colleague.id || card?.kind === "lines" || isForgottenCard;
}

async function sayPublicly(desk: DeskTools, heard: DeskHeard, act: Act): Promise<void> {
	const { shop, staffTurn, account } = desk;
	const { conversationId, colleague, key } = act;
	await refuseUnlessMay(shop, colleague, { act: "write-to-customers", conversationId });
	const files = await fetchAll(desk, heard, colleague);
	await replyAsOperator(staffTurn, { conversationId, staff: colleague.staff, text: heard.text, files, key });
	const intent = intentOf(act);
	const row = await shop.db.outbox.findFirst({ where: { intent }, select: { messageId: true } });
	await shop.db.deskLine.upsert({
		where: placeOf(account, heard),
		create: {
			...{ account, chatId: heard.chatId, messageId: heard.messageId, conversationId, intent },
			...{ memberId: colleague.id, kind: "reply", line: row?.messageId ?? null, createdAt: shop.now() },
		},
		update: {},
	});
}

async function fetchAll(desk: DeskTools, { files }: DeskHeard, { words }: Colleague): Promise<string[]> {
	const kept: string[] = [];
	for (const file of files) kept.push(await fetchAttachment(desk, file, words));
	return kept;
}

/** The note and what is known of its message, in one commit: a kill in between neither loses nor doubles it. */
async function writeNote(desk: DeskTools, heard: DeskHeard, act: Act): Promise<void> {
	const { shop, account } = desk;
	const { conversationId, colleague } = act;
	await refuseUnlessMay(shop, colleague, { act: "write-notes", conversationId });
	const text = heard.text.replace(/^\/\/\s*/, "");
	if (text === "" && heard.files.length === 0) refuse("invalid", colleague.words.noted);
	const files = await fetchAll(desk, heard, colleague);
	await shop.atomically(async (inside) => {
		const known = await inside.db.deskLine.findUnique({ where: placeOf(account, heard) });
		if (known) return;
		const line = await note(inside, { conversationId, staff: colleague.staff, text, files });
		await inside.db.deskLine.create({
			data: {
				...{ account, chatId: heard.chatId, messageId: heard.messageId, conversationId },
				...{ memberId: colleague.id, kind: "note", line, createdAt: inside.now() },
			},
		});
	});
}

async function redeem(desk: DeskTools, heard: DeskHeard, nativeId: string, code: string): Promise<void> {
	const { shop, account } = desk;
	const chatId = heard.isPrivate ? undefined : heard.chatId;
	let words = deskWords("ru");
	try {
		const { memberId, group } = await bindDesk(shop, { account, nativeId, code, chatId });
		const member = await shop.db.member.findUniqueOrThrow({ where: { id: memberId } });
		words = deskWords(member.language);
		if (!group) return await sayTo(desk, heard, words.bound(member.name));
		const isForum = await hasTopics(desk, heard.chatId);
		await sayTo(desk, heard, isForum ? words.groupBound : `${words.groupBound}\n\n${words.groupNeeds}`);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		await sayTo(desk, heard, words.codeUsed);
	}
}

/** Whoever makes the group is told at once what it lacks, not when the first customer asks for a person. */
async function hasTopics({ caller }: DeskTools, chatId: string): Promise<boolean> {
	const chat = await caller.call("getChat", { chat_id: chatId });
	return chat.kind === "done" && "is_forum" in chat.result && chat.result.is_forum === true;
}

/** In private the desk tells numbers to those whom it knows, and how to be known to the others. */
async function answerInPrivate(desk: DeskTools, heard: DeskHeard, colleague: Colleague | undefined): Promise<void> {
	if (!colleague) return sayTo(desk, heard, deskWords("ru").privateHello);
	try {
		const isAnswered = heard.command && (await answerCommand(desk, { heard, colleague, conversationId: undefined }));
		if (!isAnswered) await sayTo(desk, heard, colleague.words.help);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		await sayTo(desk, heard, refusalWords(error, colleague.words));
	}
}

/** Words in answer to what another part of the shop has posted are that part's. */
async function answerPost(desk: DeskTools, heard: DeskHeard, { id: memberId }: Colleague): Promise<boolean> {
	const { shop, account, onPostAnswer } = desk;
	if (heard.quotes === undefined || heard.text === "" || !onPostAnswer) return false;
	const privately = heard.isPrivate ? heard.chatId : undefined;
	const card = await cardAt(shop, { account, messageId: heard.quotes, privately });
	const key = card && postOf(card);
	if (!key) return false;
	const told = await onPostAnswer({ key, memberId, by: { words: heard.text } });
	if (told) await sayTo(desk, heard, told);
	return true;
}

/** What a stranger writes in the group goes nowhere; they are told once a day. */
async function refuseStranger(
	{ shop, account }: DeskTools,
	heard: DeskHeard,
	{ id, name }: { id: string; name: string },
): Promise<void> {
	const group = await shop.db.deskGroup.findUnique({ where: { account } });
	const key = `stranger ${id} ${shop.now().toISOString().slice(0, 10)}`;
	if (await shop.db.deskCard.findUnique({ where: { key } })) return;
	await putCard(shop, {
		...{ account, conversationId: await conversationAt(shop, account, heard), kind: "saying", key },
		replyTo: heard.messageId,
		drawn: { text: plain(deskWords(group?.language ?? "ru").stranger(name)), keyboard: [] },
	});
}

async function conversationAt(
	shop: DeskTools["shop"],
	account: string,
	{ threadId }: DeskHeard,
): Promise<string | undefined> {
	if (threadId === undefined) return undefined;
	const topic = await shop.db.deskTopic.findUnique({ where: { account_threadId: { account, threadId } } });
	return topic?.conversationId;
}

/** No is said beside the message that it is about: what was written stays where it can be copied from. */
async function sayNo(
	{ shop, account }: DeskTools,
	heard: DeskHeard,
	{ conversationId, why }: { conversationId: string | undefined; why: string },
): Promise<void> {
	await putCard(shop, {
		...{ account, conversationId, kind: "saying", replyTo: heard.messageId },
		key: `refused ${heard.chatId} ${heard.messageId}`,
		drawn: { text: `🚫 ${plain(why)}`, keyboard: [] },
	});
}

async function sayInGeneral({ shop, account }: DeskTools, heard: DeskHeard, text: string): Promise<void> {
	const key = `general ${shop.now().toISOString().slice(0, 13)}`;
	if (await shop.db.deskCard.findUnique({ where: { key } })) return;
	const drawn = { text: plain(text), keyboard: [] };
	await putCard(shop, { account, kind: "saying", key, replyTo: heard.messageId, urgency: "transcript", drawn });
}

/** Where no topic and no budget is in the way: in private, or in a group that is just being bound. */
async function sayTo({ caller }: DeskTools, { chatId, messageId }: DeskHeard, text: string): Promise<void> {
	const reply = { message_id: messageId, allow_sending_without_reply: true };
	await caller.call("sendMessage", { chat_id: chatId, text, reply_parameters: reply });
}

function placeOf(account: string, { chatId, messageId }: DeskHeard) {
	return { account_chatId_messageId: { account, chatId, messageId } };
}

/** The operator's own message is what a reply is told by: however often it is worked off, it leaves once. */
function keyOf({ chatId, messageId }: DeskHeard): string {
	return `desk ${chatId} ${messageId}`;
}

function intentOf({ conversationId, key }: Act): string {
	return `operator ${conversationId} ${key}`;
}
