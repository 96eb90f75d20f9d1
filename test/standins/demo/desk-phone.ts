import type { PhoneAct, PhoneTopic, PhoneView } from "#admin/contract/phones.ts";
import type { Phones } from "#admin/server/demo.ts";
import { Refusal } from "#core/refusal.ts";
import type { TelegramStandin } from "../telegram/server.ts";
import type { Message } from "../telegram/shapes.ts";
import type { Group, Person } from "../telegram/world.ts";
import { deedOf, lookOf } from "./phones.ts";

/** The desk's bot in the stand-in, its group, and the one who works there. */
export type DemoDesk = {
	readonly bot: number;
	readonly group: number;
	readonly title: string;
	readonly clerk: Person;
};

/** What the desk's bot understands, as Telegram's own menu would show it. */
const MENU = [
	{ command: "today", title: "как идёт день" },
	{ command: "week", title: "как идёт неделя" },
	{ command: "help", title: "что умеет стол" },
];

/** An operator's phone with the staff's group open on it: topic by topic, as Telegram shows a forum. */
export function openDeskPhone(standin: TelegramStandin, desk: DemoDesk): Phones {
	const { bot, clerk, title } = desk;
	const id = String(clerk.id);
	const reactions = new Map<number, readonly string[]>();
	const watchers = new Set<(phone: string) => void>();
	standin.watch((happening) => {
		const sight = happening.kind === "sight" ? happening.sight : undefined;
		const chat = sight?.chat ?? ("chat" in happening ? happening.chat : 0);
		if (chat !== desk.group) return;
		if (sight?.kind === "reaction") reactions.set(sight.messageId, sight.emoji);
		for (const watcher of watchers) watcher(id);
	});

	function groupNow(): Group {
		const group = standin.service.world.groups.get(desk.group);
		if (!group) throw new Refusal("not-found", "There is no such group.");
		return group;
	}

	const shown = (message: Message) => ({
		...lookOf(message, clerk),
		reactions: [...(reactions.get(message.message_id) ?? [])],
	});

	function look(): PhoneView {
		const group = groupNow();
		const written = [...group.messages.values()].filter(({ forum_topic_created }) => !forum_topic_created);
		const inTopic = (thread: number | undefined) =>
			written.filter(({ message_thread_id }) => message_thread_id === thread);
		const topics = [...group.topics].map(([thread, { name }]) => topicOf(String(thread), name, inTopic(thread), group));
		return {
			...{ id, name: clerk.user.first_name, channel: "Telegram", bot: title, started: true, blocked: false },
			...{ messages: [], keyboard: [], menu: MENU, typing: false },
			topics: [topicOf("0", "General", inTopic(undefined), group), ...topics.reverse()],
		};
	}

	function topicOf(thread: string, name: string, messages: readonly Message[], { pinned }: Group): PhoneTopic {
		const top = messages.findLast(({ message_id }) => pinned.has(message_id));
		return { id: thread, name, pinned: top ? shown(top) : null, messages: messages.map(shown) };
	}

	return {
		list: () => [look()],
		add() {
			throw new Refusal("not-allowed", "One desk is enough for a demo.");
		},
		act(_phone, act) {
			try {
				standin.act(
					{ person: clerk.id, bot, group: desk.group, ...threadOf(act) },
					deedOf(act, [...groupNow().messages.values()]),
				);
			} catch (error) {
				throw error instanceof Refusal
					? error
					: new Refusal("invalid", error instanceof Error ? error.message : String(error));
			}
		},
		watch(changed) {
			watchers.add(changed);
			return () => watchers.delete(changed);
		},
		async picture(path) {
			const file = standin.service.world.files.find(bot, path);
			if (!file) throw new Refusal("not-found", "There is no such picture.");
			return { bytes: file.bytes, mime: file.bytes[0] === 0xff ? "image/jpeg" : "image/png" };
		},
	};
}

function threadOf(act: PhoneAct): { thread?: number } {
	const topic = "topic" in act ? act.topic : undefined;
	return topic === undefined || topic === "0" ? {} : { thread: Number(topic) };
}
