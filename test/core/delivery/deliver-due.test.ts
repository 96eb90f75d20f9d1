import { expect, test } from "vitest";
import type { StatusChange } from "#core/delivery/deliver-due.ts";
import { TELEGRAM_PACE } from "#core/delivery/governor.ts";
import type { Shop, Statement } from "#core/shop.ts";
import {
	ACCOUNT,
	aCorrespondent,
	aRow,
	aScriptedChannel,
	aSender,
	type Correspondent,
	outboxOf,
	sayOfAdvertising,
} from "#test/support/outbox.ts";
import { aShop } from "#test/support/shop.ts";

type Database = Shop["db"];

const TIMEOUT = { outcome: "ambiguous", reason: "timeout" } as const;

test("an answer leaves at once, and row, thread and diary say so", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const told: StatusChange[] = [];
	const { sender, channel } = await aSender(shop, { told: (change) => void told.push(change) });

	sender.sendNow([{ id: await aRow(shop, ada, { text: "Заказ принят" }), priority: 1 }]);
	await sender.quiet();

	expect(channel.sent).toMatchObject([{ attempt: 1, chat: ada.nativeId, content: { text: "Заказ принят" } }]);
	expect(await outboxOf(shop)).toMatchObject([{ state: "sent", refs: [`m${channel.sent[0]?.id}.1`] }]);
	expect(await shop.shop.db.message.findMany()).toMatchObject([
		{ status: "sent", externalId: `m${channel.sent[0]?.id}.1` },
	]);
	expect(await shop.diary()).toMatchObject([{ name: "message.sent", customerId: ada.customerId }]);
	expect(told).toMatchObject([{ status: "sent", conversationId: ada.conversationId }]);
	expect(await shop.shop.db.chat.findMany()).toMatchObject([{ inFlight: null }]);
});

test("the lines of one chat arrive in the order in which they were written", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	for (const text of ["раз", "два", "три", "четыре"]) await aRow(shop, ada, { text });
	const { sender, channel } = await aSender(shop);

	await sender.quiet();

	expect(channel.sent.map(({ content }) => content.text)).toEqual(["раз", "два", "три", "четыре"]);
});

test("a line just written does not overtake an older one that another process left behind", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { sender, channel } = await aSender(shop);
	await aRow(shop, ada, { text: "раньше" });
	shop.pass(1000);

	sender.sendNow([{ id: await aRow(shop, ada, { text: "позже" }), priority: 1 }]);
	await sender.quiet();

	expect(channel.sent.map(({ content }) => content.text)).toEqual(["раньше", "позже"]);
});

test("after a low score no offer leaves until somebody of the shop has answered it", async () => {
	const shop = await aShop();
	const { customerId, ...ada } = await aCorrespondent(shop);
	await shop.shop.db.feedback.create({ data: { customerId, kind: "csat", score: 2, at: shop.shop.now() } });
	await aRow(shop, { customerId, ...ada }, { text: "скидка", marketing: true });
	const { sender, channel } = await aSender(shop);

	await sender.quiet();
	expect(await outboxOf(shop)).toMatchObject([{ state: "pending", reason: "trouble" }]);
	shop.pass(11 * 60_000);
	await shop.shop.db.conversation.updateMany({ data: { staffSaidAt: shop.shop.now() } });
	await sender.sendDue();
	await sender.quiet();

	expect(channel.sent.map(({ content }) => content.text)).toEqual(["скидка"]);
});

test("an answer goes before a campaign that has waited longer", async () => {
	const shop = await aShop();
	const [ada, bob] = [await aCorrespondent(shop), await aCorrespondent(shop)];
	await aRow(shop, bob, { text: "скидка", marketing: true });
	shop.pass(60_000);
	await aRow(shop, ada, { text: "ответ" });
	const { sender, channel } = await aSender(shop);

	await sender.quiet();

	expect(channel.sent.map(({ content }) => content.text)).toEqual(["ответ", "скидка"]);
});

