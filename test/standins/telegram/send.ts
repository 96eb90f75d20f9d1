import { overtaken } from "./api-error.ts";
import type { Call } from "./call.ts";
import { chatToWriteTo } from "./find-chat.ts";
import { isObject } from "./method-table.ts";
import { readMarkup } from "./read-markup.ts";
import type { Service } from "./service.ts";
import type { Content, Message } from "./shapes.ts";
import { type ChatState, isGroup } from "./world.ts";

/** Checks the way, takes a token, writes the message, shows it. */
export function send(service: Service, call: Call, content: Content, more: Partial<Message> = {}): Message {
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

/** The topic that a call names. */
export function threadOf(call: Call, state: ChatState): Partial<Message> {
	const thread = call.integer("message_thread_id");
	if (thread === undefined || thread === 0) return {};
	const topic = isGroup(state) ? state.topics.get(thread) : undefined;
	if (!topic) throw overtaken("message thread not found");
	return { message_thread_id: thread, is_topic_message: true };
}

/** The message that a call answers. */
export function replyOf(call: Call, state: ChatState): Partial<Message> {
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
