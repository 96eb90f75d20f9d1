import { ApiError, badRequest, overtaken } from "./api-error.ts";
import type { Call, Upload } from "./call.ts";
import { type FileKind, largestUpload } from "./files.ts";
import { chatToWriteTo } from "./find-chat.ts";
import type { Handlers } from "./handlers.ts";
import { isObject } from "./method-table.ts";
import { readMarkup } from "./read-markup.ts";
import { readCaption, readText } from "./read-text.ts";
import { type Service, withPeople } from "./service.ts";
import type { Content, FileFacts, Invoice, Message } from "./shapes.ts";
import { type ChatState, isGroup } from "./world.ts";

/** The methods that put something into a chat. */
export const sendMethods: Handlers = {
	sendMessage: (service, call) => {
		const { text, entities } = readText(call);
		return send(service, call, withEntities("text", text, "entities", withPeople(entities, service.world)));
	},
	sendPhoto: (service, call) => sendFile(service, call, "photo"),
	sendDocument: (service, call) => sendFile(service, call, "document"),
	sendVideo: (service, call) => sendFile(service, call, "video"),
	sendAnimation: (service, call) => sendFile(service, call, "animation"),
	sendAudio: (service, call) => sendFile(service, call, "audio"),
	sendVoice: (service, call) => sendFile(service, call, "voice"),
	sendVideoNote: (service, call) => sendFile(service, call, "video_note"),
	sendSticker: (service, call) => sendFile(service, call, "sticker"),
	sendMediaGroup,
	sendLocation: (service, call) => send(service, call, { location: locationOf(call) }),
	sendVenue: (service, call) => {
		const venue = { location: locationOf(call), title: call.text("title") ?? "", address: call.text("address") ?? "" };
		return send(service, call, { venue });
	},
	sendContact: (service, call) => {
		const phone = call.text("phone_number") ?? "";
		const first = call.text("first_name") ?? "";
		if (phone === "") throw badRequest("phone number must be non-empty");
		if (first === "") throw badRequest("first name must be non-empty");
		const last = call.text("last_name");
		return send(service, call, {
			contact: { phone_number: phone, first_name: first, ...(last ? { last_name: last } : {}) },
		});
	},
	sendDice: (service, call) =>
		send(service, call, { dice: { emoji: call.text("emoji") ?? "🎲", value: service.dice.between(1, 6) } }),
	sendInvoice,
	sendChatAction: (service, call) => {
		const action = call.text("action") ?? "";
		const state = chatToWriteTo(service, call);
		if (!chatActions.has(action)) throw badRequest("wrong parameter action in request");
		service.sight(call.bot, state, { kind: "action", action });
		return true;
	},
	sendMessageDraft: (service, call) => {
		const draftId = call.integer("draft_id") ?? 0;
		if (draftId === 0) throw badRequest("draft identifier must be non-zero");
		// An empty draft shows "thinking", so it may be empty where a message may not.
		const text = call.text("text") ? readText(call).text : "";
		const state = chatToWriteTo(service, call);
		if (state.chat.type !== "private") throw badRequest("drafts can be sent in private chats only");
		service.sight(call.bot, state, { kind: "draft", draftId, text });
		return true;
	},
	copyMessage: (service, call) => ({ message_id: copyOne(service, call, call.integer("message_id") ?? 0).message_id }),
	copyMessages: (service, call) => many(call).map((id) => ({ message_id: copyOne(service, call, id).message_id })),
	forwardMessage: (service, call) => forwardOne(service, call, call.integer("message_id") ?? 0),
	forwardMessages: (service, call) =>
		many(call).map((id) => ({ message_id: forwardOne(service, call, id).message_id })),
};

/** Checks the way, takes a token, writes the message, shows it. */
function send(service: Service, call: Call, content: Content, more: Partial<Message> = {}): Message {
	const { bot } = call;
	const state = chatToWriteTo(service, call);
	const markup = readMarkup(call.json("reply_markup"), { chat: state.chat, isInvoice: content.invoice !== undefined });
	const inChat = { ...threadOf(call, state), ...replyOf(call, state), ...more };
	bot.gate.pass(state.chat, service.clock.now());
	const message = service.write(state, bot, bot.user, content, {
		...inChat,
		...(markup?.kind === "inline" ? { reply_markup: markup.inline } : {}),
	});
	service.show(bot, state, message, markup);
	return message;
}

