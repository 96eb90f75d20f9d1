import type { Clock } from "../clock.ts";
import { type Dice, someDice } from "../dice.ts";
import { Faults } from "../faults.ts";
import { type Bot, defaultAllowed } from "./bot.ts";
import { Journal, lookOf, type Sighting } from "./journal.ts";
import { LongPoll } from "./long-poll.ts";
import { RateGate, type RateLimits } from "./rate-limits.ts";
import type { Content, Entity, Markup, Message, UpdateKind, User } from "./shapes.ts";
import { UpdateQueue } from "./update-queue.ts";
import { Webhook } from "./webhook.ts";
import { type ChatState, isGroup, type Person, type PrivateChat, World } from "./world.ts";

/** What the service is made of. */
export interface ServiceParts {
	clock: Clock;
	seed: number;
	detail: "full" | "counts";
	limits: RateLimits | undefined;
	/** Whether a bot may write to a person who is not known and never started it: for benchmarks only. */
	strangers: "refused" | "welcome";
	shuffle: boolean;
	/** How long a phone waits for the answer to a button press, in milliseconds. */
	callbackPatience: number;
}

/** The messenger itself, without its doors: bots, people, chats, and how a message gets from one to the other. */
export class Service {
	readonly parts: ServiceParts;
	readonly clock: Clock;
	readonly dice: Dice;
	readonly journal: Journal;
	readonly faults: Faults;
	readonly world = new World();
	readonly bots = new Map<string, Bot>();
	/** Runs a call that came in a webhook's answer. */
	onReply: (bot: Bot, call: Record<string, unknown>) => void = () => undefined;

	constructor(parts: ServiceParts) {
		this.parts = parts;
		this.clock = parts.clock;
		this.dice = someDice(parts.seed);
		this.faults = new Faults(someDice(parts.seed + 1));
		this.journal = new Journal(parts.detail);
	}

	/** Registers a bot under its token, as BotFather does. */
	addBot(token: string, { name, username }: { name?: string; username?: string } = {}): Bot {
		const id = Number(token.split(":")[0]);
		if (!Number.isSafeInteger(id) || id <= 0)
			throw new Error(`A token begins with the bot's number and a colon, not "${token}".`);
		const queue = new UpdateQueue(this.dice, (update, fate) => {
			const record = this.journal.updates.get(`${id}/${update.id}`);
			if (record) record.fate = fate;
			this.journal.changed();
		});
		const poll = new LongPoll(queue, this.clock);
		const bot: Bot = {
			id,
			token,
			user: { id, is_bot: true, first_name: name ?? `Bot ${id}`, username: username ?? `bot_${id}_bot` },
			queue,
			poll,
			webhook: new Webhook({
				queue,
				clock: this.clock,
				dice: this.dice,
				handed: (update) => this.handed(bot, update.id),
				settled: () => this.journal.changed(),
				replied: (call) => this.onReply(bot, call),
				shuffle: this.parts.shuffle,
			}),
			gate: new RateGate(this.parts.limits, this.clock.now()),
			allowed: defaultAllowed,
			chats: new Map(),
			nextMessageId: 1,
			callbacks: new Map(),
			checkouts: new Map(),
			invoices: new Map(),
			profile: {
				commands: new Map(),
				names: new Map(),
				descriptions: new Map(),
				shortDescriptions: new Map(),
				menuButtons: new Map(),
			},
			nextAllowedSetWebhook: 0,
		};
		this.bots.set(token, bot);
		return bot;
	}

	/** The bot of this number; the first one when none is named. */
	bot(id?: number): Bot {
		for (const bot of this.bots.values()) if (id === undefined || bot.id === id) return bot;
		throw new Error(id === undefined ? "The stand-in has no bot yet." : `The stand-in knows no bot ${id}.`);
	}

	/** The person of this number. */
	person(id: number): Person {
		const person = this.world.people.get(id);
		if (!person) throw new Error(`The stand-in knows no customer ${id}.`);
		return person;
	}

	/** The chat of a bot and a person. */
	privateChat(bot: Bot, person: Person): PrivateChat {
		let chat = bot.chats.get(person.id);
		if (!chat) {
			const { id, first_name, last_name, username } = person.user;
			chat = {
				chat: {
					id,
					type: "private",
					first_name,
					...(last_name ? { last_name } : {}),
					...(username ? { username } : {}),
				},
				messages: new Map(),
				uneditable: new Set(),
				pinned: new Set(),
				person,
				state: "never started",
			};
			bot.chats.set(id, chat);
		}
		return chat;
	}

	/** Seconds since 1970, as Telegram dates things. */
	date(): number {
		return Math.floor(this.clock.now() / 1000);
	}

	/** Queues an update for a bot, if it wants this kind. */
	push(bot: Bot, kind: UpdateKind, body: unknown, lane: string, lifetime = day): void {
		if (!bot.allowed.has(kind)) return;
		const now = this.clock.now();
		const update = bot.queue.push(kind, JSON.stringify(body), lane, now, lifetime);
		if (!update) return;
		if (this.journal.detail === "full") {
			this.journal.updates.set(`${bot.id}/${update.id}`, {
				at: now,
				bot: bot.id,
				id: update.id,
				kind,
				handed: 0,
				fate: "waiting",
			});
		}
		if (bot.webhook.settings) bot.webhook.add(update);
		else bot.poll.wake();
	}

	/** Notes that an update was handed to its bot. */
	handed(bot: Bot, updateId: number): void {
		const record = this.journal.updates.get(`${bot.id}/${updateId}`);
		if (record) record.handed += 1;
	}

	/** A new message in a chat, of anybody: numbered, dated, kept. */
	write(state: ChatState, bot: Bot, from: User, content: Content, more: Partial<Message> = {}): Message {
		const id = isGroup(state) ? state.nextMessageId++ : bot.nextMessageId++;
		const message: Message = { message_id: id, from, chat: state.chat, date: this.date(), ...more, ...content };
		if (this.parts.detail === "full") state.messages.set(id, message);
		return message;
	}

	/** Puts a bot's message on the phones of a chat. */
	show(
		bot: Bot,
		state: ChatState,
		message: Message,
		markup: Markup | undefined,
		kind: "message" | "edit" = "message",
	): void {
		if (markup?.kind === "reply") state.keyboard = markup.reply;
		if (markup?.kind === "remove") state.keyboard = undefined;
		if (kind === "message" && markup && markup.kind !== "inline" && this.parts.detail === "full") {
			state.uneditable.add(message.message_id);
		}
		this.sight(bot, state, { kind, ...lookOf(message, markup) });
	}

	/** Notes what a chat's phones show. */
	sight(bot: Bot, state: ChatState, sighting: Sighting): void {
		this.journal.sight({ at: this.clock.now(), bot: bot.id, chat: state.chat.id, ...sighting });
	}

	/** Ends all waiting, so that the process can end. */
	stop(): void {
		this.clock.stop();
		for (const bot of this.bots.values()) bot.webhook.close();
	}
}

/** How long Telegram keeps most updates. */
export const day = 24 * 3600 * 1000;

/** How long it keeps those that somebody waits for. */
export const queryLifetime = 150_000;

/** A mention of a known person carries that person. */
export function withPeople(entities: Entity[], world: World): Entity[] {
	return entities.flatMap((entity) => {
		if (entity.type !== "text_mention" || !entity.user) return [entity];
		const person = world.people.get(entity.user.id);
		return person ? [{ ...entity, user: person.user }] : [];
	});
}
