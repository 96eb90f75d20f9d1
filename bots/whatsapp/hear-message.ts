import { cleanText } from "#core/conversations/clean-text.ts";
import type { HeardContent, HeardMedia, HeardWhat, Sender } from "#core/conversations/heard.ts";
import { readCommand } from "#core/conversations/read-command.ts";
import { aList, aNumber, anId, anInteger, anObject, aText, type JsonObject } from "#core/json.ts";

/** What a message of a customer says; nothing, if we have no word for it. */
export function hearMessage(message: JsonObject, who: Sender): HeardWhat | undefined {
	const id = anId(message.id);
	if (!id) return;
	const part = anObject(message[String(message.type)]) ?? {};
	const context = anObject(message.context);
	const quoted = anId(context?.id);
	switch (message.type) {
		case "interactive":
			return hearPress(id, anObject(part.button_reply) ?? anObject(part.list_reply), quoted);
		case "button":
			return hearQuickReply(id, part, quoted);
		case "reaction":
			return hearReaction(part);
		case "order":
			return hearOrder(id, part);
		case "system":
			return hearSystem(part);
		case "text": {
			const command = isForwarded(context) ? undefined : readCommand(id, aText(part.body));
			if (command) return command;
		}
	}
	const content = readContent(message, part, who);
	return content && { kind: "message", id, ...(quoted && { replyTo: quoted }), ...content };
}

/** A press is a message of its own here: it needs no spinner taken off. */
function hearPress(id: string, reply: JsonObject | undefined, quoted: string | undefined): HeardWhat | undefined {
	if (!reply) return;
	const token = cleanText(aText(reply.id) ?? "", 200);
	return { kind: "pressed", press: id, token, ...(quoted && { message: quoted }) };
}

/** A template's own button bears words and no token of ours: it says what it reads. */
function hearQuickReply(id: string, { text, payload }: JsonObject, quoted: string | undefined): HeardWhat | undefined {
	const words = aText(text) ?? aText(payload);
	if (words === undefined) return;
	return { kind: "message", id, ...(quoted && { replyTo: quoted }), text: cleanText(words), media: [] };
}

/** Taken back, it comes without an emoji. */
function hearReaction({ message_id, emoji }: JsonObject): HeardWhat | undefined {
	const message = anId(message_id);
	const sign = aText(emoji);
	return message ? { kind: "reacted", message, emojis: sign ? [cleanText(sign, 16)] : [] } : undefined;
}

const MOST_LINES = 100;

function hearOrder(id: string, { product_items, text }: JsonObject): HeardWhat | undefined {
	const lines = aList(product_items)
		.slice(0, MOST_LINES)
		.flatMap((item) => {
			const { product_retailer_id, quantity } = anObject(item) ?? {};
			const product = aText(product_retailer_id);
			const qty = anInteger(Number(quantity));
			return product && qty !== undefined && qty > 0 ? [{ product: cleanText(product, 128), qty }] : [];
		});
	return lines.length > 0 ? { kind: "picked", id, text: cleanText(aText(text) ?? ""), lines } : undefined;
}

/** A customer has another number now, and their chat with it. */
function hearSystem(part: JsonObject): HeardWhat | undefined {
	const to = anId(part.wa_id) ?? anId(part.new_wa_id);
	return /changed_number/.test(String(part.type)) && to ? { kind: "moved", to } : undefined;
}

/** Text, files, contact and place of a message. */
function readContent(message: JsonObject, part: JsonObject, who: Sender): HeardContent | undefined {
	const type = String(message.type);
	const text = type === "text" ? aText(part.body) : aText(part.caption);
	const media = readMedia(type, part);
	const contact = readContact(aList(message.contacts)[0], who);
	const location = type === "location" ? readLocation(part) : undefined;
	if (text === undefined && !media && !contact && !location && !SILENT.has(type)) return;
	const entry = readEntry(anObject(message.referral));
	return {
		text: cleanText(text ?? ""),
		media: media ? [media] : [],
		...(contact && { contact }),
		...(location && { location }),
		...(isForwarded(anObject(message.context)) && { forwarded: true }),
		...(entry && { entry }),
	};
}

/** What people send that the API does not show us is still a message, so that it gets an answer. */
const SILENT: ReadonlySet<string> = new Set(["unsupported", "poll", "event"]);

function isForwarded(context: JsonObject | undefined): boolean {
	return context?.forwarded === true || context?.frequently_forwarded === true;
}

const KIND = new Map<string, HeardMedia["kind"]>([
	["image", "photo"],
	["video", "video"],
	["document", "document"],
	["audio", "audio"],
	["sticker", "sticker"],
]);

function readMedia(type: string, part: JsonObject): HeardMedia | undefined {
	const kind = KIND.get(type);
	const ref = anId(part.id);
	if (!kind || !ref) return;
	const name = aText(part.filename);
	const mime = aText(part.mime_type);
	return {
		kind: kind === "audio" && part.voice === true ? "voice" : kind,
		ref,
		...(name && { name: cleanText(name, 255) }),
		...(mime && { mime: cleanText(mime, 127) }),
	};
}

/** Only the sender's own number is vouched for, by being the one they write from; any other card is somebody else's. */
function readContact(value: unknown, who: Sender): HeardContent["contact"] {
	const card = anObject(value);
	const entry = anObject(aList(card?.phones)[0]);
	const phone = aText(entry?.phone) ?? aText(entry?.wa_id);
	if (!card || !phone) return;
	const name = aText(anObject(card.name)?.formatted_name) ?? "";
	const digits = (anId(entry?.wa_id) ?? phone).replace(/\D/g, "");
	const own = who.attestedPhone !== undefined && who.attestedPhone === `+${digits}`;
	return { phone: own ? `+${digits}` : cleanText(phone, 64), name: cleanText(name, 256), own };
}

function readLocation({ latitude, longitude, name, address }: JsonObject): HeardContent["location"] {
	const lat = aNumber(latitude);
	const lon = aNumber(longitude);
	if (lat === undefined || lon === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180) return;
	const title = aText(name);
	const street = aText(address);
	return {
		lat,
		lon,
		...(title && { title: cleanText(title, 256) }),
		...(street && { address: cleanText(street, 512) }),
	};
}

function readEntry(referral: JsonObject | undefined): HeardContent["entry"] {
	if (!referral) return;
	const title = aText(referral.headline);
	const click = aText(referral.ctwa_clid);
	return {
		from: cleanText(aText(referral.source_type) ?? "ad", 32),
		...(title && { title: cleanText(title, 256) }),
		...(click && { click: cleanText(click, 512) }),
	};
}
