import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { saveShopFacts } from "#core/catalogue/shop-facts.ts";
import { handBack } from "#core/conversations/hand-back.ts";
import { replyAsOperator } from "#core/conversations/reply-as-operator.ts";
import { take } from "#core/conversations/take.ts";
import { giveConsent } from "#core/customers/note-consent.ts";
import { addDuration, parseDuration } from "#core/flows/durations.ts";
import { incentives } from "#core/offers/incentives.ts";
import { moveOrder } from "#core/orders/move-order.ts";
import type { OrderState } from "#core/orders/order-states.ts";
import { readConfig } from "#core/platform/config.ts";
import type { Log } from "#core/platform/log.ts";
import type { Shop } from "#core/shop.ts";
import { machineTimers } from "#core/timers.ts";
import { DEMO_FACTS } from "#prisma/seed/demo-facts.ts";
import type { Phone } from "#test/standins/telegram/phone.ts";
import type { TelegramStandin } from "#test/standins/telegram/server.ts";
import type { Phone as CloudPhone } from "#test/standins/whatsapp-cloud/phone.ts";
import type { WhatsAppStandin } from "#test/standins/whatsapp-cloud/server.ts";
import type { Template } from "#test/standins/whatsapp-cloud/shapes.ts";
import type { Phone as LinkedPhone } from "#test/standins/whatsapp-web/phone.ts";
import type { WhatsAppWebStandin } from "#test/standins/whatsapp-web/server.ts";
import { openProgram, type Program } from "../../compose.ts";
import { passTime } from "../../pass-time.ts";
import { type Bots, serveBots } from "../../serve-bots.ts";
import { type Works, worksOf } from "../../serve-worker.ts";
import { aProduct, aWarehouse } from "./goods.ts";
import { cloudMessenger, linkedMessenger, type Messenger, type StoryPhone, telegramMessenger } from "./messengers.ts";
import { aDatabase } from "./shop.ts";

const ZONE = "Europe/Moscow";
/** Milliseconds of the machine's own time. */
const NUDGE_AFTER = 8_000;

/**
 * The whole program over stand-ins for its messengers, on one clock that stands still until moved, with the flow files that
 * ship. When the story ends it is checked that the bot kept to its messengers' rules, that nothing of ours broke on the way,
 * and that nothing was left for the engineer.
 */
export type Story = {
	/** Of the program that runs now: after `restart` it is another. */
	readonly shop: Shop;
	readonly program: Program;
	/** What lies on the shelves at the beginning, by title. */
	readonly goods: Readonly<Record<GoodsTitle, string>>;
	/**
	 * Says these things one after the other, waiting for what is shown each time. `[Label]` presses the newest button
	 * that begins so. Spaces that do not break are written as spaces.
	 */
	talk(phone: StoryPhone, lines: readonly (readonly [says: string, sees: string | RegExp])[]): Promise<void>;
	/** Writes these words, and lets the moment pass in which more of an answer might follow. */
	writes(phone: StoryPhone, words: string): Promise<void>;
	/** Lets so much time pass ("2h", "3 days"), and everything happen that is due on the way. */
	later(length: string): Promise<void>;
	/** Lets time pass up to a moment. */
	until(moment: string): Promise<void>;
	/** Works off all that is due now. */
	settle(): Promise<void>;
	/** Ends the program and begins a new one over the same database and messenger. */
	restart(): Promise<void>;
	operator: Operator;
	/** The customer has agreed to advertising, gets every reminder (nobody is held out) and the caring variant. */
	agrees(phone: StoryPhone): Promise<void>;
	/** The customer has what they ordered, in time and without a word about it: an order that is late holds all offers back. */
	received(phone: StoryPhone): Promise<void>;
	customer(phone: StoryPhone): Promise<{ id: string; conversationId: string; identityId: string }>;
	orders(phone?: StoryPhone): Promise<OrderSeen[]>;
	/** Pieces of these goods: in the house, and promised to orders. */
	stock(title: GoodsTitle): Promise<{ onHand: number; reserved: number }>;
	/** What lies in the open cart. */
	cart(phone: StoryPhone): Promise<{ title: string; qty: number }[]>;
	/** The names of what happened, oldest first, with the stage where it belongs to one. */
	diary(phone: StoryPhone): Promise<string[]>;
	conversation(phone: StoryPhone): Promise<ThreadSeen>;
	/** How the rows of the outbox stand, oldest first. */
	outbox(phone: StoryPhone): Promise<{ text: string; state: string; reason: string | null; flow: string | null }[]>;
	/** How the flows' runs ended or stand, oldest first: `order: abandoned (went_quiet)`, `order: waiting`. */
	runs(phone: StoryPhone): Promise<string[]>;
};

