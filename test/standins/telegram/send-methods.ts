import { badRequest, overtaken } from "./api-error.ts";
import type { Call } from "./call.ts";
import { fileContent, fileOf, withEntities } from "./file-content.ts";
import type { FileKind } from "./files.ts";
import { chatToWriteTo } from "./find-chat.ts";
import type { Handlers } from "./handlers.ts";
import { readCaption, readText } from "./read-text.ts";
import { send } from "./send.ts";
import { sendMediaGroup } from "./send-album.ts";
import { sendInvoice } from "./send-invoice.ts";
import { type Service, withPeople } from "./service.ts";
import type { Message } from "./shapes.ts";

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

function sendFile(service: Service, call: Call, kind: FileKind): Message {
	const { text, entities } = readCaption(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"));
	const facts = fileOf(service, call, kind, call.text(kind) ?? "");
	return send(service, call, {
		...fileContent(kind, facts),
		...withEntities("caption", text, "caption_entities", entities),
	});
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

const chatActions = new Set(
	(
		"typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker " +
		"find_location record_video_note upload_video_note"
	).split(" "),
);
