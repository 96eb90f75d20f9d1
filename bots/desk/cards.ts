import { anObject, aText } from "#core/json.ts";
import type { Shop } from "#core/shop.ts";
import type { Urgency } from "./budget.ts";
import type { Caller, Outcome } from "./call.ts";
import { hashOf } from "./draw-topic.ts";
import { type Group, idOf, noteGroup } from "./group.ts";
import type { Drawn } from "./header-card.ts";
import { inlineKeyboard, type Keyboard } from "./keyboard.ts";

/** What a card is there for: `packet` and `promise` take answers in words, `post` comes from elsewhere in the shop. */
export type CardKind = "packet" | "promise" | "step" | "items" | "item" | "order" | "saying" | "failed" | "post";

export type NewCard = {
	readonly account: string;
	/** Whose topic; absent: the general one. */
	readonly conversationId?: string | undefined;
	readonly kind: CardKind;
	readonly drawn: Drawn;
	/** What a press or an answer to it needs to know. */
	readonly about?: Readonly<Record<string, unknown>>;
	readonly replyTo?: number | undefined;
	/** At most one of a key, and it is drawn anew where it stands. */
	readonly key?: string | undefined;
	readonly urgency?: Urgency;
	/** A drawing (SVG) above the words. */
	readonly picture?: string | undefined;
	/** In private with this person instead of in the group. */
	readonly privately?: string | undefined;
};

/** A card as its row holds it. */
export type Card = NonNullable<Awaited<ReturnType<Shop["db"]["deskCard"]["findFirst"]>>>;

/** Promises a card: it is posted when its turn comes, also if this process dies. */
export async function putCard(inside: Shop, card: NewCard): Promise<void> {
	const { account, conversationId, kind, drawn, about = {}, replyTo, key, urgency = "talk", picture, privately } = card;
	const more = { ...(picture && { picture }), ...(privately && { privately }) };
	const data = { ...drawn, about, urgency, ...more } as object;
	const place = { account, conversationId: conversationId ?? null, kind, replyTo: replyTo ?? null };
	const fresh = { ...place, data, key: key ?? null, createdAt: inside.now() };
	if (key)
		await inside.db.deskCard.upsert({ where: { key }, create: fresh, update: { data, hash: null, state: "open" } });
	else await inside.db.deskCard.create({ data: fresh });
}

/** Draws a card anew where it stands. */
export async function changeCard(
	inside: Shop,
	{ id, data }: Card,
	{ drawn, about }: { drawn: Drawn; about: Readonly<Record<string, unknown>> },
): Promise<void> {
	const changed = { ...anObject(data), ...drawn, about } as object;
	await inside.db.deskCard.update({ where: { id }, data: { data: changed, hash: null } });
}

/** It has done its work: the message goes. */
export async function closeCard(inside: Shop, { id }: Pick<Card, "id">): Promise<void> {
	await inside.db.deskCard.updateMany({ where: { id }, data: { state: "closed" } });
}

/** The card that a message of ours is; messages of a private chat have numbers of their own. */
export async function cardAt(
	shop: Shop,
	{ account, messageId, privately }: { account: string; messageId: number; privately?: string | undefined },
): Promise<Card | null> {
	const cards = await shop.db.deskCard.findMany({ where: { account, messageId, state: "open" } });
	return cards.find((card) => privateOf(card) === privately) ?? null;
}

/** What stands in its `about`. */
export function aboutOf({ data }: Card): Readonly<Record<string, unknown>> {
	return anObject(anObject(data)?.about) ?? {};
}

/** Cards that are not drawn as they should be, the oldest first. */
export function waitingCards(shop: Shop, account: string): Promise<Card[]> {
	return shop.db.deskCard.findMany({
		where: { account, kind: { not: "lines" }, OR: [{ state: "open", hash: null }, { state: "closed" }] },
		orderBy: { id: "asc" },
		take: 50,
	});
}