/** What a member of the shop does with a customer's conversation or order. */
export type Operator = {
	takes(phone: StoryPhone): Promise<void>;
	replies(phone: StoryPhone, text: string): Promise<void>;
	handsBack(phone: StoryPhone): Promise<void>;
	moves(order: { id: string }, to: OrderState, reason?: string): Promise<void>;
};

export type OrderSeen = {
	readonly id: string;
	readonly number: number;
	readonly state: string;
	readonly total: number;
	readonly address: string | undefined;
	readonly slot: string | undefined;
	readonly note: string | null;
	readonly payment: string;
	readonly paid: boolean;
	readonly reason: string | null;
	readonly lines: readonly { title: string; qty: number; sum: number }[];
};

export type ThreadSeen = {
	readonly control: string;
	/** Who speaks and what was read: `customer: заказать`, `bot: Что вам показать?`. */
	readonly lines: readonly string[];
};

type StoryWishes = {
	readonly now?: string;
	/** Settings beside those that every story needs. */
	readonly settings?: Readonly<Record<string, string>>;
	/** WhatsApp's, as Meta has judged them; none unless wished. */
	readonly templates?: readonly Template[];
};

/** A story with one messenger: who takes part writes there. */
export type StoryOn<P extends StoryPhone, S> = Story & { readonly standin: S; phone(name: string): P };

/** Opens the village shop in Telegram, at two in the afternoon of a Tuesday in March unless wished otherwise. */
export async function aShopInTelegram(wishes: StoryWishes = {}): Promise<StoryOn<Phone, TelegramStandin>> {
	const messenger = await telegramMessenger(beginningOf(wishes));
	const { standin, phone } = messenger;
	return Object.assign(await aShopWith([messenger], wishes), { standin, phone });
}

/** The same shop on WhatsApp's Cloud API. */
export async function aShopOnWhatsApp(wishes: StoryWishes = {}): Promise<StoryOn<CloudPhone, WhatsAppStandin>> {
	const messenger = await cloudMessenger(beginningOf(wishes), wishes);
	const { standin, phone } = messenger;
	return Object.assign(await aShopWith([messenger], wishes), { standin, phone });
}

/** The same shop on a linked phone, which needs a browser. */
export async function aShopOnALinkedPhone(wishes: StoryWishes = {}): Promise<StoryOn<LinkedPhone, WhatsAppWebStandin>> {
	const messenger = await linkedMessenger(beginningOf(wishes));
	const { standin, phone } = messenger;
	return Object.assign(await aShopWith([messenger], wishes), { standin, phone });
}

/** When a story begins. */
export function beginningOf({ now = "2026-03-10T14:00:00+03:00" }: Pick<StoryWishes, "now">): number {
	return Date.parse(now);
}

