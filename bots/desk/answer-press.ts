import { closeConversation } from "#core/conversations/close-conversation.ts";
import { resendMessage } from "#core/conversations/resend-message.ts";
import { keepPromise } from "#core/conversations/settle-promise.ts";
import { take } from "#core/conversations/take.ts";
import { Refusal } from "#core/refusal.ts";
import { type Card, cardAt, closeCard } from "./cards.ts";
import type { Act, DeskTools } from "./desk-tools.ts";
import type { DeskPress } from "./hear.ts";
import { sendItem, showItem } from "./item-card.ts";
import { showOrder } from "./order-card.ts";
import { chooseStep, giveBack, openPacket, redrawPacket, showSteps } from "./packet-card.ts";
import { type Colleague, colleagueOf, holderOf, noteAtDesk, refuseUnlessMay } from "./people.ts";
import { postOf } from "./posts.ts";
import { openPromise, promiseByButton } from "./promise-card.ts";
import { openSteps, push } from "./step-card.ts";
import { refusalWords, refuse } from "./told.ts";
import { unsendLast } from "./unsend.ts";
import { deskWords } from "./words.ts";

/** Works off a press on a card. The answer is shown over the keyboard of whoever pressed, and costs nothing of the budget. */
export async function answerPress(desk: DeskTools, press: DeskPress): Promise<void> {
	const { shop, account, caller } = desk;
	const say = (text: string, isAlert: boolean) =>
		caller.call("answerCallbackQuery", { callback_query_id: press.id, text: text.slice(0, 200), show_alert: isAlert });
	const colleague = await colleagueOf(shop, { account, nativeId: press.who.id });
	if (!colleague) {
		await say(deskWords("ru").stranger(press.who.name), true);
		return;
	}
	await noteAtDesk(shop, desk.news, colleague);
	const conversationId = await topicOf(desk, press);
	try {
		const told = await pressed(desk, press, { colleague, conversationId });
		await say(told ?? "", false);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		// An old card is no mistake of whoever pressed it: it is drawn anew, and shows what has changed.
		const isOld = error.code === "stale";
		const holder = conversationId && (await holderOf(shop, conversationId));
		await say(isOld ? colleague.words.redrawn : refusalWords(error, colleague.words, holder || undefined), !isOld);
	}
	if (conversationId) desk.touch(conversationId);
}

type Pressing = { readonly colleague: Colleague; readonly conversationId: string | undefined };

async function pressed(
	desk: DeskTools,
	press: DeskPress,
	{ colleague, conversationId }: Pressing,
): Promise<string | undefined> {
	const { shop, staffTurn, account } = desk;
	const { words, staff } = colleague;
	if (press.act === "note") return words.noted;
	if (press.act === "item") return words.itemHow;
	if (press.act === "post") return answerPost(desk, press, colleague);
	if (!conversationId) refuse("stale", words.notHere);
	const act: Act = { colleague, conversationId, key: `press ${press.id}` };
	if (press.act === "order") {
		await refuseUnlessMay(shop, colleague, { act: "read-orders", conversationId });
		await showOrder(desk, act);
		return undefined;
	}
	await refuseUnlessMay(shop, colleague, { act: "write-to-customers", conversationId });
	const lease = Number(press.values[0]);
	switch (press.act) {
		case "take":
			await take(staffTurn, { conversationId, staff, lease });
			return words.taken;
		case "packet":
			await refuseOldCard(desk, { conversationId, lease, colleague });
			await openPacket(desk, act);
			return undefined;
		case "promise":
			await refuseOldCard(desk, { conversationId, lease, colleague });
			await openPromise(desk, act, lease);
			return undefined;
		case "step":
			await refuseOldCard(desk, { conversationId, lease, colleague });
			await openSteps(desk, act, lease);
			return undefined;
		case "close":
			await closeConversation(staffTurn, { conversationId, staff, lease });
			return words.isClosed;
		case "kept":
			await keepPromise(shop, staffTurn, { promiseId: press.values[0] ?? "", staff });
			await redrawPacket(desk, act);
			return words.promiseKept;
		case "unsend":
			await unsendLast(desk, act);
			return words.unsent;
		case "resend":
			return resend(desk, press, act);
	}
	const card = await cardAt(shop, { account, messageId: press.messageId });
	if (!card) refuse("stale", words.notHere);
	return pressedOnCard(desk, press, { card, act, lease });
}

/** Buttons of the cards that a press on the header has brought. */
async function pressedOnCard(
	desk: DeskTools,
	{ act: name, values }: DeskPress,
	{ card, act, lease }: { card: Card; act: Act; lease: number },
): Promise<string | undefined> {
	const { words } = act.colleague;
	const [first = "", second = ""] = values;
	switch (name) {
		case "drop":
			await closeCard(desk.shop, card);
			return undefined;
		case "give":
		case "menu":
			await giveBack(desk, { card, act, lease, toMenu: name === "menu" });
			return words.handedBack;
		case "steps":
			await showSteps(desk, { card, words, open: true });
			return undefined;
		case "at":
			await chooseStep(desk, { card, place: Number(first), words });
			return undefined;
		case "hour":
		case "evening":
		case "noon":
			return promiseByButton(desk, { act, button: name, lease, card });
		case "push":
			await push(desk, { card, act, lease, place: Number(second) });
			return words.stepPushed;
		case "goods":
			await showItem(desk, { card, variantId: first, act });
			return undefined;
		case "send":
			await sendItem(desk, { card, variantId: first, act });
			return words.itemSent;
		default:
			refuse("stale", words.notHere);
	}
}

/** What another part of the shop has posted is answered by that part. */
async function answerPost(
	{ shop, account, onPostAnswer }: DeskTools,
	{ messageId, values, chatId, isPrivate }: DeskPress,
	{ id: memberId, words }: Colleague,
): Promise<string | undefined> {
	const card = await cardAt(shop, { account, messageId, privately: isPrivate ? chatId : undefined });
	const key = card && postOf(card);
	if (!key || !onPostAnswer) return refuse("stale", words.notHere);
	return onPostAnswer({ key, memberId, by: { act: values.join(".") } });
}

async function resend({ shop, staffTurn }: DeskTools, press: DeskPress, { colleague, key }: Act): Promise<undefined> {
	const [line = ""] = press.values;
	if (!/^\d{1,18}$/.test(line)) refuse("stale", colleague.words.notHere);
	await resendMessage(shop, staffTurn, { messageId: BigInt(line), staff: colleague.staff, key });
	await shop.db.deskCard.updateMany({ where: { key: `failed ${line}` }, data: { state: "closed" } });
}

/** Whoever opens a card from an old header would be refused only at its end. */
async function refuseOldCard(
	{ shop }: DeskTools,
	{ conversationId, lease, colleague }: { conversationId: string; lease: number; colleague: Colleague },
): Promise<void> {
	const conversation = await shop.db.conversation.findUnique({
		where: { id: conversationId },
		select: { lease: true, holderId: true },
	});
	if (conversation?.lease !== lease) return refuse("stale", colleague.words.redrawn);
	const { holderId } = conversation;
	if (holderId === null || holderId === colleague.id) return;
	refuse("taken", colleague.words.heldBy((await holderOf(shop, conversationId)) ?? colleague.words.someone));
}

async function topicOf({ shop, account }: DeskTools, { threadId }: DeskPress): Promise<string | undefined> {
	if (threadId === undefined) return undefined;
	const topic = await shop.db.deskTopic.findUnique({ where: { account_threadId: { account, threadId } } });
	return topic?.conversationId;
}