test("an order's message with an unclear outcome is tried again after 2, 4, 8, 16 and 20 seconds, and its chat waits with it", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { sender, channel, timers } = await aSender(shop);
	channel.script(TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT);
	await aRow(shop, ada, { text: "Заказ 1001 принят" });
	await aRow(shop, ada, { text: "Спасибо" });

	await sender.sendDue();
	await sender.quiet();
	for (const [tries, seconds] of [2, 4, 8, 16, 20].entries()) {
		expect(channel.sent.length).toBe(tries + 1);
		timers.pass(seconds * 1000 - 1);
		await sender.quiet();
		expect(channel.sent.length).toBe(tries + 1);
		timers.pass(1);
		await sender.quiet();
	}

	expect(channel.sent.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 1]);
	expect((await outboxOf(shop)).map(({ state }) => state)).toEqual(["sent", "sent"]);
});

test("after ten unclear outcomes an order's message is unknown, and somebody is told", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { sender, channel, timers, complaints } = await aSender(shop);
	channel.script(...Array.from({ length: 10 }, () => TIMEOUT));
	await aRow(shop, ada);

	await sender.sendDue();
	for (let tries = 0; tries < 12; tries++) {
		await sender.quiet();
		timers.pass(20_000);
	}
	await sender.quiet();

	expect(channel.sent.length).toBe(10);
	expect(await outboxOf(shop)).toMatchObject([{ state: "unknown", attempt: 10, reason: "timeout" }]);
	expect(complaints).toContain("a message may or may not have arrived");
});

test("an offer with an unclear outcome is never sent again", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { sender, channel, timers } = await aSender(shop);
	channel.script(TIMEOUT);
	await aRow(shop, ada, { marketing: true });

	await sender.sendDue();
	await sender.quiet();
	timers.pass(600_000);
	await sender.sendDue();
	await sender.quiet();

	expect(channel.sent.length).toBe(1);
	expect(await outboxOf(shop)).toMatchObject([{ state: "unknown", reason: "timeout" }]);
	expect(await shop.shop.db.message.findMany()).toMatchObject([{ status: "unknown" }]);
});

test("a sender that dies during its calls leaves an order's message to be sent again and an offer unknown", async () => {
	const shop = await aShop();
	const [ada, bob] = [await aCorrespondent(shop), await aCorrespondent(shop)];
	const dying = await aSender(shop);
	dying.channel.hang();
	await aRow(shop, ada, { text: "Заказ принят" });
	await aRow(shop, bob, { text: "Скидка", marketing: true });
	await dying.sender.sendDue();
	expect(await outboxOf(shop)).toMatchObject([{ state: "attempting" }, { state: "attempting" }]);

	const { sender, channel } = await aSender(shop, { name: "sender-1" });
	await sender.quiet();

	expect(channel.sent.map(({ content }) => content.text)).toEqual(["Заказ принят"]);
	expect(await outboxOf(shop)).toMatchObject([{ state: "sent", attempt: 2 }, { state: "unknown" }]);
});

test("rows of a sender that is silent for 20 seconds are taken back by any other", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const silent = await aSender(shop, { name: "sender-1" });
	silent.channel.hang();
	await aRow(shop, ada);
	await silent.sender.sendDue();
	const { sender, channel } = await aSender(shop, { name: "sender-2" });

	shop.pass(19_000);
	await sender.sendDue();
	await sender.quiet();
	expect(channel.sent).toEqual([]);
	shop.pass(12_000);
	await sender.sendDue();
	await sender.quiet();

	expect(channel.sent.length).toBe(1);
});

test("a late answer to an attempt that was taken over changes nothing", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const slow = await aSender(shop);
	const calls = slow.channel.hang();
	await aRow(shop, ada);
	await slow.sender.sendDue();
	const { sender } = await aSender(shop, { name: "sender-1" });
	await sender.quiet();

	calls.answer({ outcome: "refused", reason: "too late to matter" });
	await slow.sender.quiet();

	expect(await outboxOf(shop)).toMatchObject([{ state: "sent", attempt: 2 }]);
	expect(await shop.shop.db.message.findMany()).toMatchObject([{ status: "sent" }]);
});

test("a late yes settles an offer that recovery had called unknown", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const slow = await aSender(shop);
	const calls = slow.channel.hang();
	await aRow(shop, ada, { marketing: true });
	await slow.sender.sendDue();
	await aSender(shop, { name: "sender-1" });
	expect(await outboxOf(shop)).toMatchObject([{ state: "unknown" }]);

	calls.answer({ outcome: "accepted", refs: ["77"] });
	await slow.sender.quiet();

	expect(await outboxOf(shop)).toMatchObject([{ state: "sent", refs: ["77"] }]);
});