/** Opens the village shop with these messengers, all on one clock. */
export async function aShopWith(messengers: readonly Messenger[], wishes: StoryWishes = {}): Promise<Story> {
	const { settings = {} } = wishes;
	const { url, drop } = await aDatabase();
	const dataDir = await mkdtemp(join(tmpdir(), "prilavok-story-"));
	let clock = beginningOf(wishes);
	const { log, errors } = aListeningLog();
	const config = readConfig({
		...Object.assign({}, ...messengers.map((messenger) => messenger.settings)),
		FLOWS_DIR: "flows",
		DATA_DIR: dataDir,
		SHOP_TIMEZONE: ZONE,
		...settings,
	});
	const now = () => new Date(clock);
	const open = async () => {
		const program = await openProgram({ config, databaseUrl: url, log, now, timers: machineTimers });
		const parts = await running(program);
		const connections = await Promise.all(messengers.map((messenger) => messenger.connect(program)));
		return { ...parts, disconnect: async () => void (await Promise.all(connections.map((end) => end()))) };
	};
	let { program, works, bots, underWay, disconnect } = await open();
	const nothingArrives = async () => void (await Promise.all(messengers.map((messenger) => messenger.settled())));
	const goods = await fillShelves(program.shop);

	async function end() {
		await disconnect();
		await bots.stop();
		await underWay();
		await program.close();
	}

	/** Everything is at rest when a whole round of work has changed nothing. */
	async function settle() {
		for (let round = 0; round < MOST_ROUNDS; round++) {
			const before = await footprint(program.shop);
			await nothingArrives();
			for (const work of [works.day, works.errands, works.inbox, works.runs, works.errands]) await work();
			await bots.sendDue();
			await bots.quiet();
			await underWay();
			await nothingArrives();
			if (before === (await footprint(program.shop))) return;
		}
		throw new Error("The shop does not come to rest.");
	}

	/** On this clock time passes by hand, also the moment for which a free answer is waited. */
	async function writes(phone: StoryPhone, words: string) {
		phone.write(words);
		await nothingArrives();
		const [gathering] = await program.shop.db.written<{ at: Date }>(GATHERING, []);
		if (!gathering) return;
		moveTo(gathering.at);
		await works.runs();
	}

	function moveTo(moment: Date) {
		const milliseconds = moment.getTime() - clock;
		for (const messenger of messengers) messenger.advance(milliseconds);
		clock = moment.getTime();
	}

	async function passTo(until: Date) {
		await passTime({ shop: program.shop, until, moveTo, settle });
	}

	const accounts = messengers.map(({ account }) => account);

	async function customer(phone: StoryPhone) {
		const identity = await program.shop.db.identity.findFirstOrThrow({
			where: { account: { in: accounts }, nativeId: String(phone.id) },
			include: { customer: { include: { conversation: true } } },
		});
		const { id, conversation } = identity.customer;
		if (!conversation) throw new Error(`${phone.name} has no conversation.`);
		return { id, conversationId: conversation.id, identityId: identity.id };
	}

	onTestFinished(async () => {
		const { db } = program.shop;
		const [dead, errands] = await Promise.all([
			db.inbox.findMany({ where: { state: "dead" }, select: { error: true } }),
			db.errand.findMany({ where: { state: "dead" }, select: { name: true, error: true } }),
		]);
		await end();
		await Promise.all(messengers.map((messenger) => messenger.close()));
		await drop();
		await rm(dataDir, { recursive: true, force: true });
		const violations = messengers.flatMap((messenger) => messenger.violations());
		expect({ violations, errors, dead, errands }).toEqual(NOTHING_AMISS);
	});

	const staff = { id: "masha" };
	let replies = 0;
	return {
		goods,
		get shop() {
			return program.shop;
		},
		get program() {
			return program;
		},
		async talk(phone, lines) {
			for (const [says, sees] of lines) {
				const label = /^\[(.+)\]$/.exec(says)?.[1];
				if (label) await pressNewest(phone, label);
				else await writes(phone, says);
				// A turn that meets trouble with the database, on a busy machine, is done again after a pause of the shop's clock.
				const nudge = setTimeout(() => void passTo(new Date(clock + 30_000)), NUDGE_AFTER);
				await phone.sees((sight) => {
					const shown = "text" in sight ? plain(String(sight.text)) : "";
					return typeof sees === "string" ? shown.includes(sees) : sees.test(shown);
				});
				clearTimeout(nudge);
			}
		},
		writes,
		async later(length) {
			const duration = parseDuration(length);
			if (!duration) throw new Error(`"${length}" is no length of time.`);
			await passTo(addDuration(now(), duration, ZONE));
		},
		until: (moment) => passTo(new Date(moment)),
		settle,
		async restart() {
			await end();
			({ program, works, bots, underWay, disconnect } = await open());
		},
		operator: {
			async takes(phone) {
				const { conversationId } = await customer(phone);
				await take(program.engine.staffTurn, { conversationId, staff });
			},
			async replies(phone, text) {
				const { conversationId } = await customer(phone);
				await replyAsOperator(program.engine.staffTurn, { conversationId, staff, text, key: `reply ${++replies}` });
			},
			async handsBack(phone) {
				const { conversationId } = await customer(phone);
				await handBack(program.engine.staffTurn, { conversationId, staff });
			},
			moves: ({ id }, to, reason) =>
				moveOrder(
					program.shop,
					{ orderId: id, to, actor: `operator:${staff.id}`, ...(reason && { reason }) },
					incentives,
				),
		},
		async agrees(phone) {
			const { id: customerId } = await customer(phone);
			const text = "Присылать вам новинки и скидки?";
			await giveConsent(program.shop, { customerId, purpose: "advertising", text, answer: "да", actor: "customer" });
			const arms = REMINDERS.map((flow) => ({ name: `holdout/${flow}`, variant: "treated" }));
			await program.shop.db.assignment.createMany({
				data: [...arms, { name: "cart-first-touch", variant: "care" }].map((arm) => ({ customerId, u: 0.5, ...arm })),
			});
		},
		async received(phone) {
			const { id: customerId } = await customer(phone);
			await program.shop.db.order.updateMany({ where: { customerId }, data: { state: "delivered" } });
		},
		customer,
		orders: async (phone) => readOrders(program.shop, phone && (await customer(phone)).id),
		async stock(title) {
			const shelves = await program.shop.db.stock.findMany({ where: { variantId: goods[title] } });
			return {
				onHand: shelves.reduce((sum, { onHand }) => sum + onHand, 0),
				reserved: shelves.reduce((sum, { reserved }) => sum + reserved, 0),
			};
		},
		async cart(phone) {
			const { id } = await customer(phone);
			const lines = await program.shop.db.cartLine.findMany({
				where: { cart: { customerId: id, state: "open" } },
				orderBy: { addedAt: "asc" },
			});
			const titles = new Map(Object.entries(goods).map(([title, goodsId]) => [goodsId, title]));
			return lines.map(({ qty, variantId }) => ({ title: titles.get(variantId) ?? variantId, qty }));
		},
		async diary(phone) {
			const { id } = await customer(phone);
			const entries = await program.shop.db.diary.findMany({ where: { customerId: id }, orderBy: { id: "asc" } });
			return entries.map(({ name, stage }) => (stage ? `${name} (${stage})` : name));
		},
		async conversation(phone) {
			const { conversationId } = await customer(phone);
			const { control, messages } = await program.shop.db.conversation.findUniqueOrThrow({
				where: { id: conversationId },
				include: { messages: { where: { kind: { not: "control" } }, orderBy: { id: "asc" } } },
			});
			return { control, lines: messages.map(({ author, text }) => `${author}: ${plain(text)}`) };
		},
		async outbox(phone) {
			const { id } = await customer(phone);
			const rows = await program.shop.db.outbox.findMany({ where: { customerId: id }, orderBy: { id: "asc" } });
			return rows.map(({ content, state, reason, flow }) => ({ text: plain(wordsOf(content)), state, reason, flow }));
		},
		async runs(phone) {
			const { conversationId } = await customer(phone);
			const runs = await program.shop.db.written<RunSeen>(RUNS, [conversationId]);
			return runs.map(({ flow, status, outcome, reason }) =>
				[`${flow}: ${outcome ?? status}`, reason && `(${reason})`].filter(Boolean).join(" "),
			);
		},
	};
}

