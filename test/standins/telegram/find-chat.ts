import { ApiError, badRequest, forbidden, overtaken } from "./api-error.ts";
import type { Call } from "./call.ts";
import type { Service } from "./service.ts";
import type { Message } from "./shapes.ts";
import { type ChatState, type Group, isGroup } from "./world.ts";

/** The chat that a call names, if this bot may write there. */
export function chatToWriteTo(service: Service, call: Call): ChatState {
	const { bot } = call;
	const id = chatId(call);
	if (id < 0) return groupToWriteTo(service, call, id);
	const person = service.world.people.get(id) ?? strangerIfWelcome(service, id);
	if (!person) throw overtaken("chat not found");
	if (person.deactivated) throw forbidden("user is deactivated");
	const chat =
		bot.chats.get(id) ?? (service.parts.strangers === "welcome" ? service.privateChat(bot, person) : undefined);
	if (chat?.state === "blocked") throw forbidden("bot was blocked by the user");
	if (!chat || (chat.state === "never started" && service.parts.strangers === "refused"))
		throw overtaken("chat not found");
	return chat;
}

/** The chat that a call names, if the bot has ever had to do with it. */
export function chatToLookAt(service: Service, call: Call): ChatState {
	const id = chatId(call);
	const chat = id < 0 ? service.world.groups.get(id) : call.bot.chats.get(id);
	if (!chat || (isGroup(chat) && !chat.bots.has(call.bot.id))) throw overtaken("chat not found");
	return chat;
}

/** The group that a call names, if it is a forum. */
export function forumToManage(service: Service, call: Call): Group {
	const group = groupToWriteTo(service, call, chatId(call));
	if (!group.chat.is_forum) throw badRequest("the chat is not a forum");
	if (group.bots.get(call.bot.id) !== "administrator") throw badRequest("not enough rights to create a topic");
	return group;
}

/** The message that a call names, if the bot may change it. */
export function messageToEdit(call: Call, state: ChatState): Message {
	const message = state.messages.get(call.integer("message_id") ?? 0);
	if (!message) throw overtaken("message to edit not found");
	if (message.from.id !== call.bot.id || state.uneditable.has(message.message_id))
		throw badRequest("message can't be edited");
	return message;
}

function groupToWriteTo({ world }: Service, { bot }: Call, id: number): Group {
	const group = world.groups.get(id);
	const standing = group?.bots.get(bot.id);
	if (!group || !standing) throw overtaken("chat not found");
	if (group.movedTo !== undefined) {
		throw new ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", {
			parameters: { migrate_to_chat_id: group.movedTo },
		});
	}
	const what = group.chat.type === "group" ? "group" : "supergroup";
	if (standing === "kicked") throw forbidden(`bot was kicked from the ${what} chat`);
	if (standing === "left") throw forbidden(`bot is not a member of the ${what} chat`);
	return group;
}

function chatId(call: Call): number {
	const id = call.integer("chat_id");
	if (id === undefined) throw overtaken("chat not found");
	return id;
}

/** In a benchmark nobody is introduced first. */
function strangerIfWelcome({ world, parts }: Service, id: number) {
	return parts.strangers === "welcome" && id > 0 ? world.addPerson({ id, name: `Customer ${id}` }) : undefined;
}
