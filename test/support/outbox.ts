import { randomUUID } from "node:crypto";
import type { Letter, Outcome } from "#core/delivery/channel.ts";
import { openSender, type Sender, type SenderParts } from "#core/delivery/deliver-due.ts";
import type { PlannerRules } from "#core/delivery/plan.ts";
import type { SendingRules } from "#core/delivery/sending-rules.ts";
import { EVEN_WORTH } from "#core/delivery/worth.ts";
import { type ManualTimers, manualTimers } from "./manual-timers.ts";
import type { TestShop } from "./shop.ts";

export const ACCOUNT = "telegram:7000001";

/** A shop that writes to nobody from nine in the evening to ten, and markets once a day and twice a week. */
export const RULES: SendingRules = {
	zone: "Europe/Moscow",
	caps: [
		{ times: 1, days: 1 },
		{ times: 2, days: 7 },
	],
	live: 30 * 60_000,
	of: (flow) => (flow === "urgent" ? { urgent: true } : { quiet: { from: 21 * 60, to: 10 * 60 }, urgent: false }),
};

/** The same for the planner, where nothing is said of money. */
export const PLANNER_RULES: PlannerRules = {
	...RULES,
	...EVEN_WORTH,
	nationwide: false,
	length: () => 20 * 60_000,
	windowHours: () => undefined,
	familyOf: () => undefined,
};

/** Nothing else of the customer's waits, and nothing was measured or switched off. */
export const ALONE = { worth: null, rivals: [], outbidBy: null, switchedOff: [] } as const;

/** A customer whom we can write to in one chat. */
export type Correspondent = {
	readonly customerId: string;
	readonly conversationId: string;
	readonly chatId: string;
	readonly identityId: string;
	readonly nativeId: string;
};

/** A customer with a chat, who has (not) agreed to advertising. */
export async function aCorrespondent(
	{ shop }: TestShop,
	{ advertising = true, zone = null }: { advertising?: boolean; zone?: string | null } = {},
): Promise<Correspondent> {
	const nativeId = randomUUID();
	const customer = await shop.db.customer.create({ data: { zone } });
	const customerId = customer.id;
	const { id: conversationId } = await shop.db.conversation.create({
		data: { customerId, controlSince: new Date(shop.now().getTime() - 86_400_000) },
	});
	const of = { channel: "telegram", account: ACCOUNT, nativeId };
	const { id: identityId } = await shop.db.identity.create({ data: { ...of, customerId } });
	const { id: chatId } = await shop.db.chat.create({ data: { ...of, identityId, conversationId } });
	if (advertising) await sayOfAdvertising({ shop }, customerId, "given");
	return { customerId, conversationId, chatId, identityId, nativeId };
}

/** A line in the ledger of consents. */
export async function sayOfAdvertising(
	{ shop }: Pick<TestShop, "shop">,
	customerId: string,
	state: "given" | "withdrawn",
) {
	await shop.db.consent.create({
		data: {
			customerId,
			purpose: "advertising",
			state,
			text: "Можно присылать предложения?",
			textVersion: "1",
			actor: "customer",
			at: shop.now(),
		},
	});
}

/** What a row of the outbox may differ in. */
export type RowWish = {
	readonly text?: string;
	readonly marketing?: boolean;
	readonly purpose?: string;
	readonly priority?: number;
	readonly author?: string;
	readonly due?: Date;
	readonly usefulUntil?: Date;
	readonly flow?: string;
	/** Decided by a flow under this lease; absent: the shop itself says it. */
	readonly lease?: number;
};

/** A message waits in the outbox, with its line in the thread; an answer unless wished otherwise. */
export async function aRow({ shop }: TestShop, to: Correspondent, wish: RowWish = {}): Promise<bigint> {
	const { text = "Здравствуйте", marketing = false, priority = marketing ? 3 : 1, author = "bot" } = wish;
	const purpose = wish.purpose ?? (marketing ? "marketing" : "transactional");
	const message = await shop.db.message.create({
		data: {
			conversationId: to.conversationId,
			chatId: to.chatId,
			channel: "telegram",
			direction: "said",
			author,
			text,
			status: "pending",
			proactive: priority > 1,
			purpose,
			at: shop.now(),
		},
	});
	const row = await shop.db.outbox.create({
		data: {
			messageId: message.id,
			account: ACCOUNT,
			chatId: to.chatId,
			customerId: to.customerId,
			conversationId: to.conversationId,
			marketing,
			purpose,
			priority,
			due: wish.due ?? shop.now(),
			usefulUntil: wish.usefulUntil ?? null,
			flow: wish.flow ?? null,
			lease: wish.lease ?? null,
			intent: randomUUID(),
			content: { text },
		},
	});
	return row.id;
}

/** A messenger that answers as scripted, and keeps what it was asked to send. */
export type ScriptedChannel = {
	readonly name: "telegram";
	readonly account: string;
	readonly sent: Letter[];
	deliver(letter: Letter): Promise<Outcome>;
	/** Outcomes of the next calls, in order; then it accepts. */
	script(...outcomes: Outcome[]): void;
	/** Calls hang from now on, until answered. */
	hang(): { readonly waiting: () => number; answer(outcome: Outcome): void };
};

export function aScriptedChannel(): ScriptedChannel {
	const sent: Letter[] = [];
	const scripted: Outcome[] = [];
	let hanging: ((outcome: Outcome) => void)[] | undefined;
	return {
		name: "telegram",
		account: ACCOUNT,
		sent,
		async deliver(letter) {
			sent.push(letter);
			if (hanging) return new Promise((answer) => hanging?.push(answer));
			return scripted.shift() ?? { outcome: "accepted", refs: [`m${letter.id}.${letter.attempt}`] };
		},
		script: (...outcomes) => void scripted.push(...outcomes),
		hang() {
			const calls: ((outcome: Outcome) => void)[] = [];
			hanging = calls;
			return {
				waiting: () => calls.length,
				answer(outcome) {
					hanging = undefined;
					for (const call of calls.splice(0)) call(outcome);
				},
			};
		},
	};
}

/** A sender of that shop, started, with a channel that does as told and timers that a test moves. */
export async function aSender(
	test: TestShop,
	wishes: Partial<SenderParts> & { name?: string } = {},
): Promise<{ sender: Sender; channel: ScriptedChannel; timers: ManualTimers; complaints: string[] }> {
	const channel = aScriptedChannel();
	const timers = manualTimers((milliseconds) => test.pass(milliseconds));
	const complaints: string[] = [];
	const name = wishes.name ?? "sender-1";
	const heartbeat = test.shop.now();
	await test.shop.db.lease.upsert({
		where: { name },
		create: { name, owner: "test", heartbeat },
		update: { heartbeat },
	});
	const sender = openSender({
		shop: test.shop,
		channel,
		lease: { name, alive: () => true },
		pace: {},
		rules: RULES,
		timers,
		realNow: () => test.shop.now(),
		log: { warn: (message) => void complaints.push(message), error: (message) => void complaints.push(message) },
		probe: async () => true,
		...wishes,
	});
	await sender.start();
	await sender.quiet();
	return { sender, channel, timers, complaints };
}

/** How the rows stand, oldest first. */
export async function outboxOf({ shop }: TestShop) {
	return shop.db.outbox.findMany({
		orderBy: { id: "asc" },
		select: { state: true, attempt: true, reason: true, refs: true, due: true },
	});
}
