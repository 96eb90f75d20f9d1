import { cleanText } from "#core/conversations/clean-text.ts";
import type { HeardContent, HeardMedia, HeardWhat } from "#core/conversations/heard.ts";
import { readCommand } from "#core/conversations/read-command.ts";
import { aList, aNumber, anId, anInteger, anObject, aText, type JsonObject } from "#core/json.ts";

/** What a new message in a private chat says; nothing, if it only reports something to the bot ("pinned", "gift"). */
export function hearMessage(message: JsonObject): HeardWhat | undefined {
	const id = anId(message.message_id);
	if (!id) return;
	const payment = anObject(message.successful_payment);
	if (payment) return hearPayment(id, payment);
	const command = message.forward_origin ? undefined : readCommand(id, aText(message.text));
	if (command) return command;
	const content = readContent(message);
	const quoted = anId(anObject(message.reply_to_message)?.message_id);
	return content && { kind: "message", id, ...(quoted && { replyTo: quoted }), ...content };
}

/** Text, files, contact and place of a message or of its edited version. */
export function readContent(message: JsonObject): HeardContent | undefined {
	const text = aText(message.text) ?? aText(message.caption);
	if (text !== undefined && message.text === text && message.forward_origin === undefined) {
		return { text: cleanText(text), media: [] };
	}
	const media = readMedia(message);
	const contact = readContact(message);
	const location = readLocation(message);
	const substitute = readSubstitute(message);
	if (text === undefined && media.length === 0 && !contact && !location && substitute === undefined) return;
	const album = anId(message.media_group_id);
	return {
		text: cleanText(text ?? substitute ?? ""),
		media,
		...(contact && { contact }),
		...(location && { location }),
		...(album && { album }),
		...(message.forward_origin !== undefined && { forwarded: true }),
	};
}

function hearPayment(id: string, payment: JsonObject): HeardWhat | undefined {
	const [payload, charge, currency] = [payment.invoice_payload, payment.telegram_payment_charge_id, payment.currency]
		.map(aText)
		.map((value) => value && cleanText(value, 512));
	const amount = anInteger(payment.total_amount);
	if (!payload || !charge || !currency || amount === undefined) return;
	return { kind: "paid", id, payload, charge, amount, currency };
}

const FILES = ["video", "voice", "audio", "sticker", "video_note"] as const;

function readMedia(message: JsonObject): readonly HeardMedia[] {
	const photo = largest(message.photo);
	if (photo) return [photo];
	// An animation repeats itself as a document, for old clients.
	const animation = readFile("animation", message.animation);
	if (animation) return [animation];
	const document = readFile("document", message.document);
	return [...FILES.map((kind) => readFile(kind, message[kind])), document].filter((file) => file !== undefined);
}

/** Telegram offers a photo in several sizes. */
function largest(sizes: unknown): HeardMedia | undefined {
	const area = (size: JsonObject) => (anInteger(size.width) ?? 0) * (anInteger(size.height) ?? 0);
	const known = aList(sizes)
		.map(anObject)
		.filter((size) => size !== undefined);
	const best = known.reduce<JsonObject | undefined>((a, b) => (a && area(a) > area(b) ? a : b), undefined);
	return readFile("photo", best);
}

function readFile(kind: HeardMedia["kind"], value: unknown): HeardMedia | undefined {
	const file = anObject(value);
	const ref = aText(file?.file_id);
	if (!file || !ref) return;
	const name = aText(file.file_name);
	const mime = aText(file.mime_type);
	const size = anInteger(file.file_size);
	const emoji = aText(file.emoji);
	return {
		kind,
		ref: cleanText(ref, 512),
		...(name && { name: cleanText(name, 255) }),
		...(mime && { mime: cleanText(mime, 127) }),
		...(size !== undefined && size >= 0 && { size }),
		...(kind === "sticker" && emoji && { emoji: cleanText(emoji, 32) }),
	};
}

/**
 * Telegram fills in `user_id` by the phone number, so a card whose `user_id` is the sender's holds the sender's own
 * number; any other card is somebody else's. A forwarded card proves nothing.
 */
function readContact(message: JsonObject): HeardContent["contact"] {
	const card = anObject(message.contact);
	const phone = aText(card?.phone_number);
	if (!card || !phone) return;
	const owner = anId(card.user_id);
	const own = owner !== undefined && owner === anId(anObject(message.from)?.id) && !message.forward_origin;
	const name = [card.first_name, card.last_name]
		.map(aText)
		.filter((part) => part !== undefined)
		.join(" ");
	return { phone: own ? international(phone) : cleanText(phone, 64), name: cleanText(name, 256), own };
}

/** A number that Telegram vouches for comes in full, sometimes without its plus. */
function international(phone: string): string {
	return `+${phone.replace(/\D/g, "").slice(0, 15)}`;
}

function readLocation(message: JsonObject): HeardContent["location"] {
	const venue = anObject(message.venue);
	const place = anObject(venue?.location) ?? anObject(message.location);
	const lat = aNumber(place?.latitude);
	const lon = aNumber(place?.longitude);
	if (lat === undefined || lon === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180) return;
	const title = aText(venue?.title);
	const address = aText(venue?.address);
	return {
		lat,
		lon,
		...(title && { title: cleanText(title, 256) }),
		...(address && { address: cleanText(address, 512) }),
	};
}

/**
 * What people send that we have no word for is still a message, so that it gets an answer: a die speaks as its emoji,
 * a poll as its question, the rest as silence.
 */
function readSubstitute(message: JsonObject): string | undefined {
	const spoken = aText(anObject(message.dice)?.emoji) ?? aText(anObject(message.poll)?.question);
	return spoken ?? (SILENT.some((kind) => anObject(message[kind])) ? "" : undefined);
}

const SILENT = ["rich_message", "live_photo", "paid_media", "story", "checklist", "game", "giveaway", "poll", "dice"];