function sendFile(service: Service, call: Call, kind: FileKind): Message {
	const { text, entities } = readCaption(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"));
	const facts = fileOf(service, call, kind, call.text(kind) ?? "");
	return send(service, call, {
		...fileContent(kind, facts),
		...withEntities("caption", text, "caption_entities", entities),
	});
}

/** The content that holds a file of this kind. */
export function fileContent(kind: FileKind, facts: FileFacts): Content {
	switch (kind) {
		case "photo":
			return { photo: photoSizes(facts) };
		case "sticker":
			return { sticker: { width: 512, height: 512, ...facts, type: "regular", is_animated: false, is_video: false } };
		case "voice":
		case "audio":
			return { [kind]: { duration: 3, ...facts } };
		case "video_note":
			return { video_note: { ...facts, duration: 3, ...{ length: 240 } } };
		case "video":
		case "animation":
			return { [kind]: { width: 640, height: 360, duration: 3, ...facts } };
		case "document":
			return { document: facts };
	}
}

/** Telegram makes a small copy of each picture; the last one is the largest. */
function photoSizes(facts: FileFacts): FileFacts[] {
	const { width = 0, height = 0 } = facts;
	const shrink = 90 / Math.max(width, height, 1);
	if (shrink >= 1) return [facts];
	const small = {
		...facts,
		file_unique_id: `${facts.file_unique_id}s`,
		width: Math.max(1, Math.round(width * shrink)),
		height: Math.max(1, Math.round(height * shrink)),
	};
	return [small, facts];
}

/** The file that a parameter means: an upload, an id that was given before, or an address that Telegram would fetch. */
export function fileOf(service: Service, { bot, files }: Call, kind: FileKind, source: string): FileFacts {
	const { files: store } = service.world;
	if (source.startsWith("attach://")) {
		const upload = files.get(source.slice("attach://".length));
		if (!upload) throw badRequest("wrong file identifier/HTTP URL specified");
		return store.keep(bot.id, kind, sizeChecked(kind, upload)).facts;
	}
	const kept = store.find(bot.id, source);
	if (kept) return kept.facts;
	if (!/^https?:\/\//.test(source)) throw badRequest("wrong file identifier/HTTP URL specified");
	// Nothing leaves this machine: a picture by address is taken to be there, one dot in size.
	const name = source.split(/[/?#]/).findLast((part) => part !== "") ?? "file";
	return store.keep(bot.id, kind, { name, mime: "", bytes: onePixel }).facts;
}

function sizeChecked(kind: FileKind, upload: Upload): Upload {
	if (upload.bytes.length === 0) throw badRequest("file must be non-empty");
	if (upload.bytes.length <= largestUpload(kind)) return upload;
	throw new ApiError(413, "Request Entity Too Large", { blame: "caller" });
}

const onePixel = Buffer.from(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
	"base64",
);

function sendMediaGroup(service: Service, call: Call): Message[] {
	const { bot } = call;
	const media = call.json("media");
	if (!Array.isArray(media) || media.length < 2 || media.length > 10) {
		throw badRequest("media group must include 2-10 items");
	}
	const contents = media.map((item) => albumItem(service, call, item));
	const kinds = new Set(contents.map((content) => albumKind(content)));
	if (kinds.size > 1) throw badRequest("can't mix documents and audio with other media in an album");
	const state = chatToWriteTo(service, call);
	const around = {
		...threadOf(call, state),
		...replyOf(call, state),
		media_group_id: String(service.dice.between(1e12, 1e13)),
	};
	bot.gate.pass(state.chat, service.clock.now());
	return contents.map((content) => {
		const message = service.write(state, bot, bot.user, content, around);
		service.show(bot, state, message, undefined);
		return message;
	});
}

/** Reads one picture of an album; its `media` is a file like any other. */
export function albumItem(service: Service, call: Call, item: unknown): Content {
	if (!isObject(item) || typeof item.media !== "string") throw badRequest("media not found");
	const kind = mediaTypes[String(item.type)];
	if (!kind) throw badRequest(`type "${String(item.type)}" is not supported`);
	const { text, entities } = readCaption(item.caption, item.parse_mode, item.caption_entities);
	return {
		...fileContent(kind, fileOf(service, call, kind, item.media)),
		...withEntities("caption", text, "caption_entities", entities),
	};
}

const mediaTypes: Record<string, FileKind> = {
	photo: "photo",
	video: "video",
	document: "document",
	audio: "audio",
	animation: "animation",
};

function albumKind({ document, audio }: Content): string {
	if (document) return "document";
	return audio ? "audio" : "picture";
}

function sendInvoice(service: Service, call: Call): Message {
	const title = sized(call, "title", 32);
	const description = sized(call, "description", 255);
	const payload = call.text("payload") ?? "";
	if (payload === "" || Buffer.byteLength(payload) > 128) throw badRequest("INVOICE_PAYLOAD_INVALID");
	const currency = call.text("currency") ?? "";
	const prices = pricesOf(call.json("prices"));
	const provider = call.text("provider_token") ?? "";
	checkCurrency(currency, provider, prices.length);
	const total = prices.reduce((sum, price) => sum + price, 0);
	if (total <= 0) throw badRequest("CURRENCY_TOTAL_AMOUNT_INVALID");
	const invoice: Invoice = {
		title,
		description,
		start_parameter: call.text("start_parameter") ?? "",
		currency,
		total_amount: total,
	};
	const message = send(service, call, { invoice }, payKeyboard(call));
	call.bot.invoices.set(`${message.chat.id}/${message.message_id}`, { payload, invoice, provider });
	return message;
}

/** Without a keyboard of its own an invoice has one button, to pay. */
function payKeyboard(call: Call): Partial<Message> {
	return call.json("reply_markup") === undefined
		? { reply_markup: { inline_keyboard: [[{ text: "Pay", pay: true }]] } }
		: {};
}

function sized(call: Call, name: string, longest: number): string {
	const value = call.text(name) ?? "";
	if (value === "" || value.length > longest) throw badRequest(`INVOICE_${name.toUpperCase()}_INVALID`);
	return value;
}

function pricesOf(value: unknown): number[] {
	if (!Array.isArray(value) || value.length === 0) throw badRequest("PRICES_EMPTY");
	return value.map((price: unknown) => {
		if (!isObject(price) || typeof price.amount !== "number" || !Number.isSafeInteger(price.amount)) {
			throw badRequest('can\'t parse prices: field "amount" must be of type Number');
		}
		return price.amount;
	});
}

/** Stars need no provider and exactly one price; money needs a provider. */
function checkCurrency(currency: string, provider: string, prices: number): void {
	if (!/^[A-Z]{3}$/.test(currency)) throw badRequest("CURRENCY_INVALID");
	if (currency === "XTR" && provider !== "") throw badRequest("PAYMENT_PROVIDER_INVALID");
	if (currency === "XTR" && prices !== 1) throw badRequest("STARS_INVOICE_INVALID");
	if (currency !== "XTR" && provider === "") throw badRequest("PAYMENT_PROVIDER_INVALID");
}

function copyOne(service: Service, call: Call, messageId: number): Message {
	const { message_id, date, chat, from, reply_to_message, reply_markup, ...content } = original(
		service,
		call,
		messageId,
		"copy",
	);
	return send(service, call, content);
}

function forwardOne(service: Service, call: Call, messageId: number): Message {
	const { message_id, date, chat, from, reply_to_message, reply_markup, ...content } = original(
		service,
		call,
		messageId,
		"forward",
	);
	return send(service, call, content, { forward_origin: { type: "user", date, sender_user: from } });
}

function original(service: Service, call: Call, messageId: number, deed: "copy" | "forward"): Message {
	const from = call.integer("from_chat_id") ?? 0;
	const state = from < 0 ? service.world.groups.get(from) : call.bot.chats.get(from);
	if (!state) throw overtaken("chat not found");
	const message = state.messages.get(messageId);
	if (!message) throw overtaken(`message to ${deed} not found`);
	return message;
}

function many(call: Call): number[] {
	const ids = call.json("message_ids");
	if (!Array.isArray(ids) || ids.length === 0 || ids.length > 100)
		throw badRequest("wrong number of message identifiers specified");
	return ids.filter((id) => typeof id === "number");
}

function threadOf(call: Call, state: ChatState): Partial<Message> {
	const thread = call.integer("message_thread_id");
	if (thread === undefined || thread === 0) return {};
	const topic = isGroup(state) ? state.topics.get(thread) : undefined;
	if (!topic) throw overtaken("message thread not found");
	return { message_thread_id: thread, is_topic_message: true };
}

function replyOf(call: Call, state: ChatState): Partial<Message> {
	const reply = call.json("reply_parameters");
	if (!isObject(reply)) return {};
	const message = typeof reply.message_id === "number" ? state.messages.get(reply.message_id) : undefined;
	if (message) {
		const { reply_to_message, ...shallow } = message;
		return { reply_to_message: shallow };
	}
	if (reply.allow_sending_without_reply === true) return {};
	throw overtaken("message to be replied not found");
}

function locationOf(call: Call): { latitude: number; longitude: number } {
	const latitude = call.json("latitude");
	const longitude = call.json("longitude");
	if (
		typeof latitude !== "number" ||
		typeof longitude !== "number" ||
		Math.abs(latitude) > 90 ||
		Math.abs(longitude) > 180
	) {
		throw badRequest("invalid location specified");
	}
	return { latitude, longitude };
}

/** A text with its entities, each field only where there is something in it. */
export function withEntities(
	text: "text" | "caption",
	value: string,
	entities: "entities" | "caption_entities",
	found: Content["entities"] = [],
): Content {
	if (value === "") return {};
	return found.length === 0 ? { [text]: value } : { [text]: value, [entities]: found };
}

const chatActions = new Set(
	(
		"typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker " +
		"find_location record_video_note upload_video_note"
	).split(" "),
);
