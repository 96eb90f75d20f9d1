import type { IncomingMessage, ServerResponse } from "node:http";
import { aClock, type Clock } from "../clock.ts";
import type { Fault } from "../faults.ts";
import { listenOnLoopback } from "../loopback.ts";
import { ApiDoor } from "./api-door.ts";
import { controlDoor } from "./control-door.ts";
import { act, type Deed, type Doer } from "./deeds.ts";
import { type GroupPlan, kickBot, makeGroup, upgradeGroup } from "./groups.ts";
import type { CallRecord, Happening, Journal, Sight, Violation } from "./journal.ts";
import { guidedLimits, type RateLimits } from "./rate-limits.ts";
import { Service } from "./service.ts";
import type { Message, ReplyKeyboard } from "./shapes.ts";
import type { Person, PersonFacts } from "./world.ts";

/** How a stand-in is set up. All of it has a default. */
export interface StandinOptions {
	/** A free one by default. */
	port?: number;
	/** The bots that exist, by token; `1:t` by default. */
	tokens?: string[];
	/** What all chance comes from. */
	seed?: number;
	/** `manual` stands still until it is moved; a number makes that many seconds of each second. */
	clock?: "running" | "manual" | number;
	/** The first moment, in milliseconds since 1970. */
	startsAt?: number;
	/** `guided` keeps Telegram's guidance (30/s, 1/s a chat, 20/min a group); `off` lets everything pass. */
	limits?: "guided" | "off" | Partial<RateLimits>;
	/** `counts` remembers numbers only: for benchmarks with a million messages. */
	journal?: "full" | "counts";
	/** `welcome` lets a bot write to anyone: for benchmarks. */
	strangers?: "refused" | "welcome";
	/** Sends the FIFOs of a webhook in random order. */
	shuffleWebhook?: boolean;
	/** How long a phone waits for the answer to a press, in milliseconds; 30 seconds by default. */
	callbackPatience?: number;
}

/** A running stand-in for Telegram's Bot API, seen from inside the process. */
export interface TelegramStandin {
	/** What a bot takes for `https://api.telegram.org`. */
	root: string;
	port: number;
	clock: Clock;
	journal: Journal;
	service: Service;
	/** Introduces a person; nobody is known to a bot before writing to it. */
	addCustomer(facts: PersonFacts): Person;
	/** Does what a person does with a telephone. */
	act(doer: Doer, deed: Deed): Message | undefined;
	addBot(token: string, about?: { name?: string; username?: string }): void;
	/** Makes a group with its members and bots; the answer is its chat id. */
	addGroup(plan: GroupPlan): number;
	kickBot(group: number, bot: number): void;
	/** Makes a supergroup of a small group; the answer is the new chat id. */
	upgradeGroup(group: number): number;
	/** Scripts a fault; the answer ends it. */
	fault(fault: Fault): () => void;
	/** Moves the time on. */
	advance(milliseconds: number): void;
	/** What a chat's phones were shown, in order; a person's id is the id of the private chat. */
	sees(chat: number, bot?: number): Sight[];
	/** What a chat's phones show now. */
	screen(chat: number, bot?: number): Screen;
	calls(method?: string): CallRecord[];
	violations(): Violation[];
	/** Updates that the bot has not confirmed yet. */
	pending(bot?: number): number;
	/** Resolves as soon as the bot waits in `getUpdates`. */
	polling(bot?: number): Promise<void>;
	watch(watcher: (happening: Happening) => void): () => void;
	close(): Promise<void>;
}

/** A chat as its phone shows it. */
export interface Screen {
	messages: Message[];
	/** The keyboard in place of the letters. */
	keyboard?: ReplyKeyboard;
}

/** Starts a stand-in on 127.0.0.1. */
export async function startTelegramStandin(options: StandinOptions = {}): Promise<TelegramStandin> {
	const service = new Service({
		clock: clockOf(options),
		seed: options.seed ?? 1,
		detail: options.journal ?? "full",
		limits: limitsOf(options.limits ?? "guided"),
		strangers: options.strangers ?? "refused",
		shuffle: options.shuffleWebhook ?? false,
		callbackPatience: options.callbackPatience ?? 30_000,
	});
	for (const token of options.tokens ?? ["1:t"]) service.addBot(token);
	const api = new ApiDoor(service);
	const handle = (request: IncomingMessage, response: ServerResponse) => {
		const url = request.url ?? "";
		if (url.startsWith("/bot")) api.answer(request, response).catch((error: unknown) => fail(response, error));
		else if (url.startsWith("/file/bot")) api.download(url, response);
		else if (url.startsWith("/control/"))
			control.answer(request, response).catch((error: unknown) => fail(response, error));
		else response.writeHead(404).end();
	};
	const loopback = await listenOnLoopback(handle, options.port);
	const standin = inProcess(service, loopback.root, loopback.port, async () => {
		service.stop();
		await loopback.close();
	});
	const control = controlDoor(standin);
	return standin;
}

function inProcess(service: Service, root: string, port: number, close: () => Promise<void>): TelegramStandin {
	const { journal, clock } = service;
	return {
		root,
		port,
		clock,
		journal,
		service,
		close,
		addCustomer: (facts) => service.world.addPerson(facts),
		act: (doer, deed) => act(service, doer, deed),
		addBot: (token, about) => {
			service.addBot(token, about);
		},
		addGroup: (plan) => makeGroup(service, plan).chat.id,
		kickBot: (group, bot) => kickBot(service, group, bot),
		upgradeGroup: (group) => upgradeGroup(service, group).chat.id,
		fault: (fault) => service.faults.script(fault),
		advance: (milliseconds) => clock.advance(milliseconds),
		sees: (chat, bot) =>
			journal.sights.filter((sight) => sight.chat === chat && (bot === undefined || sight.bot === bot)),
		screen: (chat, bot) => screenOf(service, chat, bot),
		calls: (method) => journal.calls.filter((call) => method === undefined || call.method === method),
		violations: () => journal.violations,
		pending: (bot) => service.bot(bot).queue.size,
		polling: (bot) => service.bot(bot).poll.waiting(),
		watch: (watcher) => journal.watch(watcher),
	};
}

function screenOf(service: Service, chat: number, bot: number | undefined): Screen {
	const state = chat < 0 ? service.world.groups.get(chat) : service.bot(bot).chats.get(chat);
	return { messages: [...(state?.messages.values() ?? [])], ...(state?.keyboard ? { keyboard: state.keyboard } : {}) };
}

function clockOf({ clock = "running", startsAt }: StandinOptions): Clock {
	const factor = clock === "running" ? 1 : clock === "manual" ? 0 : clock;
	return aClock({ factor, ...(startsAt === undefined ? {} : { startsAt }) });
}

function limitsOf(limits: "guided" | "off" | Partial<RateLimits>): RateLimits | undefined {
	if (limits === "off") return undefined;
	return limits === "guided" ? guidedLimits : { ...guidedLimits, ...limits };
}

/** A fault of the stand-in's own: said aloud, so that no test takes it for Telegram's. */
function fail(response: ServerResponse, error: unknown): void {
	const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
	if (response.headersSent) response.destroy();
	else response.writeHead(500, { "content-type": "text/plain" }).end(`The Telegram stand-in itself failed: ${words}`);
}
