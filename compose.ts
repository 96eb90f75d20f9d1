import { join, resolve } from "node:path";
import { telegramChannel } from "#bots/telegram/telegram.ts";
import { cloudChannel } from "#bots/whatsapp/cloud.ts";
import { linkedPhoneChannel } from "#bots/whatsapp/linked-phone.ts";
import { showScan } from "#bots/whatsapp/linked-scan.ts";
import type { ChannelName } from "#core/channel-names.ts";
import type { Abilities, Channel } from "#core/delivery/channel.ts";
import { openPlanner } from "#core/delivery/plan.ts";
import { openReports } from "#core/delivery/reports.ts";
import { openConsult } from "#core/flows/consult.ts";
import { type ConversationEngine, openEngine } from "#core/flows/conversation-engine.ts";
import type { OutboxRow } from "#core/flows/drive-turn.ts";
import type { Hands } from "#core/flows/hands.ts";
import { type FlowFolder, openFlowFolder } from "#core/flows/keep-folder.ts";
import { answer } from "#core/flows/run.ts";
import { openSeal } from "#core/flows/seal.ts";
import { shopHands } from "#core/flows/shop-hands.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { fillCart } from "#core/orders/fill-cart.ts";
import { openAssistant } from "#core/platform/assistant.ts";
import type { Config, LinkedPhoneSettings } from "#core/platform/config.ts";
import { type OpenDatabase, openDatabase } from "#core/platform/database.ts";
import type { Log } from "#core/platform/log.ts";
import { readMediaIn } from "#core/platform/media-folder.ts";
import { type MediaStore, openMediaStore } from "#core/platform/media-store.ts";
import { type NewsDesk, openNews } from "#core/platform/news.ts";
import { openPost } from "#core/platform/post-outside.ts";
import { openQueue, type Queue } from "#core/platform/queue.ts";
import { ownSecret } from "#core/platform/secrets.ts";
import { openShop } from "#core/platform/shop.ts";
import type { Shop } from "#core/shop.ts";
import type { Timers } from "#core/timers.ts";
import { checkoutDesk, noteBotPayment } from "./payments.ts";
import { plannerRules } from "./rules.ts";

/** What a program is made of, whatever services it runs. */
export type Program = {
	readonly config: Config;
	readonly log: Log;
	/** The shop's clock; the demo moves it. */
	readonly now: () => Date;
	readonly timers: Timers;
	readonly database: OpenDatabase;
	readonly shop: Shop;
	readonly news: NewsDesk;
	readonly queue: Queue;
	readonly folder: FlowFolder;
	/** By which flows touch the shop. */
	readonly hands: Hands;
	readonly engine: ConversationEngine;
	readonly media: MediaStore;
	readonly mediaFolder: string;
	/** This installation's own secret. */
	readonly secret: string;
	readonly seal: (text: string) => string;
	/** Accounts of ours; started only by the service `bots`. */
	readonly channels: readonly Channel[];
	/** Where rows that were just committed go: to a sender of this process, if it has one. */
	readonly outlet: Outlet;
	/** The way to addresses that members named. */
	readonly outside: ReturnType<typeof openPost>;
	close(): Promise<void>;
};

/** Takes rows of the outbox that may be sent at once. */
export type Outlet = {
	send(rows: readonly OutboxRow[]): void;
	/** The service `bots` takes what is sent; without it other processes are rung. */
	connect(taker: (rows: readonly OutboxRow[]) => void): void;
};