test("when the messenger asks for silence, nobody is written to until it is over, and no try is counted", async () => {
	const shop = await aShop();
	const people = [await aCorrespondent(shop), await aCorrespondent(shop), await aCorrespondent(shop)];
	const { sender, channel, timers } = await aSender(shop, { lanes: { prompt: 1, campaign: 1 } });
	channel.script({ outcome: "wait", until: new Date(shop.shop.now().getTime() + 7000), scope: "account" });
	for (const person of people) await aRow(shop, person);

	await sender.sendDue();
	await sender.quiet();
	expect(channel.sent.length).toBe(1);
	expect((await outboxOf(shop))[0]).toMatchObject({ state: "pending", attempt: 0 });
	timers.pass(6999);
	await sender.sendDue();
	await sender.quiet();
	expect(channel.sent.length).toBe(1);
	timers.pass(1);
	await sender.quiet();

	expect(channel.sent.length).toBe(4);
	expect((await outboxOf(shop)).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
});

test("a pause that one process was told of holds for the other one as well", async () => {
	const shop = await aShop();
	const [ada, bob] = [await aCorrespondent(shop), await aCorrespondent(shop)];
	const one = await aSender(shop, { name: "sender-1" });
	const other = await aSender(shop, { name: "sender-2" });
	one.channel.script({ outcome: "wait", until: new Date(shop.shop.now().getTime() + 5000), scope: "account" });
	await aRow(shop, ada);
	await one.sender.sendDue();
	await one.sender.quiet();
	await aRow(shop, bob);

	await other.sender.sendDue();
	await other.sender.quiet();

	expect(other.channel.sent).toEqual([]);
});

test("who has blocked the bot is marked, and what else waits for them is not tried", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { sender, channel } = await aSender(shop);
	channel.script({ outcome: "unreachable", reason: "Forbidden: bot was blocked by the user" });
	await aRow(shop, ada);
	await aRow(shop, ada);

	await sender.sendDue();
	await sender.quiet();

	expect(channel.sent.length).toBe(1);
	expect((await outboxOf(shop)).map(({ state }) => state)).toEqual(["blocked", "blocked"]);
	expect(await shop.shop.db.identity.findMany()).toMatchObject([{ reachability: "blocked" }]);
	expect((await shop.diary()).map(({ name }) => name)).toContain("identity.unreachable");
});

test("a message that the messenger refuses is failed, and the next one goes out", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { sender, channel } = await aSender(shop);
	channel.script({ outcome: "refused", reason: "Bad Request: message is too long" });
	await aRow(shop, ada);
	await aRow(shop, ada);

	await sender.sendDue();
	await sender.quiet();

	expect(await outboxOf(shop)).toMatchObject([
		{ state: "failed", reason: "Bad Request: message is too long" },
		{ state: "sent" },
	]);
});

test("a chat that has moved gets its message at the new place", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { sender, channel } = await aSender(shop);
	channel.script({ outcome: "moved", chat: "-100777" });
	await aRow(shop, ada);

	await sender.sendDue();
	await sender.quiet();
	await sender.sendDue();
	await sender.quiet();

	expect(channel.sent.map(({ chat, attempt }) => [chat, attempt])).toEqual([
		[ada.nativeId, 1],
		["-100777", 1],
	]);
});

test("with a wrong token nothing more is tried, until the account answers again", async () => {
	const shop = await aShop();
	const people = [await aCorrespondent(shop), await aCorrespondent(shop)];
	let answers = false;
	const { sender, channel, timers } = await aSender(shop, {
		lanes: { prompt: 1, campaign: 1 },
		probe: async () => answers,
	});
	channel.script({ outcome: "account-down", reason: "Unauthorized" });
	for (const person of people) await aRow(shop, person);

	await sender.sendDue();
	await sender.quiet();
	timers.pass(31_000);
	await expect.poll(() => timers.set).toBe(1);
	await sender.sendDue();
	await sender.quiet();
	expect(channel.sent.length).toBe(1);
	expect(await shop.shop.db.account.findMany()).toMatchObject([{ pauseReason: expect.any(String) }]);
	answers = true;
	timers.pass(31_000);
	await expect.poll(() => channel.sent.length).toBe(3);
	await sender.quiet();

	expect(await shop.shop.db.account.findMany()).toMatchObject([{ pausedUntil: null, health: "ok" }]);
});

