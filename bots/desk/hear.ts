import type { Message, Update } from "telegraf/types";
import { cleanText } from "#core/conversations/clean-text.ts";
import { readDeskCode } from "#core/team/desk-code.ts";
import { mapLink } from "./map-link.ts";

/** What a member's message in the group is about, in the desk's words. Pure. */
export type DeskHeard = {
	readonly chatId: string;
	readonly isPrivate: boolean;
	readonly messageId: number;
	/** The topic it stands in; absent: the general one. */
	readonly threadId: number | undefined;
	readonly who: { readonly id: string; readonly name: string } | undefined;
	/** The message that it quotes, if the quote is its author's own doing. */
	readonly quotes: number | undefined;
	/** The bot whose card of a customer's lines that is, as far as the message itself shows it. */
	readonly quotesLinesOf: number | undefined;
	readonly text: string;
	readonly files: readonly HeardFile[];
	readonly command: { readonly name: string; readonly words: string } | undefined;
	readonly code: string | undefined;
	/** The group's new id. */
	readonly movedTo: string | undefined;
	/** Its words stand for a place or a contact's card. */
	readonly isCard: boolean;
	/** Something that no other messenger has: a poll, a die, an animated sticker. */
	readonly isUntellable: boolean;
	/** Telegram's own line: a topic was made, a message pinned. */
	readonly isService: boolean;
};

/** A file that came along, by which Telegram hands it out. */
export type HeardFile = { readonly id: string; readonly name: string; readonly mime: string; readonly size: number };

/** Reads a message of the group, or of a chat in private. */
export function hearMessage(message: Message): DeskHeard {
	const card = placeIn(message) ?? contactIn(message);
	const text = cleanText(card ?? writtenIn(message));
	const isUntellable = UNTELLABLE.some((kind) => kind in message) || isMovingSticker(message);
	const threadId = message.is_topic_message ? message.message_thread_id : undefined;
	const quotedMessage = quotedBy(message);
	const quoted = quotedMessage?.message_id;
	const files = filesOf(message);
	const { from, chat } = message;
	return {
		...{
			chatId: String(chat.id),
			isPrivate: chat.type === "private",
			messageId: message.message_id,
			threadId,
			text,
			files,
		},
		who: from && !from.is_bot ? { id: String(from.id), name: from.first_name } : undefined,
		// Every message of a topic answers the topic's first one, as far as Telegram goes.
		quotes: quoted === threadId ? undefined : quoted,
		quotesLinesOf: quotedMessage && linesOf(quotedMessage),
		command: commandOf(text),
		code: readDeskCode(text),
		movedTo: "migrate_to_chat_id" in message ? String(message.migrate_to_chat_id) : undefined,
		isCard: card !== undefined,
		isUntellable,
		isService: text === "" && files.length === 0 && !isUntellable,
	};
}

function writtenIn(message: Message): string {
	if ("text" in message) return message.text;
	return "caption" in message ? (message.caption ?? "") : "";
}

function quotedBy(message: Message) {
	return "reply_to_message" in message ? message.reply_to_message : undefined;
}

/** A press on one of our cards. */
export type DeskPress = {
	readonly id: string;
	readonly who: { readonly id: string; readonly name: string };
	readonly chatId: string;
	readonly isPrivate: boolean;
	readonly messageId: number;
	readonly threadId: number | undefined;
	readonly act: string;
	readonly values: readonly string[];
};

/** Reads a press: `take.12` is the act and the lease under which its card was drawn. */
export function hearPress({
	id,
	from,
	message,
	...query
}: Update.CallbackQueryUpdate["callback_query"]): DeskPress | undefined {
	if (!message || !("data" in query)) return undefined;
	const [act = "", ...values] = query.data.split(".");
	const topic = "is_topic_message" in message && message.is_topic_message ? message.message_thread_id : undefined;
	return {
		...{ id, act, values, messageId: message.message_id, chatId: String(message.chat.id), threadId: topic },
		...{ isPrivate: message.chat.type === "private", who: { id: String(from.id), name: from.first_name } },
	};
}

/** Words of a customer stand in a block of their own, and nothing else does. */
function linesOf(message: Message): number | undefined {
	const entities = "entities" in message ? (message.entities ?? []) : [];
	return entities.some(({ type }) => type === "blockquote") ? message.from?.id : undefined;
}

function commandOf(text: string): DeskHeard["command"] {
	const [, name, words = ""] = /^\/([a-z]{1,32})(?:@\w+)?(?:\s+(.*))?$/is.exec(text) ?? [];
	return name ? { name: name.toLowerCase(), words: words.trim() } : undefined;
}

function filesOf(message: Message): HeardFile[] {
	if ("photo" in message) {
		const largest = message.photo.at(-1);
		return largest ? [fileOf(largest, "photo.jpg", "image/jpeg")] : [];
	}
	if ("document" in message) return [fileOf(message.document, "file", "application/octet-stream")];
	if ("video" in message) return [fileOf(message.video, "video.mp4", "video/mp4")];
	if ("video_note" in message) return [fileOf(message.video_note, "video.mp4", "video/mp4")];
	if ("voice" in message) return [fileOf(message.voice, "voice.ogg", "audio/ogg")];
	if ("audio" in message) return [fileOf(message.audio, "audio.mp3", "audio/mpeg")];
	// Other messengers have no sticker of ours: they get its picture.
	if ("sticker" in message && !isMovingSticker(message)) return [fileOf(message.sticker, "sticker.webp", "image/webp")];
	return [];
}

function fileOf(
	{ file_id, ...about }: { file_id: string; file_name?: string; mime_type?: string; file_size?: number },
	name: string,
	mime: string,
): HeardFile {
	return { id: file_id, name: about.file_name ?? name, mime: about.mime_type ?? mime, size: about.file_size ?? 0 };
}

const UNTELLABLE = ["poll", "dice", "game", "story", "paid_media", "checklist", "giveaway", "invoice"];

function isMovingSticker(message: Message): boolean {
	return "sticker" in message && (message.sticker.is_animated || message.sticker.is_video);
}

/** A place as words and a link that opens on any telephone. */
function placeIn(message: Message): string | undefined {
	const venue = "venue" in message ? message.venue : undefined;
	const place = venue?.location ?? ("location" in message ? message.location : undefined);
	if (!place) return undefined;
	const named = [venue?.title, venue?.address].filter(Boolean).join(", ");
	return `📍 ${named ? `${named}\n` : ""}${mapLink({ lat: place.latitude, lon: place.longitude })}`;
}

function contactIn(message: Message): string | undefined {
	if (!("contact" in message)) return undefined;
	const { first_name, last_name, phone_number } = message.contact;
	const phone = phone_number.startsWith("+") ? phone_number : `+${phone_number}`;
	return `👤 ${[first_name, last_name].filter(Boolean).join(" ")}, ${phone}`;
}
