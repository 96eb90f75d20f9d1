import { cleanText } from "#core/conversations/clean-text.ts";
import type { DeliveryState, Heard, HeardContent, HeardMedia, HeardWhat, Sender } from "#core/conversations/heard.ts";
import { aNumber, anInteger, anObject, aText, type JsonObject } from "#core/json.ts";

/** Something that the page told, as it came from the library, with what the process knows beside it. */
export type PhoneEvent =
	| {
			readonly event: "message" | "edited";
			readonly message: unknown;
			/** The phone behind a LID, digits. */
			readonly phone?: string;
	  }
	| { readonly event: "reaction"; readonly reaction: unknown; readonly phone?: string }
	| { readonly event: "ack"; readonly message: unknown; readonly letter?: string; readonly ack: number };

/** Lines with numbers, last shown in a chat: the message that carries them, and their tokens. */
export type LinkedMenu = { readonly message: string; readonly tokens: readonly string[] };

export type LinkedEar = {
	readonly account: string;
	readonly menuOf: (chat: string) => LinkedMenu | undefined;
};

/**
 * Reads what a linked phone told. Undefined: it is none of the shop's business. That is everything but chats with one
 * person: the phone's owner may be in groups, and those stay theirs.
 */
export function hearLinked(event: PhoneEvent, ear: LinkedEar): Heard | undefined {
	switch (event.event) {
		case "message":
		case "edited":
			return hearMessage(event.event, anObject(event.message) ?? {}, event.phone, ear);
		case "reaction":
			return hearReaction(anObject(event.reaction) ?? {}, event.phone, ear);
		case "ack":
			return hearAck(event, ear);
	}
}

/** The chat in the key of a message, `false_79991234567@c.us_3A…`. */
export function chatOfKey(key: string): string | undefined {
	return /^(?:true|false)_([^_]+)_/.exec(key)?.[1];
}

/** When a message was written, in seconds since 1970. */
export function secondsOf(event: PhoneEvent): number | undefined {
	return event.event === "message" ? anInteger(anObject(event.message)?.t) : undefined;
}

function hearMessage(
	kind: "message" | "edited",
	message: JsonObject,
	phone: string | undefined,
	ear: LinkedEar,
): Heard | undefined {
	const id = aText(anObject(message.id)?._serialized);
	const chat = id && chatOfKey(id);
	if (!id || !chat || !isOnePerson(chat)) return undefined;
	const fromMe = anObject(message.id)?.fromMe === true;
	const key = kind === "message" ? id : `${id} edited ${anInteger(message.latestEditSenderTimestampMs) ?? ""}`;
	const at = new Date((anInteger(message.t) ?? 0) * 1000);
	return {
		...envelope(ear, { key, chat, at }),
		who: personOf(chat, phone, fromMe ? undefined : aText(message.notifyName)),
		what: read({ kind, id, fromMe, chat, message }, ear),
	};
}

type Reading = {
	readonly kind: "message" | "edited";
	readonly id: string;
	readonly fromMe: boolean;
	readonly chat: string;
	readonly message: JsonObject;
};

function read({ kind, id, fromMe, chat, message }: Reading, ear: LinkedEar): HeardWhat {
	const content = contentOf(id, message);
	if (!content) return { kind: "unread", about: cleanText(`message of type ${aText(message.type) ?? "none"}`, 200) };
	const quoted = quotedIn(message, chat);
	const replyTo = quoted ? { replyTo: quoted } : {};
	if (kind === "edited") return fromMe ? { kind: "unread", about: "own correction" } : { kind, id, ...content };
	if (fromMe) return { kind: "answered", id, ...replyTo, ...content };
	return words(id, content, ear.menuOf(chat)) ?? { kind: "message", id, ...replyTo, ...content };
}

/** The page names only the last part of the quoted message's key, and who wrote it. */
function quotedIn(message: JsonObject, chat: string): string | undefined {
	const id = aText(message.quotedStanzaID);
	const author = anObject(message.quotedParticipant)?._serialized ?? message.quotedParticipant;
	return id && `${author !== chat}_${chat}_${id}`;
}

/** A number presses the line of that number, if one was shown; a command is one where people type them. */
function words(id: string, { text, media }: HeardContent, menu: LinkedMenu | undefined): HeardWhat | undefined {
	if (media.length > 0) return undefined;
	const token = /^\d{1,3}$/.test(text.trim()) ? menu?.tokens[Number(text) - 1] : undefined;
	if (menu && token !== undefined) return { kind: "pressed", press: id, token, message: menu.message };
	const [, name, argument = ""] = /^\/([a-z0-9_]{1,32})(?:\s+(.*))?$/is.exec(text.trim()) ?? [];
	if (!name) return undefined;
	if (name === "start" && /^[\w-]{1,64}$/.test(argument)) return { kind: "link", id, payload: argument };
	return { kind: "command", id, name: name.toLowerCase(), argument };
}