test("five unclear outcomes in a row with different people pause the account, so that an outage burns no campaign", async () => {
	const shop = await aShop();
	const { sender, channel } = await aSender(shop, { probe: async () => false, lanes: { prompt: 1, campaign: 1 } });
	channel.script(...Array.from({ length: 9 }, () => TIMEOUT));
	for (let person = 0; person < 9; person++) await aRow(shop, await aCorrespondent(shop), { marketing: true });

	await sender.sendDue();
	await sender.quiet();

	const states = (await outboxOf(shop)).map(({ state }) => state);
	expect(states.filter((state) => state === "unknown").length).toBe(5);
	expect(states.filter((state) => state === "pending").length).toBe(4);
});

test("who says stop after an offer was planned does not get it", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { sender, channel } = await aSender(shop);
	await aRow(shop, ada, { marketing: true });
	shop.pass(1000);
	await sayOfAdvertising(shop, ada.customerId, "withdrawn");

	await sender.sendDue();
	await sender.quiet();

	expect(channel.sent).toEqual([]);
	expect(await outboxOf(shop)).toMatchObject([{ state: "cancelled", reason: "opted_out", attempt: 0 }]);
	expect(await shop.shop.db.message.findMany()).toMatchObject([{ status: "cancelled", statusReason: "opted_out" }]);
});

test("of two offers to one who said stop none is left waiting for the next sweep", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop, { advertising: false });
	const { sender } = await aSender(shop);
	await aRow(shop, ada, { marketing: true });
	await aRow(shop, ada, { marketing: true });

	await sender.sendDue();
	await sender.quiet();

	expect((await outboxOf(shop)).map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
});

test("an offer waits while its customer is just saying stop", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { sender, channel } = await aSender(shop);
	await aRow(shop, ada, { marketing: true });
	shop.pass(1000);

	await shop.shop.atomically(async (inside) => {
		await sayOfAdvertising({ shop: inside }, ada.customerId, "withdrawn");
		await sender.sendDue();
		await sender.quiet();
		expect(channel.sent).toEqual([]);
	});
	await sender.sendDue();
	await sender.quiet();

	expect(channel.sent).toEqual([]);
	expect(await outboxOf(shop)).toMatchObject([{ state: "cancelled", reason: "opted_out" }]);
});

test("once an operator has taken over, a line that the bot had written before does not follow", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { sender, channel } = await aSender(shop);
	await aRow(shop, ada, { text: "бот, до", lease: 0 });
	shop.pass(1000);
	await shop.shop.db.conversation.update({
		where: { id: ada.conversationId },
		data: { control: "human", holderId: "nina", controlSince: shop.shop.now(), lease: 1 },
	});
	await aRow(shop, ada, { text: "Нина", author: "operator:nina" });
	await aRow(shop, ada, { text: "шаг, который вставила Нина", lease: 1 });
	await aRow(shop, ada, { text: "Заказ собран", priority: 2 });
	await aRow(shop, ada, { text: "скидка", marketing: true });

	await sender.sendDue();
	await sender.quiet();

	expect(channel.sent.map(({ content }) => content.text)).toEqual([
		"Нина",
		"шаг, который вставила Нина",
		"Заказ собран",
	]);
	expect((await outboxOf(shop)).map(({ state, reason }) => [state, reason])).toEqual([
		["cancelled", "operator"],
		["sent", null],
		["sent", null],
		["sent", null],
		["pending", "operator"],
	]);
});

test("two offers that fall due together do not both reach one customer on one day", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { sender, channel } = await aSender(shop);
	await aRow(shop, ada, { marketing: true });
	await aRow(shop, ada, { marketing: true });

	await sender.sendDue();
	await sender.quiet();

	expect(channel.sent.length).toBe(1);
	expect(await outboxOf(shop)).toMatchObject([
		{ state: "sent" },
		{ state: "pending", reason: "cap", due: new Date("2026-03-11T00:00:00+03:00") },
	]);
});