/** Builds the parts that all services share. Nothing listens, sends or works yet. */
export async function openProgram({
	config,
	databaseUrl,
	log,
	now,
	timers,
	channels: given = openChannels,
}: {
	config: Config;
	databaseUrl: string;
	log: Log;
	now: () => Date;
	timers: Timers;
	/** Instead of those that the settings name: the terminal has its own. */
	channels?: (parts: ChannelParts) => Channel[];
}): Promise<Program> {
	const database = await openDatabase({
		url: databaseUrl,
		migrations: join(import.meta.dirname, "prisma/migrations"),
		log,
	});
	const news = await openNews({ database, log });
	const queue = openQueue({
		databaseUrl,
		...(config.redisUrl && { redisUrl: config.redisUrl }),
		now,
		timers,
		log: log.of("bell"),
	});
	const shop = openShop({
		database,
		now,
		ring: (work, at) => queue.ring(work, at),
		told({ name, customerId }) {
			if (customerId) news.tell("customer", customerId);
			if (customerId && name.startsWith("order.")) news.tell("order", customerId);
		},
	});
	const secret = await ownSecret(shop);
	const seal = openSeal(secret);
	const mediaFolder = resolve(config.dataDir, "media");
	const media = openMediaStore({ folder: mediaFolder });
	const folder = await openFlowFolder({
		shop,
		folder: config.flowsDir,
		vocabulary: shopVocabulary,
		log: log.of("flows"),
	});
	const channels = given({ config, log, now, mediaFolder });
	const outlet = openOutlet(queue);
	const hands: Hands = {
		...shopHands({
			zone: config.zone,
			currency: config.currency,
			country: config.country,
			bills: (channel) => channel === "telegram" && config.telegram?.paymentToken !== undefined,
			doorsBeside: (channel) => doorsBeside(channels, channel),
			book: () => folder.loaded().book,
		}),
		plan: openPlanner(() => plannerRules(folder, channels)),
	};
	const outside = openPost({ allowPrivate: config.webhooksPrivate });
	const engine: ConversationEngine = openEngine({
		shop,
		answer,
		flows: folder.current,
		refreshFlows: folder.refresh,
		hands,
		abilitiesOf: (account) => abilitiesOf(channels, account),
		seal,
		onOutbox: outlet.send,
		onErrands: (at) => queue.ring("errands", at),
		onInbox: () => queue.ring("inbox"),
		onActions: () => queue.ring("runs"),
		onWake: (at) => queue.ring("runs", at),
		onTurn: (conversationId) => news.tell("conversation", conversationId),
		acknowledgePress: (account, press) => void channelOf(channels, account)?.answerPress(press),
		showTyping: (account, chat) => void channelOf(channels, account)?.typing(chat),
		checkout: checkoutDesk(channels, seal),
		recordPayment: noteBotPayment(seal),
		reports: openReports({
			told: (conversationId) => news.tell("conversation", conversationId),
			accepted: (rows) =>
				void engine.tellAccepted(rows).catch((error) => log.warn("a silence was not moved", { error })),
		}),
		fillCart,
		...(config.openai && {
			consult: openConsult(shop, openAssistant(config.openai, { timers, now, log: log.of("assistant") })),
		}),
		log: log.of("turns"),
	});

	return {
		config,
		log,
		now,
		timers,
		database,
		shop,
		news,
		queue,
		folder,
		hands,
		engine,
		media,
		mediaFolder,
		secret,
		seal,
		channels,
		outlet,
		outside,
		async close() {
			await outside.close();
			await queue.close();
			await news.close();
			await database.close();
		},
	};
}

/** The channel of an account, in whatever process. */
export function channelOf(channels: readonly Channel[], account: string): Channel | undefined {
	return channels.find((channel) => channel.account === account);
}

function abilitiesOf(channels: readonly Channel[], account: string): Abilities | undefined {
	return channelOf(channels, account)?.abilities;
}

/** Links that open our other messengers. */
function doorsBeside(channels: readonly Channel[], here: ChannelName) {
	return channels.flatMap(({ name, abilities: { startLink } }) =>
		name !== here && startLink ? [{ channel: name, startLink }] : [],
	);
}

/** What channels are built of. */
export type ChannelParts = Pick<Program, "config" | "log" | "now" | "mediaFolder">;

function openChannels({ config, log, now, mediaFolder }: ChannelParts): Channel[] {
	const readMedia = readMediaIn(mediaFolder);
	const { telegram, whatsapp, linkedPhone } = config;
	return [
		...(telegram ? [telegramChannel({ ...telegram, log: log.of("telegram"), now, readMedia })] : []),
		...(whatsapp ? [cloudChannel({ ...whatsapp, log: log.of("whatsapp"), now, readMedia })] : []),
		...(linkedPhone ? [openLinkedPhone(linkedPhone, { config, log, now, readMedia })] : []),
	];
}

function openLinkedPhone(
	settings: LinkedPhoneSettings,
	{
		config,
		log,
		now,
		readMedia,
	}: Pick<Program, "config" | "log" | "now"> & { readMedia: ReturnType<typeof readMediaIn> },
): Channel {
	return linkedPhoneChannel({
		...settings,
		folder: resolve(config.dataDir, "whatsapp", settings.number ?? "shop"),
		log: log.of("whatsapp"),
		now,
		readMedia,
		// A local page blocks nobody, and who waits for it is a test.
		hesitate: () => (settings.hostRules ? 0 : Math.random() * 4_000),
		// Beside the log: what the program itself says goes to stdout.
		showCode: (scan) => process.stderr.write(showScan(scan)),
	});
}

function openOutlet(queue: Queue): Outlet {
	let taker: ((rows: readonly OutboxRow[]) => void) | undefined;
	return {
		send(rows) {
			if (taker) taker(rows);
			else queue.ring("outbox");
		},
		connect(next) {
			taker = next;
		},
	};
}
