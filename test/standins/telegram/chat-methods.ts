import { badRequest, overtaken } from "./api-error.ts";
import type { Call } from "./call.ts";
import { largestDownload } from "./files.ts";
import { chatToLookAt, forumToManage } from "./find-chat.ts";
import { administrator } from "./groups.ts";
import type { Handlers } from "./handlers.ts";
import type { Service } from "./service.ts";
import type { User } from "./shapes.ts";
import { type BotStanding, type Group, isGroup, type Topic } from "./world.ts";

/** The methods about chats, their members, topics and files. */
export const chatMethods: Handlers = {
	getFile: (service, call) => {
		const file = service.world.files.find(call.bot.id, call.text("file_id") ?? "");
		if (!file) throw badRequest("wrong file_id or the file is temporarily unavailable");
		if (file.bytes.length > largestDownload) throw overtaken("file is too big");
		const { file_id, file_unique_id, file_size } = file.facts;
		return { file_id, file_unique_id, file_size, file_path: service.world.files.open(file, service.clock.now()) };
	},
	getChat: (service, call) => ({
		...chatToLookAt(service, call).chat,
		accent_color_id: 0,
		max_reaction_count: 11,
		accepted_gift_types: {
			unlimited_gifts: false,
			limited_gifts: false,
			unique_gifts: false,
			premium_subscription: false,
			gifts_from_channels: false,
		},
	}),
	getChatMember: (service, call) => {
		const { user, status } = memberOf(service, call, call.integer("user_id") ?? 0);
		return status === "administrator"
			? administrator(user)
			: status === "kicked"
				? { status, user, until_date: 0 }
				: { status, user };
	},
	getChatMemberCount: (service, call) => {
		const state = chatToLookAt(service, call);
		return isGroup(state) ? peopleIn(state) : 2;
	},
	getChatAdministrators: (service, call) => {
		const state = chatToLookAt(service, call);
		if (!isGroup(state)) throw badRequest("there are no administrators in the private chat");
		return [...service.bots.values()]
			.filter(({ id }) => state.bots.get(id) === "administrator")
			.map(({ user }) => administrator(user));
	},
	leaveChat: (service, call) => {
		const state = chatToLookAt(service, call);
		if (!isGroup(state)) throw badRequest("chat member status can't be changed in private chats");
		state.bots.set(call.bot.id, "left");
		return true;
	},
	createForumTopic: (service, call) => {
		const group = forumToManage(service, call);
		const topic: Topic = { name: topicName(call), icon_color: call.integer("icon_color") ?? 0x6fb9f0, state: "open" };
		const message = service.write(group, call.bot, call.bot.user, {
			forum_topic_created: { name: topic.name, icon_color: topic.icon_color },
		});
		group.topics.set(message.message_id, topic);
		service.show(call.bot, group, message, undefined);
		return { message_thread_id: message.message_id, name: topic.name, icon_color: topic.icon_color };
	},
	editForumTopic: (service, call) => {
		const topic = topicOf(service, call);
		const name = call.text("name") === undefined ? topic.name : topicName(call);
		if (name === topic.name) throw overtaken("TOPIC_NOT_MODIFIED");
		topic.name = name;
		return true;
	},
	closeForumTopic: (service, call) => turn(topicOf(service, call), "closed"),
	reopenForumTopic: (service, call) => turn(topicOf(service, call), "open"),
	deleteForumTopic: (service, call) => {
		const group = forumToManage(service, call);
		topicOf(service, call);
		const thread = call.integer("message_thread_id") ?? 0;
		group.topics.delete(thread);
		for (const [id, message] of group.messages) {
			if (id === thread || message.message_thread_id === thread) group.messages.delete(id);
		}
		return true;
	},
	unpinAllForumTopicMessages: (service, call) => topicOf(service, call) !== undefined,
	getForumTopicIconStickers: () => [],
};

function memberOf(service: Service, call: Call, userId: number): { user: User; status: BotStanding } {
	const state = chatToLookAt(service, call);
	const bot = [...service.bots.values()].find(({ id }) => id === userId);
	const person = service.world.people.get(userId);
	if (!isGroup(state)) {
		const user = bot?.user ?? (state.chat.id === userId ? person?.user : undefined);
		if (user) return { user, status: "member" };
		throw overtaken("PARTICIPANT_ID_INVALID");
	}
	if (bot) return { user: bot.user, status: state.bots.get(userId) ?? "left" };
	if (person) return { user: person.user, status: state.members.get(userId) ? "member" : "left" };
	throw overtaken("PARTICIPANT_ID_INVALID");
}

function peopleIn({ members, bots }: Group): number {
	const here = [...bots.values()].filter((standing) => standing === "administrator" || standing === "member");
	return [...members.values()].filter(Boolean).length + here.length;
}

function topicName(call: Call): string {
	const name = call.text("name") ?? "";
	if (name.length < 1 || name.length > 128) throw badRequest("TOPIC_TITLE_INVALID");
	return name;
}

function topicOf(service: Service, call: Call): Topic {
	const topic = forumToManage(service, call).topics.get(call.integer("message_thread_id") ?? 0);
	if (!topic) throw overtaken("TOPIC_ID_INVALID");
	return topic;
}

function turn(topic: Topic, state: Topic["state"]): true {
	if (topic.state === state) throw overtaken("TOPIC_NOT_MODIFIED");
	topic.state = state;
	return true;
}