test("two senders of one account share the work, and no message leaves twice", async () => {
	const shop = await aShop();
	const channel = aScriptedChannel();
	const one = await aSender(shop, { name: "sender-1", channel, lanes: { prompt: 3, campaign: 3 } });
	const other = await aSender(shop, { name: "sender-2", channel, lanes: { prompt: 3, campaign: 3 } });
	for (let person = 0; person < 12; person++) {
		const ada = await aCorrespondent(shop);
		await aRow(shop, ada);
		await aRow(shop, ada, { marketing: true });
	}

	await Promise.all([one.sender.sendDue(), other.sender.sendDue()]);
	for (const { sender } of [one, other, one, other]) await sender.quiet();
	await one.sender.sendDue();
	await one.sender.quiet();

	expect(new Set(channel.sent.map(({ id }) => id)).size).toBe(24);
	expect(channel.sent.length).toBe(24);
});

test("the account's rate is kept by two senders together", async () => {
	const shop = await aShop();
	const channel = aScriptedChannel();
	const pace = { account: { perSecond: 10, burst: 5 } };
	const one = await aSender(shop, { name: "sender-1", channel, pace });
	const other = await aSender(shop, { name: "sender-2", channel, pace });
	for (let person = 0; person < 20; person++) await aRow(shop, await aCorrespondent(shop));

	const settle = async () => {
		await Promise.all([one.sender.sendDue(), other.sender.sendDue()]);
		await Promise.all([one.sender.quiet(), other.sender.quiet()]);
	};
	await settle();
	expect(channel.sent.length).toBe(5);
	shop.pass(400);
	await settle();
	expect(channel.sent.length).toBe(9);
	shop.pass(10_000);
	await settle();
	expect(channel.sent.length).toBe(14);
});

test("answers for which there was no token leave with the next ones, also where the database is slower than the tokens", async () => {
	const slow = await aShop();
	const rows: bigint[] = [];
	for (let person = 0; person < 6; person++) rows.push(await aRow(slow, await aCorrespondent(slow)));
	const now = () => {
		slow.pass(30);
		return slow.shop.now();
	};
	const shop = { ...slow.shop, now };
	const { sender, channel, timers } = await aSender(slow, { shop, pace: { account: { perSecond: 100, burst: 2 } } });

	sender.sendNow(rows.map((id) => ({ id, account: ACCOUNT, priority: 1 })));
	for (let tries = 0; tries < 6 && channel.sent.length < 6; tries++) {
		await sender.quiet();
		timers.pass(10);
	}
	await sender.quiet();

	expect(channel.sent.length).toBe(6);
});

test("one chat gets a small burst and then about one message a second, by itself", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	for (let line = 0; line < 5; line++) await aRow(shop, ada);
	const { sender, channel, timers } = await aSender(shop, { pace: TELEGRAM_PACE });

	await sender.quiet();
	expect(channel.sent.length).toBe(3);
	timers.pass(1100);
	await sender.quiet();
	expect(channel.sent.length).toBe(4);
	timers.pass(1100);
	await sender.quiet();

	expect(channel.sent.length).toBe(5);
});

test("what is said to a chat that rests after a burst leaves as soon as it may, also where other chats rest longer", async () => {
	const shop = await aShop();
	const [ada, bob] = [await aCorrespondent(shop), await aCorrespondent(shop)];
	const { sender, channel, timers } = await aSender(shop, { pace: TELEGRAM_PACE });
	const say = async (to: Correspondent, text: string) => {
		sender.sendNow([{ id: await aRow(shop, to, { text }), priority: 1 }]);
		await sender.quiet();
	};
	for (const text of ["раз", "два", "три"]) await say(ada, text);
	timers.pass(500);
	for (const text of ["один", "два", "три"]) await say(bob, text);
	channel.sent.length = 0;

	await say(ada, "четыре");
	await say(bob, "четыре");
	expect(channel.sent).toEqual([]);
	timers.pass(600);
	await sender.quiet();
	expect(channel.sent.map(({ chat }) => chat)).toEqual([ada.nativeId]);
	timers.pass(500);
	await sender.quiet();

	expect(channel.sent.map(({ chat }) => chat)).toEqual([ada.nativeId, bob.nativeId]);
});

