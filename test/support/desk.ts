import { makeDeskCode } from "#core/team/desk-code.ts";
import type { RoleName } from "#core/team/may.ts";
import { aPhone, type Phone } from "#test/standins/telegram/phone.ts";
import type { TelegramStandin } from "#test/standins/telegram/server.ts";
import { type Messenger, telegramMessenger } from "./messengers.ts";
import { aShopWith, beginningOf, plain, type Story, type StoryOn } from "./story.ts";

/** The staff's bot. */
export const DESK_BOT = 7_000_002;
const DESK_TOKEN = `${DESK_BOT}:desk-bot-of-the-village-shop-000000000`;

/** A shop in Telegram with a desk: a group with topics, and whoever was let into it. */
export type DeskStory = StoryOn<Phone, TelegramStandin> & {
	readonly group: number;
	/** A member of the shop with a telephone in the group; bound by a code unless they are strangers. */
	joins(name: string, wishes?: { role?: RoleName; code?: "group" | "desk" | "none" }): Promise<Clerk>;
	/** What a topic shows, from above; without its service lines. */
	topic(name: string): string[];
	topics(): string[];
	/** The customer's lines as they stand in the topic: what is quoted to answer them. */
	cardOf(topic: string): number;
	/** The newest message of the topic. */
	lastOf(topic: string): number;
};

/** Somebody of the staff with a telephone. */
export type Clerk = {
	readonly memberId: string;
	readonly personId: number;
	/** Their telephone in this topic; without a name in the general one. */
	in(topic?: string): Phone;
	/** In private with the desk's bot. */
	readonly alone: Phone;
};

/** Opens it; the first who joins with the group's code binds the group. `beside`: messengers of customers beside Telegram. */
export async function aShopWithDesk(
	wishes: Parameters<typeof aShopWith>[1] & { readonly beside?: readonly Messenger[] } = {},
): Promise<DeskStory> {
	const messenger = await telegramMessenger(beginningOf(wishes), { desk: DESK_TOKEN });
	const { standin, phone } = messenger;
	const story = await aShopWith([messenger, ...(wishes.beside ?? [])], wishes);
	const group = standin.addGroup({ title: "Стол операторов", forum: true, bots: [DESK_BOT] });

	function threadOf(name: string): number {
		const found = [...(standin.service.world.groups.get(group)?.topics ?? [])].find(([, topic]) => topic.name === name);
		if (!found) throw new Error(`There is no topic "${name}".`);
		return found[0];
	}

	function messagesOf(name: string) {
		const thread = threadOf(name);
		return standin.screen(group).messages.filter(({ message_thread_id }) => message_thread_id === thread);
	}

	return Object.assign(story, {
		standin,
		phone,
		group,
		async joins(name: string, { role = "operator", code = "desk" }: Parameters<DeskStory["joins"]>[1] = {}) {
			const memberId = await aMember(story, name, role);
			const person = standin.addCustomer({ name });
			standin.service.world.groups.get(group)?.members.set(person.id, true);
			const own = (place: { group?: number; thread?: number }) =>
				aPhone(standin, { id: person.id, name, bot: DESK_BOT, patience: 20_000, ...place });
			const clerk: Clerk = {
				...{ memberId, personId: person.id },
				in: (topic) => own({ group, ...(topic !== undefined && { thread: threadOf(topic) }) }),
				alone: own({}),
			};
			if (code !== "none") {
				const made = await makeDeskCode(story.shop, { memberId, opens: code });
				clerk.in().write(code === "group" ? `/desk ${made.code}` : made.code);
				await story.settle();
			}
			return clerk;
		},
		topic: (name: string) => messagesOf(name).map(({ text, caption }) => plain(text ?? caption ?? "")),
		cardOf(name: string) {
			const card = messagesOf(name).findLast(({ entities }) => entities?.some(({ type }) => type === "blockquote"));
			if (!card) throw new Error(`There are no lines of ${name} yet.`);
			return card.message_id;
		},
		lastOf: (name: string) => messagesOf(name).at(-1)?.message_id ?? 0,
		topics: () => [...(standin.service.world.groups.get(group)?.topics.values() ?? [])].map(({ name }) => name),
	});
}

async function aMember({ shop }: Story, name: string, role: RoleName): Promise<string> {
	const id = `member-${name.toLowerCase()}`;
	await shop.db.member.create({ data: { id, name, email: `${id}@shop.example`, role } });
	return id;
}
