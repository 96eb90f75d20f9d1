import { FileStore } from "./files.ts";
import type { Chat, Message, ReplyKeyboard, User } from "./shapes.ts";

/** A person with a telephone. */
export interface Person {
	id: number;
	user: User;
	phone: string;
	/** The account is gone. */
	deactivated: boolean;
}

/** A conversation as the stand-in keeps it: between one bot and one person, or a group. */
export interface ChatState {
	chat: Chat;
	messages: Map<number, Message>;
	/** Messages that once had a keyboard in place of the letters cannot be edited any more. */
	uneditable: Set<number>;
	/** Messages that stand above the others. */
	pinned: Set<number>;
	/** The keyboard that the phone shows in place of the letters. */
	keyboard?: ReplyKeyboard | undefined;
}

/** What a person and a bot have with each other. */
export interface PrivateChat extends ChatState {
	person: Person;
	state: "never started" | "open" | "blocked";
}

/** What a bot may do in a group. */
export type BotStanding = "administrator" | "member" | "left" | "kicked";

/** A topic of a forum. */
export interface Topic {
	name: string;
	icon_color: number;
	state: "open" | "closed";
}

/** A group. */
export interface Group extends ChatState {
	bots: Map<number, BotStanding>;
	/** People, by id; `true` while they are members. */
	members: Map<number, boolean>;
	topics: Map<number, Topic>;
	nextMessageId: number;
	/** The supergroup that it became. */
	movedTo?: number;
}

/** Whether a chat is a group. */
export function isGroup(state: ChatState): state is Group {
	return state.chat.type !== "private";
}

/** Everyone and everything outside the bots. */
export class World {
	readonly people = new Map<number, Person>();
	readonly groups = new Map<number, Group>();
	readonly files = new FileStore();
	#nextPerson = 700_001;
	#nextGroup = 1;

	/** A new person. Names are free, ids are drawn in order unless one is given. */
	addPerson({ name, id, username, language = "ru", phone }: PersonFacts): Person {
		const [first = name, ...rest] = name.trim().split(/\s+/);
		const number = id ?? this.#freeId();
		const existing = this.people.get(number);
		if (existing) throw new Error(`There already is a customer with the id ${number}: ${existing.user.first_name}.`);
		const user: User = {
			id: number,
			is_bot: false,
			first_name: first,
			...(rest.length > 0 ? { last_name: rest.join(" ") } : {}),
			...(username ? { username } : {}),
			language_code: language,
		};
		const person = {
			id: number,
			user,
			phone: phone ?? `+7900${String(number).padStart(7, "0").slice(-7)}`,
			deactivated: false,
		};
		this.people.set(number, person);
		return person;
	}

	/** A new group. */
	addGroup({ title, forum = false, basic = false, id }: GroupFacts): Group {
		const number = id ?? (basic ? -1000 - this.#nextGroup++ : -1_001_000_000_000 - this.#nextGroup++);
		const group: Group = {
			chat: { id: number, type: basic ? "group" : "supergroup", title, ...(forum ? { is_forum: true as const } : {}) },
			messages: new Map(),
			uneditable: new Set(),
			pinned: new Set(),
			bots: new Map(),
			members: new Map(),
			topics: new Map(),
			nextMessageId: 1,
		};
		this.groups.set(number, group);
		return group;
	}

	#freeId(): number {
		while (this.people.has(this.#nextPerson)) this.#nextPerson += 1;
		return this.#nextPerson++;
	}
}

export interface PersonFacts {
	name: string;
	id?: number;
	username?: string;
	language?: string;
	phone?: string;
}

export interface GroupFacts {
	title: string;
	forum?: boolean;
	/** A small group of the old kind, which may become a supergroup. */
	basic?: boolean;
	id?: number;
}