test("an answer that is written while its chat's last call is being settled is not overlooked", async () => {
	const test = await aShop();
	const ada = await aCorrespondent(test);
	const { channel, sender } = await aSender(test, { shop: { ...test.shop, db: settlingBeside(test.shop.db) } });

	sender.sendNow([{ id: await aRow(test, ada, { text: "Сколько штук?" }), priority: 1 }]);
	await expect.poll(() => channel.sent.length).toBe(1);
	sender.sendNow([{ id: await aRow(test, ada, { text: "Две штуки. Верно?" }), priority: 1 }]);
	await sender.quiet();

	expect(channel.sent.map(({ content }) => content.text)).toEqual(["Сколько штук?", "Две штуки. Верно?"]);
});

/** The first outcome is written beside the second claim: each reads what was before the other's commit. */
function settlingBeside(db: Database): Database {
	let claims = 0;
	let claimed = () => {};
	const secondClaim = new Promise<void>((resolve) => {
		claimed = resolve;
	});
	async function written<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
		const isSettling = statement.name === "outbox-settle";
		if (isSettling) await secondClaim;
		const rows = await db.written<Row>(statement, values);
		if (statement.name.startsWith("outbox-claim-prompt-ids") && ++claims === 2) claimed();
		return isSettling && claims === 2 ? rows.map((row) => ({ ...row, more: false })) : rows;
	}
	return new Proxy(db, { get: (target, name) => (name === "written" ? written : Reflect.get(target, name)) });
}

test("a payment's answer that has lapsed is not sent any more", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { sender, channel } = await aSender(shop);
	await aRow(shop, ada, { priority: 0, usefulUntil: new Date(shop.shop.now().getTime() + 10_000) });
	shop.pass(10_001);

	await sender.sendDue();
	await sender.quiet();

	expect(channel.sent).toEqual([]);
	expect(await outboxOf(shop)).toMatchObject([{ state: "cancelled", reason: "stale" }]);
});

test("a sender that may have lost its name claims and calls nothing", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	await aRow(shop, ada);
	const { sender, channel } = await aSender(shop, { lease: { name: "sender-1", alive: () => false } });

	await sender.sendDue();
	await sender.quiet();

	expect(channel.sent).toEqual([]);
	expect(await outboxOf(shop)).toMatchObject([{ state: "pending", attempt: 0 }]);
});

test("a stopped sender lets its calls end, keeps their outcomes, and begins no other", async () => {
	const shop = await aShop();
	const [ada, bob] = [await aCorrespondent(shop), await aCorrespondent(shop)];
	const { sender, channel } = await aSender(shop);
	const calls = channel.hang();
	await aRow(shop, ada);
	await sender.sendDue();
	await expect.poll(calls.waiting).toBe(1);

	const stopping = sender.stop();
	await aRow(shop, bob);
	calls.answer({ outcome: "accepted", refs: ["1"] });
	await stopping;
	await sender.sendDue();

	expect((await outboxOf(shop)).map(({ state }) => state)).toEqual(["sent", "pending"]);
});

test("an edit leaves the message's own id in the thread as it was", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { sender, channel } = await aSender(shop);
	const first = await aRow(shop, ada);
	channel.script({ outcome: "accepted", refs: ["5"] }, { outcome: "accepted", refs: ["5"] });
	const second = await aRow(shop, ada);
	await shop.shop.db.outbox.update({ where: { id: second }, data: { content: { text: "2", edits: "5" } } });

	await sender.sendDue();
	await sender.quiet();

	expect(await shop.shop.db.outbox.findUnique({ where: { id: first } })).toMatchObject({ state: "sent" });
	expect((await shop.shop.db.message.findMany({ orderBy: { id: "asc" } })).map(({ externalId }) => externalId)).toEqual(
		["5", null],
	);
	expect((await outboxOf(shop)).map(({ state }) => state)).toEqual(["sent", "sent"]);
});

test("a proactive message that arrived is weighed two days later", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { sender } = await aSender(shop);
	await aRow(shop, ada, { marketing: true });

	await sender.sendDue();
	await sender.quiet();

	expect(await shop.shop.db.errand.findMany()).toMatchObject([
		{ name: "weigh-channel", dueAt: new Date(shop.shop.now().getTime() + 48 * 3_600_000) },
	]);
});
