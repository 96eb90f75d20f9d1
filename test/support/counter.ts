import type { ChannelName } from "#core/channel-names.ts";
import type { Heard, HeardWhat } from "#core/conversations/heard.ts";
import type { Arrival } from "#core/conversations/receive.ts";
import type { Abilities } from "#core/delivery/channel.ts";
import { bareFiles } from "#core/flows/bare-files.ts";
import { type ConversationEngine, type EngineParts, openEngine } from "#core/flows/conversation-engine.ts";
import type { Hands } from "#core/flows/hands.ts";
import { loadFlows } from "#core/flows/load.ts";
import { type OpenBook, openBook } from "#core/flows/open-book.ts";
import { answer } from "#core/flows/run.ts";
import { openSeal } from "#core/flows/seal.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { aShop, type TestShop } from "./shop.ts";

const ACCOUNT = "telegram:7000001";

/** A counter that is open: flows, engine and database, with hands that a test may replace. Nothing is sent. */
export type Counter = TestShop & {
	readonly engine: ConversationEngine;
	/** Outbox rows told after a commit, and presses acknowledged. */
	readonly rung: { readonly id: bigint }[];
	readonly acknowledged: string[];
	/** Another process at the same database. */
	another(parts?: Partial<EngineParts>): ConversationEngine;
	/** What a customer sees in a chat, oldest first. */
	seen(chat?: string): Promise<string[]>;
	/** The thread of that chat, both ways. */
	thread(chat?: string): Promise<string[]>;
	/** The token of the last button with that label. */
	token(label: string): Promise<string>;
};

export type CounterWishes = {
	readonly hands?: Partial<Hands>;
	readonly parts?: Partial<EngineParts>;
	readonly today?: string;
	/** How long a free answer waits for its next piece; not at all unless wished. */
	readonly joining?: string;
};

/** Opens a counter whose flows are these texts: file name → YAML. */
export async function aCounter(
	flows: Record<string, string>,
	{ hands = {}, parts = {}, today, joining = "0s" }: CounterWishes = {},
): Promise<Counter> {
	const open = await aShop(today === undefined ? {} : { today });
	return aCounterIn(open, flows, { hands, parts, joining });
}

/** The same in a shop that is open already. */
export function aCounterIn(
	open: TestShop,
	flows: Record<string, string>,
	{
		hands = {},
		parts = {},
		joining = "0s",
	}: { hands?: Partial<Hands>; parts?: Partial<EngineParts>; joining?: string } = {},
): Counter {
	const { shop } = open;
	const { book, settings } = aBook(flows);
	const rung: { id: bigint }[] = [];
	const acknowledged: string[] = [];
	const standard: EngineParts = {
		shop,
		answer,
		hands: { ...emptyHands, ...hands },
		flows: () => ({ book, settings: { ...settings, joining } }),
		abilitiesOf: (account) => (account.startsWith("telegram") ? TELEGRAM : undefined),
		seal: openSeal("the shop's secret"),
		onOutbox: (rows) => rung.push(...rows),
		onErrands: () => {},
		onActions: () => {},
		onWake: () => {},
		onInbox: () => {},
		acknowledgePress: (_account, press) => acknowledged.push(press),
		checkout: { accept: async () => ({ ok: true }), tell: () => {} },
		recordPayment: async () => {},
		reports: { status: async () => undefined, template: async () => {} },
		fillCart: async () => {},
		log: open.log,
		...parts,
	};
	const said = async (chat: string, directions: ("said" | "heard")[]) => {
		const messages = await shop.db.message.findMany({
			where: {
				direction: { in: directions },
				conversation: { chats: { some: { nativeId: chat } } },
			},
			orderBy: { id: "asc" },
		});
		return messages.map(({ direction, text }) => (directions.length > 1 && direction === "heard" ? `> ${text}` : text));
	};
	return {
		...open,
		engine: openEngine(standard),
		rung,
		acknowledged,
		another: (other = {}) => openEngine({ ...standard, ...other }),
		seen: (chat = "ada") => said(chat, ["said"]),
		thread: (chat = "ada") => said(chat, ["said", "heard"]),
		async token(label) {
			const button = await shop.db.flowButton.findFirstOrThrow({ where: { label }, orderBy: { createdAt: "desc" } });
			return button.token;
		},
	};
}

/** Flow files that must be sound, as the engine reads them. */
export function aBook(flows: Record<string, string>): OpenBook {
	const shared = bareFiles
		.filter(({ path }) => !(path in flows))
		.map((file) => ({ ...file, name: `flows/${file.path}` }));
	const own = Object.entries(flows).map(([path, text]) => ({ name: `flows/${path}`, path, text }));
	const texts = [...shared, ...own];
	const { book, problems } = loadFlows(texts, shopVocabulary);
	const errors = problems.filter(({ severity }) => severity === "error");
	if (errors.length > 0) throw new Error(errors.map(({ line, message }) => `line ${line}: ${message}`).join("\n"));
	return openBook(book);
}

export const TELEGRAM: Abilities = {
	channel: "telegram",
	buttons: "inline",
	page: 8,
	textLimit: 4096,
	captionLimit: 1024,
	album: 10,
	edits: true,
	requests: ["phone", "location"],
	startLink: "https://t.me/counter_bot?start=",
};

/** A shop that knows nothing and can do nothing, and whose staff are always there. */
const emptyHands: Hands = {
	roots: async () => ({ customer: { consent: {} }, cart: { count: 0 }, catalogue: {}, shop: {} }),
	read: async () => null,
	kind: () => undefined,
	act: async (_shop, _who, { name }) => ({ ended: "failed", code: "failed", text: `There is no ${name} here.` }),
	offer: async () => null,
	save: async () => {},
	plan: async () => ({ verdict: "go", channel: "telegram" }),
	event: ({ id, data }) => ({ id, ...Object(data) }),
	open: () => true,
};

let updates = 0;

/** Something heard in a chat of the counter's bot. */
export function heard(
	what: HeardWhat,
	{
		chat = "ada",
		key = String(++updates),
		channel = "telegram",
	}: { chat?: string; key?: string; channel?: ChannelName } = {},
): Arrival {
	const at = new Date("2026-03-10T11:00:00Z");
	const who = { id: chat, firstName: chat.charAt(0).toUpperCase() + chat.slice(1), language: "ru" };
	const told: Heard = { account: ACCOUNT, channel, key, chat, lane: chat, at, who, what };
	return { heard: told, raw: Buffer.from(JSON.stringify(what)) };
}

/** A customer writes. */
export function writes(text: string, more: { chat?: string; key?: string } = {}): Arrival {
	const key = more.key ?? String(++updates);
	return heard({ kind: "message", id: `m${key}`, text, media: [] }, { ...more, key });
}

/** A customer presses a button. */
export function presses(token: string, more: { chat?: string; key?: string } = {}): Arrival {
	const key = more.key ?? String(++updates);
	return heard({ kind: "pressed", press: `p${key}`, token }, { ...more, key });
}