function contentOf(id: string, message: JsonObject): HeardContent | undefined {
	const type = aText(message.type) ?? "";
	const forwarded = message.isForwarded === true ? { forwarded: true } : {};
	if (type === "chat") return { text: cleanText(aText(message.body) ?? ""), media: [], ...forwarded };
	const kind = FILES.get(type);
	if (kind)
		return { text: cleanText(aText(message.caption) ?? ""), media: [mediumOf(kind, id, message)], ...forwarded };
	if (type === "location") return placeOf(message);
	if (type === "vcard") return cardOf(aText(message.body) ?? "");
	return undefined;
}

const FILES = new Map<string, HeardMedia["kind"]>([
	["image", "photo"],
	["video", "video"],
	["document", "document"],
	["ptt", "voice"],
	["audio", "audio"],
	["sticker", "sticker"],
	["ptv", "video_note"],
]);

function mediumOf(kind: HeardMedia["kind"], ref: string, message: JsonObject): HeardMedia {
	const name = aText(message.filename);
	const mime = aText(message.mimetype);
	const size = anInteger(message.size);
	return {
		kind,
		ref,
		...(name && { name: cleanText(name, 200) }),
		...(mime && { mime: cleanText(mime, 100) }),
		...(size !== undefined && { size }),
	};
}

function placeOf(message: JsonObject): HeardContent | undefined {
	const [lat, lon] = [aNumber(message.lat), aNumber(message.lng)];
	if (lat === undefined || lon === undefined) return undefined;
	const [title, address] = (aText(message.loc) ?? "").split("\n").map((line) => cleanText(line, 200));
	return { text: "", media: [], location: { lat, lon, ...(title && { title }), ...(address && { address }) } };
}

/** Anybody may send anybody's card: it proves nothing. */
function cardOf(card: string): HeardContent | undefined {
	const phone = /^TEL[^:]*:(.+)$/im.exec(card)?.[1]?.replace(/[^\d+]/g, "");
	if (!phone) return undefined;
	const name = cleanText(/^FN:(.+)$/im.exec(card)?.[1] ?? "", 200).trim();
	return { text: "", media: [], contact: { phone, name, own: false } };
}

function hearReaction(reaction: JsonObject, phone: string | undefined, ear: LinkedEar): Heard | undefined {
	const message = aText(anObject(reaction.parentMsgKey)?._serialized);
	const chat = message && chatOfKey(message);
	const sender = aText(reaction.senderUserJid);
	// Our own reaction comes back too.
	if (!message || !chat || !isOnePerson(chat) || !sender || sender !== chat) return undefined;
	const emoji = cleanText(aText(reaction.reactionText) ?? "", 20);
	const seconds = aNumber(reaction.timestamp) ?? 0;
	return {
		...envelope(ear, { key: `${message} reacted ${seconds} ${emoji}`, chat, at: new Date(seconds * 1000) }),
		who: personOf(chat, phone),
		what: { kind: "reacted", message, emojis: emoji ? [emoji] : [] },
	};
}

function hearAck({ message, letter, ack }: Extract<PhoneEvent, { event: "ack" }>, ear: LinkedEar): Heard | undefined {
	const id = aText(anObject(anObject(message)?.id)?._serialized);
	const chat = id && chatOfKey(id);
	const state = ACKS.get(ack);
	if (!id || !chat || !isOnePerson(chat) || !state) return undefined;
	const at = new Date((anInteger(anObject(message)?.t) ?? 0) * 1000);
	return {
		...envelope(ear, { key: `${id} ${state}`, chat, at }),
		// A lane of their own: what the customer writes must not wait for what is told of our messages.
		lane: `${chat}:status`,
		what: { kind: "status", message: id, state, ...(letter && { letter }) },
	};
}

const ACKS = new Map<number, DeliveryState>([
	[-1, "failed"],
	[1, "sent"],
	[2, "delivered"],
	[3, "read"],
	[4, "played"],
]);

function envelope({ account }: LinkedEar, { key, chat, at }: { key: string; chat: string; at: Date }) {
	return { account, channel: "linked-phone", key, chat, lane: chat, at } as const;
}

function isOnePerson(chat: string): boolean {
	return /^\d{3,20}@(c\.us|lid)$/.test(chat);
}

/** WhatsApp itself vouches for the phone. Behind a LID it is known only if the service tells it. */
function personOf(chat: string, phone: string | undefined, name?: string): Sender {
	const [user = "", server] = chat.split("@");
	const digits = server === "lid" ? phone : user;
	const firstName = name ? cleanText(name, 100) : "";
	return {
		id: digits ?? chat,
		...(server === "lid" && digits && { alias: chat }),
		...(firstName && { firstName }),
		...(digits && { attestedPhone: `+${digits}` }),
	};
}