type DrawTools = {
	readonly shop: Shop;
	readonly caller: Caller;
	readonly paint: (svg: string) => Promise<Uint8Array>;
};

type Place = { readonly card: Card; readonly group: Group; readonly threadId: number | undefined };

/** Posts, edits or takes away a card; the thread is that of its topic. */
export async function drawCard(tools: DrawTools, place: Place): Promise<void> {
	const { shop } = tools;
	const { card, group } = place;
	const { id, messageId, state } = card;
	const chat = privateOf(card) ?? group.chatId;
	if (state === "closed") return takeAway(tools, { card, group, chat });
	const drawn = drawnOf(card);
	const outcome = await show(tools, { ...place, chat, drawn });
	const isPrivate = chat !== group.chatId;
	// Who has never written to the bot in private, or has blocked it, is no trouble of the group's.
	if (!(isPrivate && outcome.kind === "gone") && (await noteGroup(shop, group, outcome))) return;
	if (outcome.kind === "gone") {
		await shop.db.deskCard.deleteMany({ where: { id } });
		return;
	}
	// Drawn as it was read: what changed meanwhile has another hash, or none.
	await shop.db.deskCard.updateMany({
		where: { id, data: { equals: card.data ?? {} } },
		data: { hash: hashOf(drawn), messageId: messageId ?? idOf(outcome) ?? null },
	});
	if (!messageId) await shop.db.deskCard.updateMany({ where: { id }, data: { messageId: idOf(outcome) ?? null } });
}

async function takeAway(
	{ shop, caller }: DrawTools,
	{ card: { id, messageId }, group, chat }: { card: Card; group: Group; chat: string },
): Promise<void> {
	const gone = messageId && (await caller.call("deleteMessage", { chat_id: chat, message_id: messageId }));
	if (!gone || !(await noteGroup(shop, group, gone))) await shop.db.deskCard.deleteMany({ where: { id } });
}

/** One that stands there is edited; a picture is only ever posted. */
async function show(
	{ caller, paint }: DrawTools,
	{ card, threadId, chat, drawn }: Place & { readonly chat: string; readonly drawn: Drawn },
): Promise<Outcome<{ message_id: number } | true>> {
	const { messageId, replyTo } = card;
	const text = { text: drawn.text, parse_mode: "HTML", link_preview_options: { is_disabled: true } } as const;
	const keyboard = { reply_markup: inlineKeyboard(drawn.keyboard) };
	if (messageId) return caller.call("editMessageText", { chat_id: chat, message_id: messageId, ...text, ...keyboard });
	const into = {
		chat_id: chat,
		...(threadId !== undefined && { message_thread_id: threadId }),
		...(replyTo && { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
	};
	const svg = aText(anObject(card.data)?.picture);
	if (!svg) return caller.call("sendMessage", { ...into, ...text, ...keyboard });
	return caller.call("sendPhoto", {
		...{ ...into, ...keyboard, caption: drawn.text, parse_mode: "HTML" as const },
		photo: { source: Buffer.from(await paint(svg)), filename: "chart.png" },
	});
}

/** How urgent it is; taking a message away costs nothing of the budget. */
export function urgencyOf({ data }: Card): Urgency {
	const said = aText(anObject(data)?.urgency);
	return said === "asked" || said === "due" || said === "transcript" || said === "digest" ? said : "talk";
}

function drawnOf({ data }: Card): Drawn {
	const { text, keyboard } = anObject(data) ?? {};
	return { text: aText(text) ?? "…", keyboard: readKeyboard(keyboard) };
}

function readKeyboard(stored: unknown): Keyboard {
	if (!Array.isArray(stored)) return [];
	return stored.map((row) =>
		(Array.isArray(row) ? row : []).flatMap((button: unknown) => {
			const { text, data } = anObject(button) ?? {};
			return typeof text === "string" && typeof data === "string" ? [{ text, data }] : [];
		}),
	);
}

function privateOf({ data }: Card): string | undefined {
	return aText(anObject(data)?.privately);
}