/** The way of somebody who wants one honey cake and fetches it tomorrow, up to the last question. */
export const UP_TO_CONFIRMATION = [
	["заказать", "Что вам показать?"],
	["[Торты]", "Выберите товар"],
	["[Медовик]", "Сколько штук «Медовик»?"],
	["1", "В корзине 1 товар на 1 500 ₽."],
	["[Оформить]", "Как вам удобнее получить заказ?"],
	["[Заберу сам]", "На какое время?"],
	["[завтра 13–17]", "Пожелания к заказу?"],
	["[Без пожеланий]", "Проверьте заказ"],
] as const;

/** The same, confirmed. */
export const AN_ORDER = [...UP_TO_CONFIRMATION, ["[Всё верно]", /Заказ № \d+ принят/]] as const;

const REMINDERS = ["abandoned-cart", "birthday", "reorder", "price-drop", "win-back"];
const MOST_ROUNDS = 50;
const NOTHING_AMISS = { violations: [], errors: [], dead: [], errands: [] };

/** A program that serves its bots and is worked off by hand. */
async function running(program: Program): Promise<{
	program: Program;
	works: Works;
	bots: Bots;
	/** Waits for what nobody in the product waits for. */
	underWay: () => Promise<void>;
}> {
	const told = new Set<Promise<void>>();
	const engine: Program["engine"] = {
		...program.engine,
		tellAccepted(rows) {
			const telling = program.engine.tellAccepted(rows);
			told.add(telling);
			void telling.finally(() => told.delete(telling)).catch(() => {});
			return telling;
		},
	};
	const bots = await serveBots({ ...program, engine }, { answersHere: true, pace: {} });
	return {
		program,
		works: worksOf(program),
		bots,
		underWay: async () => void (await Promise.allSettled([...told])),
	};
}

async function pressNewest(phone: StoryPhone, label: string): Promise<void> {
	const found = phone.buttons().findLast((button) => plain(button).startsWith(label));
	await phone.press(found ?? label);
}

