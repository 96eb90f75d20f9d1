import type { InputFile } from "grammy";
import type { ReactionTypeEmoji } from "grammy/types";
import { cutText } from "#core/cut-text.ts";
import type { Content, ContentMedia, Invoice } from "#core/delivery/content.ts";
import type { Call } from "./call.ts";
import { hasManyLinks, toHtml } from "./html.ts";
import { inlineKeyboard, keyboardOf } from "./keyboard.ts";

/** What saying needs to know beside the content. */
export type Means = {
	/** A picture as Telegram takes it: a known file id, an address, or the file itself. */
	fileOf(medium: ContentMedia): string | InputFile;
	/** The payment provider's token; none for Stars. */
	readonly paymentToken: string;
};

/**
 * One content, which `parts()` has cut to one call, as that call. Never throws: what Telegram cannot show is left out
 * or shown plainly.
 */
export function say(content: Content, chat: string, means: Means): Call {
	if (content.reaction) return react(chat, content.reaction);
	if (content.removes !== undefined)
		return { method: "deleteMessage", params: { chat_id: chat, message_id: Number(content.removes) } };
	if (content.edits !== undefined) return edit(content, chat, Number(content.edits), means);
	if (content.invoice) return bill(content, content.invoice, chat, means);
	const [medium, ...others] = content.media ?? [];
	if (!medium) return write(content, chat);
	return others.length > 0 ? showAlbum(content, [medium, ...others], chat, means) : show(content, medium, chat, means);
}

/** The same change for a message that turns out to have a picture: its text is a caption. */
export function editCaption(content: Content, chat: string): Call<"editMessageCaption"> {
	const reply_markup = inlineKeyboard(content);
	const params = { chat_id: chat, message_id: Number(content.edits), ...captionOf(content), reply_markup };
	return { method: "editMessageCaption", params };
}

function write(content: Content, chat: string): Call<"sendMessage"> {
	const source = withRequestLinks(content);
	return {
		method: "sendMessage",
		params: { chat_id: chat, ...toHtml(source), ...previewOf(source), ...extrasOf(content) },
	};
}

function show(content: Content, medium: ContentMedia, chat: string, means: Means): Call {
	const params = { chat_id: chat, ...ownCaption(medium), ...captionOf(content), ...extrasOf(content) };
	const file = means.fileOf(medium);
	switch (medium.kind) {
		case "photo":
			return { method: "sendPhoto", params: { ...params, photo: file } };
		case "video":
			return { method: "sendVideo", params: { ...params, video: file } };
		case "voice":
			return { method: "sendVoice", params: { ...params, voice: file } };
		case "document":
			return { method: "sendDocument", params: { ...params, document: file } };
	}
}

/** The words of an album stand under its first picture, where the pictures have none of their own. */
function showAlbum(
	content: Content,
	media: readonly ContentMedia[],
	chat: string,
	means: Means,
): Call<"sendMediaGroup"> {
	const items = media.map((medium, index) => ({
		...inputOf(medium, means),
		...ownCaption(medium),
		...(index === 0 && captionOf(content)),
	}));
	const { reply_parameters } = extrasOf(content);
	return {
		method: "sendMediaGroup",
		// Telegram's type wants an album of one kind told by its type; parts() has seen to that.
		params: {
			chat_id: chat,
			media: items as Call<"sendMediaGroup">["params"]["media"],
			...(reply_parameters && { reply_parameters }),
		},
	};
}

function inputOf(medium: ContentMedia, means: Means) {
	// No voice comes in an album: parts() keeps each to itself.
	const type = medium.kind === "voice" ? "document" : medium.kind;
	return { type, media: means.fileOf(medium) } as const;
}

function bill(content: Content, invoice: Invoice, chat: string, { paymentToken }: Means): Call<"sendInvoice"> {
	const { title, description, payload, currency, lines } = invoice;
	const { reply_parameters } = extrasOf(content);
	return {
		method: "sendInvoice",
		params: {
			chat_id: chat,
			title: cutText(title, 32, "…"),
			description: cutText(description || title, 255, "…"),
			payload,
			provider_token: currency === "XTR" ? "" : paymentToken,
			currency,
			prices: lines.map(({ label, amount }) => ({ label, amount })),
			...(content.buttons?.length && { reply_markup: inlineKeyboard(content) }),
			...(reply_parameters && { reply_parameters }),
		},
	};
}

/** Without a text only the buttons change; without buttons the old ones go. */
function edit(content: Content, chat: string, message_id: number, means: Means): Call {
	const [medium] = content.media ?? [];
	const params = { chat_id: chat, message_id, reply_markup: inlineKeyboard(content) };
	if (medium) {
		return {
			method: "editMessageMedia",
			params: { ...params, media: { ...inputOf(medium, means), ...captionOf(content) } },
		};
	}
	if (content.text === "") return { method: "editMessageReplyMarkup", params };
	return { method: "editMessageText", params: { ...params, ...toHtml(content.text), ...previewOf(content.text) } };
}

/** No emoji takes ours away again. */
function react(chat: string, { message, emoji }: NonNullable<Content["reaction"]>): Call<"setMessageReaction"> {
	// Which emoji Telegram allows is Telegram's to know: another is refused.
	const reaction = emoji ? [{ type: "emoji", emoji: emoji as ReactionTypeEmoji["emoji"] } as const] : [];
	return { method: "setMessageReaction", params: { chat_id: chat, message_id: Number(message), reaction } };
}

function extrasOf(content: Content) {
	const reply_markup = keyboardOf(content);
	// A quoted message that the customer has deleted must not hold up the answer.
	const reply_parameters = { message_id: Number(content.replyTo), allow_sending_without_reply: true };
	return { ...(reply_markup && { reply_markup }), ...(content.replyTo !== undefined && { reply_parameters }) };
}

function ownCaption({ caption }: ContentMedia) {
	return caption ? { caption: cutText(caption, LONGEST_CAPTION, "…") } : {};
}

const LONGEST_CAPTION = 1024;

function captionOf({ text }: Content) {
	if (text === "") return {};
	const { text: caption, ...mode } = toHtml(text);
	return { caption, ...mode };
}

function previewOf(source: string) {
	return hasManyLinks(source) ? { link_preview_options: { is_disabled: true } } : {};
}

/** A keyboard that asks for the phone has no room for links. */
function withRequestLinks({ text, request, buttons = [] }: Content): string {
	if (!request) return text;
	const links = buttons.filter((button) => "url" in button).map(({ label, url }) => `[${label}](${url})`);
	return [text, ...links].join("\n");
}
