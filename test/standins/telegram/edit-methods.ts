import { badRequest, overtaken } from "./api-error.ts";
import type { Call } from "./call.ts";
import { albumItem, withEntities } from "./file-content.ts";
import { chatToWriteTo, messageToEdit } from "./find-chat.ts";
import type { Handlers } from "./handlers.ts";
import { isObject } from "./method-table.ts";
import { readMarkup } from "./read-markup.ts";
import { readCaption, readText } from "./read-text.ts";
import { type Service, withPeople } from "./service.ts";
import type { Content, Message } from "./shapes.ts";
import { type ChatState, isGroup } from "./world.ts";

/** The methods that change or remove what stands in a chat. */
export const editMethods: Handlers = {
	editMessageText: (service, call) => {
		const { text, entities } = readText(call);
		return edit(service, call, (old) => {
			if (old.text === undefined) throw badRequest("there is no text in the message to edit");
			return withEntities("text", text, "entities", withPeople(entities, service.world));
		});
	},
	editMessageCaption: (service, call) => {
		const { text, entities } = readCaption(
			call.text("caption"),
			call.text("parse_mode"),
			call.json("caption_entities"),
		);
		return edit(service, call, (old) => {
			if (!hasFile(old)) throw badRequest("there is no caption in the message to edit");
			return { ...fileIn(old), ...withEntities("caption", text, "caption_entities", entities) };
		});
	},
	editMessageMedia: (service, call) => {
		const media = albumItem(service, call, call.json("media"));
		return edit(service, call, () => media);
	},
	editMessageReplyMarkup: (service, call) => edit(service, call, contentOf),
	deleteMessage: (service, call) => {
		const state = chatToWriteTo(service, call);
		remove(service, call, state, [deletable(service, call, state, call.integer("message_id") ?? 0)]);
		return true;
	},
	deleteMessages: (service, call) => {
		const state = chatToWriteTo(service, call);
		const ids = call.json("message_ids");
		if (!Array.isArray(ids) || ids.length === 0 || ids.length > 100)
			throw badRequest("wrong number of message identifiers specified");
		const found = ids.flatMap((id) => state.messages.get(Number(id)) ?? []);
		remove(service, call, state, found);
		return true;
	},
	setMessageReaction: (service, call) => {
		const state = chatToWriteTo(service, call);
		const messageId = call.integer("message_id") ?? 0;
		if (!state.messages.has(messageId)) throw overtaken("message to react not found");
		const reaction = call.json("reaction");
		const emoji = Array.isArray(reaction) ? reaction.flatMap((one) => (isObject(one) ? String(one.emoji) : [])) : [];
		if (emoji.length > 1) throw badRequest("REACTIONS_TOO_MANY");
		if (emoji.some((one) => !reactions.has(one))) throw badRequest("REACTION_INVALID");
		service.sight(call.bot, state, { kind: "reaction", messageId, emoji });
		return true;
	},
	pinChatMessage: (service, call) => {
		const state = chatToWriteTo(service, call);
		const messageId = call.integer("message_id") ?? 0;
		if (!state.messages.has(messageId)) throw overtaken("message to pin not found");
		state.pinned.add(messageId);
		return true;
	},
	unpinChatMessage: (service, call) => {
		chatToWriteTo(service, call).pinned.delete(call.integer("message_id") ?? 0);
		return true;
	},
	unpinAllChatMessages: (service, call) => {
		chatToWriteTo(service, call).pinned.clear();
		return true;
	},
};

function edit(service: Service, call: Call, change: (old: Message) => Content): Message {
	const { bot } = call;
	const state = chatToWriteTo(service, call);
	const old = messageToEdit(call, state);
	const markup = readMarkup(call.json("reply_markup"), { chat: state.chat, isInvoice: old.invoice !== undefined });
	if (markup && markup.kind !== "inline") throw badRequest("inline keyboard expected");
	const content = change(old);
	const { reply_markup: _keyboard, edit_date: _edited, ...rest } = withoutContent(old);
	const keyboard = markup && markup.inline.inline_keyboard.length > 0 ? { reply_markup: markup.inline } : {};
	if (isSame(content, contentOf(old)) && isSame(keyboard.reply_markup, old.reply_markup)) {
		throw overtaken(
			"message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
		);
	}
	bot.gate.pass(state.chat, service.clock.now());
	const message: Message = { ...rest, edit_date: service.date(), ...content, ...keyboard };
	state.messages.set(message.message_id, message);
	service.show(bot, state, message, markup, "edit");
	return message;
}

function deletable(service: Service, call: Call, state: ChatState, id: number): Message {
	const message = state.messages.get(id);
	if (!message) throw overtaken("message to delete not found");
	const isOld = service.date() - message.date > 48 * 3600;
	const isOwn = message.from.id === call.bot.id;
	const mayDelete = state.chat.type === "private" || isOwn || isAdministrator(state, call.bot.id);
	if (isOld && !isAdministrator(state, call.bot.id)) throw overtaken("message can't be deleted for everyone");
	if (!mayDelete) throw badRequest("message can't be deleted");
	return message;
}

function isAdministrator(state: ChatState, bot: number): boolean {
	return isGroup(state) && state.bots.get(bot) === "administrator";
}

function remove(service: Service, { bot }: Call, state: ChatState, messages: Message[]): void {
	for (const { message_id } of messages) state.messages.delete(message_id);
	if (messages.length > 0) {
		service.sight(bot, state, { kind: "deletion", messageIds: messages.map(({ message_id }) => message_id) });
	}
}

const contentFields = [
	"text",
	"entities",
	"caption",
	"caption_entities",
	"photo",
	"document",
	"video",
	"animation",
	"audio",
	"voice",
	"video_note",
	"sticker",
	"location",
	"venue",
	"contact",
	"dice",
	"invoice",
] as const satisfies (keyof Content)[];

function contentOf(message: Message): Content {
	return Object.fromEntries(
		contentFields.flatMap((field) => (message[field] === undefined ? [] : [[field, message[field]]])),
	);
}

function withoutContent(message: Message): Message {
	const bare = { ...message };
	for (const field of contentFields) delete bare[field];
	return bare;
}

function fileIn(message: Message): Content {
	const { text, entities, caption, caption_entities, ...file } = contentOf(message);
	return file;
}

function hasFile({ photo, document, video, animation, audio, voice }: Message): boolean {
	return [photo, document, video, animation, audio, voice].some((file) => file !== undefined);
}

function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

/** The emoji that a bot may react with. */
const reactions = new Set(
	(
		"❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 " +
		"😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
	).split(" "),
);