/** Sums and numbers are held together by spaces that do not break. */
export function plain(text: string): string {
	return text.replaceAll(/[\u00a0\u202f]/g, " ");
}

const SHELVES = {
	Медовик: { category: "cakes", price: 150_000, stock: { shop: 6, barn: 4 } },
	Наполеон: { category: "cakes", price: 120_000, stock: { shop: 1 } },
	Эклеры: { category: "cakes", price: 45_000, stock: { shop: 0 } },
	"Пирог с вишней": { category: "pies", price: 60_000, stock: { shop: 8, barn: 12 } },
	Сметана: { category: "dairy", price: 15_000, stock: { barn: 30 } },
} as const;

export type GoodsTitle = keyof typeof SHELVES;

/** Five kinds of goods in two warehouses, without pictures. */
async function fillShelves(shop: Shop): Promise<Record<GoodsTitle, string>> {
	await saveShopFacts(shop, DEMO_FACTS);
	await aWarehouse(shop, { id: "shop", title: "Магазин" });
	await aWarehouse(shop, { id: "barn", title: "Амбар", pickup: false, position: 1 });
	const put = async (title: GoodsTitle) => (await aProduct(shop, { title, ...SHELVES[title] })).id;
	return {
		Медовик: await put("Медовик"),
		Наполеон: await put("Наполеон"),
		Эклеры: await put("Эклеры"),
		"Пирог с вишней": await put("Пирог с вишней"),
		Сметана: await put("Сметана"),
	};
}

async function readOrders(shop: Shop, customerId: string | undefined): Promise<OrderSeen[]> {
	const orders = await shop.db.order.findMany({
		where: customerId ? { customerId } : {},
		orderBy: { number: "asc" },
		include: { lines: { orderBy: { title: "asc" } } },
	});
	return orders.map(({ lines, address, dueFrom, paidAt, ...order }) => ({
		id: order.id,
		number: order.number,
		state: order.state,
		total: order.total,
		note: order.note,
		payment: order.payment,
		reason: order.reason,
		address: address ? wordsOf(address) : undefined,
		slot: dueFrom?.toISOString(),
		paid: paidAt !== null,
		lines: lines.map(({ title, qty, sum }) => ({ title, qty, sum })),
	}));
}

function wordsOf(json: unknown): string {
	return typeof json === "object" && json !== null && "text" in json ? String(json.text) : "";
}

type RunSeen = { flow: string; status: string; outcome: string | null; reason: string | null };

/** On a clock that stands still only the diary knows which run began first. */
const RUNS = {
	name: "story-runs",
	text: `SELECT r.flow, r.status, r.outcome, r.reason FROM flow_run r
		LEFT JOIN diary d ON d.name = 'flow.started' AND d.data->>'run' = r.id::text
		WHERE r.conversation_id = $1::uuid ORDER BY r.started_at, d.id`,
};

const GATHERING = {
	name: "story-gathering",
	text: "SELECT wake_at AS at FROM flow_run WHERE state->>'wakeFor' = 'gathered' ORDER BY wake_at DESC LIMIT 1",
};

/** Anything that a turn, a delivery or an errand leaves behind. */
async function footprint(shop: Shop): Promise<string> {
	const [row] = await shop.db.written<{ prints: string }>(FOOTPRINT, []);
	return row?.prints ?? "";
}

const FOOTPRINT = {
	name: "story-footprint",
	text: `SELECT concat_ws('/',
		(SELECT max(id) FROM diary), (SELECT max(id) FROM message),
		(SELECT max(id) FROM outbox), (SELECT count(*) FROM outbox WHERE state IN ('pending', 'attempting')),
		(SELECT max(id) FROM errand), (SELECT count(*) FROM errand WHERE state = 'done'),
		(SELECT max(id) FROM inbox), (SELECT count(*) FROM inbox WHERE state = 'waiting'),
		(SELECT sum(version) FROM conversation), (SELECT count(*) FROM flow_entry WHERE state = 'pending')) AS prints`,
};

/** Keeps what is said of errors, as an engineer would read it; the rest is nobody's concern. */
function aListeningLog(): { log: Log; errors: string[] } {
	const errors: string[] = [];
	const log: Log = {
		debug() {},
		info() {},
		warn() {},
		error: (message, fields) =>
			void errors.push(fields?.error instanceof Error ? `${message}: ${fields.error.stack}` : message),
		of: () => log,
	};
	return { log, errors };
}
