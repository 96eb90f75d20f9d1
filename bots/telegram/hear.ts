import { createHash } from "node:crypto";
import { cleanText } from "#core/conversations/clean-text.ts";
import type { Heard, HeardWhat, Sender } from "#core/conversations/heard.ts";
import { aList, anId, anInteger, anObject, aText, type JsonObject } from "#core/json.ts";
import { hearMessage, readContent } from "./hear-message.ts";

/** Who listens, and when: some updates carry no time of their own. */
export type Ear = { readonly account: string; readonly at: Date };

/**
 * Reads one raw update of the Bot API. Total: whatever comes, something is heard, and what we have no word for is
 * `unread`, kept for the engineer. One update is one thing heard, so its id is the key.
 *
 * Customers live in private chats. What is said in groups and channels is `unread`: a group has many people and one
 * chat, and the bot owes them nothing there; only a group's move to another id is passed on.
 */
export function hear(update: unknown, ear: Ear): Heard {
	const body = anObject(update) ?? {};
	const key = anInteger(body.update_id)?.toString() ?? digestOf(update);
	for (const [name, listen] of EARS) {
		const told = anObject(body[name]);
		if (told)
			return { account: ear.account, channel: "telegram", key, ...(listen(told, ear) ?? unread(name, told, ear)) };
	}
	const name = Object.keys(body).find((other) => other !== "update_id") ?? "nothing";
	return { account: ear.account, channel: "telegram", key, ...unread(name, anObject(body[name]) ?? {}, ear) };
}

/** What is left to say once account and key are known. */
type Told = Omit<Heard, "account" | "channel" | "key">;
type Listen = (told: JsonObject, ear: Ear) => Told | undefined;

const EARS: readonly (readonly [string, Listen])[] = [
	["message", inChat(hearMessage)],
	["callback_query", hearPress],
	["edited_message", inChat(hearEdit)],
	["message_reaction", inChat(hearReaction)],
	["my_chat_member", inChat(hearMembership)],
	["pre_checkout_query", hearCheckout],
];

/** For what carries its chat and time with it. */
function inChat(read: (told: JsonObject) => HeardWhat | undefined): Listen {
	return (told, ear) => {
		const chat = anObject(told.chat);
		const id = anId(chat?.id);
		if (!chat || !id) return;
		const movedTo = anId(told.migrate_to_chat_id);
		if (movedTo) return tell(id, timeOf(told, ear), undefined, { kind: "moved", to: movedTo });
		if (chat.type !== "private") return;
		const what = read(told);
		return what && tell(id, timeOf(told, ear), senderOf(told.from ?? told.user), what);
	};
}

function hearPress(query: JsonObject, ear: Ear): Told | undefined {
	const message = anObject(query.message);
	const chat = anObject(message?.chat);
	const id = anId(chat?.id);
	const press = anId(query.id);
	if (!id || !press || chat?.type !== "private") return;
	const token = cleanText(aText(query.data) ?? "", 64);
	const carrier = anId(message?.message_id);
	return tell(id, ear.at, senderOf(query.from), {
		kind: "pressed",
		press,
		token,
		...(carrier && { message: carrier }),
	});
}

function hearEdit(message: JsonObject): HeardWhat | undefined {
	const id = anId(message.message_id);
	const content = readContent(message);
	return id && content ? { kind: "edited", id, ...content } : undefined;
}

function hearReaction(reaction: JsonObject): HeardWhat | undefined {
	const message = anId(reaction.message_id);
	if (!message) return;
	return { kind: "reacted", message, emojis: aList(reaction.new_reaction).map(emojiOf) };
}

/** A custom emoji is a picture we cannot show; that there was one is still told. */
function emojiOf(reaction: unknown): string {
	const kind = anObject(reaction);
	return kind?.type === "paid" ? "⭐" : cleanText(aText(kind?.emoji) ?? "❔", 16);
}

/** In a private chat this comes only when the customer blocks the bot or takes that back. */
function hearMembership(change: JsonObject): HeardWhat | undefined {
	switch (anObject(change.new_chat_member)?.status) {
		case "kicked":
		case "left":
			return { kind: "blocked" };
		case "member":
			return { kind: "unblocked" };
	}
}

/** Has a lane of its own: it must be answered within ten seconds, and no thinking may delay it. */
function hearCheckout(query: JsonObject, ear: Ear): Told | undefined {
	const who = senderOf(query.from);
	const checkout = anId(query.id);
	const payload = aName(query.invoice_payload);
	const currency = aName(query.currency);
	const amount = anInteger(query.total_amount);
	if (!who || !checkout || !payload || !currency || amount === undefined) return;
	const what: HeardWhat = { kind: "checkout", checkout, payload, amount, currency };
	return { ...tell(who.id, ear.at, who, what), lane: `${who.id}:checkout` };
}

function tell(chat: string, at: Date, who: Sender | undefined, what: HeardWhat): Told {
	return who ? { chat, lane: chat, at, who, what } : { chat, lane: chat, at, what };
}

function unread(name: string, told: JsonObject, ear: Ear): Told {
	const chat = anObject(told.chat) ?? anObject(anObject(told.message)?.chat);
	const who = senderOf(told.from);
	const place = chat && chat.type !== "private" ? ` in a ${cleanText(aText(chat.type) ?? "chat", 32)}` : "";
	const about = cleanText(name, 64) + place;
	return tell(anId(chat?.id) ?? who?.id ?? "nowhere", timeOf(told, ear), who, { kind: "unread", about });
}

/** The time of an edit is that of the edit. */
function timeOf(told: JsonObject, ear: Ear): Date {
	const seconds = anInteger(told.edit_date) ?? anInteger(told.date);
	return seconds !== undefined && seconds > 0 && seconds <= LAST_SECOND ? new Date(seconds * 1000) : ear.at;
}

/** Year 9999: PostgreSQL and ISO dates of four digits go no further. */
const LAST_SECOND = 253_402_300_799;

function senderOf(user: unknown): Sender | undefined {
	const person = anObject(user);
	const id = anId(person?.id);
	if (!person || !id) return;
	const firstName = aName(person.first_name);
	const lastName = aName(person.last_name);
	const username = aName(person.username);
	const language = aName(person.language_code);
	return {
		id,
		...(firstName && { firstName }),
		...(lastName && { lastName }),
		...(username && { username }),
		...(language && { language }),
	};
}

function aName(value: unknown): string | undefined {
	const name = aText(value);
	return name && cleanText(name, 128).trim();
}

/** An update without an id cannot be recognised when it comes again, except by being the same. */
function digestOf(update: unknown): string {
	return `sha256:${createHash("sha256")
		.update(JSON.stringify(update) ?? "nothing")
		.digest("hex")
		.slice(0, 32)}`;
}
