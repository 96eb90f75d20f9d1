import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { openPlanner } from "#core/delivery/plan.ts";
import { readDecisions } from "#core/delivery/read-decisions.ts";
import type { Candidate } from "#core/flows/talk.ts";
import { aCorrespondent, aRow, type Correspondent, PLANNER_RULES, sayOfAdvertising } from "#test/support/outbox.ts";
import { aShop, type TestShop } from "#test/support/shop.ts";

const plan = openPlanner(() => PLANNER_RULES);

function aCandidate({ shop }: TestShop, wish: Partial<Candidate> = {}): Candidate {
	return {
		run: "run-1",
		flow: "win-back",
		occurrence: "entry/step/1",
		purpose: "marketing",
		earliest: shop.now(),
		usefulUntil: new Date(shop.now().getTime() + 86_400_000),
		channels: ["preferred"],
		quiet: "21:00-10:00",
		spread: "20m",
		urgent: false,
		templates: [],
		arm: "treated",
		offer: false,
		sentNow: 0,
		...wish,
	};
}

/** As the driver of a turn asks: inside its transaction. */
function planning(test: TestShop, who: Correspondent, wish: Partial<Candidate> = {}, zone = "Europe/Moscow") {
	const { customerId, conversationId } = who;
	const person = { customerId, conversationId, channel: "telegram", zone, language: "ru" } as const;
	return test.shop.atomically((inside) => plan(inside, person, aCandidate(test, wish)));
}

test("a customer who agreed is written to by day, and the log says where and why", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);

	expect(await planning(shop, ada)).toEqual({ verdict: "go", channel: "telegram" });

	expect(await shop.shop.db.decision.findMany()).toMatchObject([
		{
			customerId: ada.customerId,
			verdict: "go",
			channel: "telegram",
			occurrence: "entry/step/1",
			detail: { why: "Telegram — единственный канал, где клиент доступен." },
		},
	]);
});

test("nobody who never agreed gets an offer, and who said stop is told apart", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop, { advertising: false });

	expect(await planning(shop, ada)).toEqual({ verdict: "no_consent" });
	await sayOfAdvertising(shop, ada.customerId, "given");
	await sayOfAdvertising(shop, ada.customerId, "withdrawn");
	expect(await planning(shop, ada)).toEqual({ verdict: "opted_out" });
	expect((await shop.shop.db.decision.findMany()).map(({ verdict }) => verdict)).toEqual(["no_consent", "opted_out"]);
});

test("news of an order need no consent to advertising", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop, { advertising: false });

	expect(await planning(shop, ada, { purpose: "transactional" })).toEqual({ verdict: "go", channel: "telegram" });
});

test("who has blocked the bot has no channel", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	await shop.shop.db.identity.update({ where: { id: ada.identityId }, data: { reachability: "blocked" } });

	expect(await planning(shop, ada)).toEqual({ verdict: "no_channel" });
});

test("at night an offer waits for the customer's morning, each run at its own moment within the spread", async () => {
	const shop = await aShop({ today: "2026-03-10T22:00:00+03:00" });
	const ada = await aCorrespondent(shop);

	const first = await planning(shop, ada);
	const again = await planning(shop, ada);
	const other = await planning(shop, ada, { run: "run-2" });

	expect(first).toEqual(again);
	expect(first.verdict).toBe("waits_hours");
	const until = "until" in first ? first.until?.getTime() : undefined;
	expect(until).toBeGreaterThanOrEqual(Date.parse("2026-03-11T10:00:00+03:00"));
	expect(until).toBeLessThan(Date.parse("2026-03-11T10:20:00+03:00"));
	expect(other).not.toEqual(first);
});

test("an offer that would be useless by the morning waits no longer than it is of use", async () => {
	const shop = await aShop({ today: "2026-03-10T22:00:00+03:00" });
	const ada = await aCorrespondent(shop);
	const usefulUntil = new Date("2026-03-11T08:00:00+03:00");

	expect(await planning(shop, ada, { usefulUntil })).toEqual({ verdict: "waits_hours", until: usefulUntil });
});

test("a dialog under way is not interrupted, and an operator's not at all", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const where = { id: ada.conversationId };
	await shop.shop.db.conversation.update({ where, data: { liveAt: new Date(shop.shop.now().getTime() - 60_000) } });
	expect(await planning(shop, ada)).toEqual({
		verdict: "waits_dialog",
		until: new Date(shop.shop.now().getTime() + 29 * 60_000),
	});

	await shop.shop.db.conversation.update({ where, data: { control: "human", holderId: "nina" } });
	expect(await planning(shop, ada)).toEqual({ verdict: "waits_dialog" });
});

test("an offer that is about to leave takes the day's place from the next one", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	await aRow(shop, ada, { marketing: true });

	expect(await planning(shop, ada)).toEqual({
		verdict: "waits_cap",
		until: new Date("2026-03-11T00:00:00+03:00"),
	});
});

test("an offer of the same turn, which no table shows yet, takes the day's place as well", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);

	expect(await planning(shop, ada, { sentNow: 1 })).toMatchObject({ verdict: "waits_cap" });
	expect(await planning(shop, ada, { liveAt: shop.shop.now() })).toMatchObject({ verdict: "waits_dialog" });
});

test("the held-out go through every question and take a place under the cap, but get nothing", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);

	expect(await planning(shop, ada, { arm: "held_out" })).toEqual({ verdict: "held_out" });
	expect(await planning(shop, ada, { flow: "birthday" })).toMatchObject({ verdict: "waits_cap" });
	await sayOfAdvertising(shop, ada.customerId, "withdrawn");
	expect(await planning(shop, ada, { arm: "held_out" })).toEqual({ verdict: "opted_out" });
});

test("a flow that somebody has paused writes to nobody", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	await shop.shop.db.flowPause.create({ data: { flow: "win-back", actor: "operator:nina" } });

	expect(await planning(shop, ada)).toEqual({ verdict: "paused" });
});

test("a file that names another channel finds none", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);

	expect(await planning(shop, ada, { channels: ["whatsapp"] })).toEqual({ verdict: "no_channel" });
	expect(await planning(shop, ada, { channels: ["whatsapp", "last_active"] })).toEqual({
		verdict: "go",
		channel: "telegram",
	});
});

test("where a channel's window has closed, a step without a template cannot leave", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const windowed = openPlanner(() => ({ ...PLANNER_RULES, windowHours: () => 24 }));
	const { customerId, conversationId } = ada;
	const person = { customerId, conversationId, channel: "telegram", zone: "Europe/Moscow", language: "ru" } as const;

	expect(await windowed(shop.shop, person, aCandidate(shop))).toEqual({ verdict: "no_template" });
	expect(await windowed(shop.shop, person, aCandidate(shop, { templates: ["telegram"] }))).toMatchObject({
		verdict: "go",
	});
});

/** Another run of theirs that was told to wait until then. */
async function waiting(test: TestShop, who: Correspondent, run: string, wish: Partial<Candidate>, wakeAt: Date) {
	const { customerId, conversationId } = who;
	const about = { channel: "telegram", purpose: "marketing", status: "held", logic: "1", state: {} };
	const flow = wish.flow ?? "win-back";
	await planning(test, who, { ...wish, run });
	await test.shop.db.flowRun.create({
		data: { id: run, flow, customerId, conversationId, ...about, wakeAt, startedAt: test.shop.now() },
	});
}

test("of two offers for one day the one that brings more goes, and the other ends as outbid", async () => {
	const shop = await aShop({ today: "2026-03-10T22:00:00+03:00" });
	const ada = await aCorrespondent(shop);
	const at = new Date("2026-03-11T10:05:00+03:00");
	const [mine, theirs] = [randomUUID(), randomUUID()];
	const numbers = { ...{ p0: 0.1, incentive: 0, optOut: 0, year: 0, afterReaction: 0.2 }, at: shop.shop.now() };
	const rows = [
		{ flow: "birthday", lift: 0.01, margin: 50_000 },
		{ flow: "win-back", lift: 0.05, margin: 50_000 },
	].map((row) => ({ ...row, ...numbers, customerId: ada.customerId }));
	await shop.shop.db.sendingWorth.createMany({ data: rows });
	const usefulUntil = new Date("2026-03-11T20:00:00+03:00");
	await waiting(shop, ada, theirs, { flow: "win-back", usefulUntil }, at);

	shop.setNow(new Date("2026-03-11T10:02:00+03:00"));
	const birthday = { flow: "birthday", run: mine, usefulUntil };
	expect(await planning(shop, ada, birthday)).toEqual({
		verdict: "waits_cap",
		until: new Date(at.getTime() + 60_000),
	});
	expect(await planning(shop, ada, { flow: "win-back", run: theirs, usefulUntil })).toMatchObject({ verdict: "go" });
	await aRow(shop, ada, { marketing: true, flow: "win-back" });
	shop.setNow(usefulUntil);
	expect(await planning(shop, ada, { ...birthday, waited: "waits_cap" })).toEqual({ verdict: "outbid" });

	const { customerId } = ada;
	const told = await readDecisions(shop.shop, { customerId, zone: "Europe/Moscow", language: "ru" });
	expect(told.map(({ sentence }) => sentence)).toEqual([
		"Не отправили: нашлось сообщение важнее (раньше идёт «win-back»).",
		"Отправляем: Telegram. Telegram — единственный канал, где клиент доступен.",
		expect.stringMatching(
			/^Не отправили: предел рекламных сообщений \(раньше идёт «win-back»: принесёт 25\.00 против 5\.00\), вернёмся/,
		),
		expect.stringMatching(/^Не отправили: тихие часы/),
	]);
});

test("billed offers end where a year's budget for this person does, and free ones go on", async () => {
	const shop = await aShop({ today: "2026-03-10T12:00:00+03:00" });
	const ada = await aCorrespondent(shop);
	const { customerId } = ada;
	const numbers = { p0: 0.1, lift: 0.05, margin: 100_000, incentive: 0, optOut: 0, year: 10_000, afterReaction: 0.2 };
	await shop.shop.db.sendingWorth.create({
		data: { ...numbers, customerId, flow: "win-back", at: shop.shop.now() },
	});
	// A tenth of 100 ₽ a year pays for one message at 6 ₽, not for two.
	const frugal = { ...PLANNER_RULES, contact: 0.1, price: () => 600, windowHours: () => 24 };
	const offered = () =>
		shop.shop.atomically((inside) => {
			const who = { customerId, conversationId: ada.conversationId, channel: "telegram", language: "ru" } as const;
			const candidate = aCandidate(shop, { templates: ["telegram"] });
			return openPlanner(() => frugal)(inside, { ...who, zone: "Europe/Moscow" }, candidate);
		});

	expect(await offered()).toMatchObject({ verdict: "go" });
	await aRow(shop, ada, { marketing: true, flow: "win-back" });
	await shop.shop.db.outbox.updateMany({ data: { state: "sent", settledAt: shop.shop.now() } });
	await shop.shop.db.message.updateMany({ data: { billing: "marketing" } });
	shop.pass(30 * 86_400_000);
	expect(await offered()).toEqual({ verdict: "over_budget" });
	const windowUntil = new Date(shop.shop.now().getTime() + 3_600_000);
	await shop.shop.db.chat.updateMany({ data: { windowUntil } });
	expect(await offered()).toMatchObject({ verdict: "go" });

	await shop.shop.db.chat.updateMany({ data: { windowUntil: null } });
	shop.pass(340 * 86_400_000);
	expect(await offered()).toMatchObject({ verdict: "go" });
});

test("a customer of whom only the country is known is written to when all of it is awake", async () => {
	const shop = await aShop({ today: "2026-03-10T10:30:00+03:00" });
	const [ada, bert] = [await aCorrespondent(shop), await aCorrespondent(shop)];
	await shop.shop.db.customer.update({ where: { id: ada.customerId }, data: { phone: "+79161234567" } });
	await shop.shop.db.customer.update({
		where: { id: bert.customerId },
		data: { phone: "+79161234568", zone: "Europe/Moscow" },
	});
	const nationwide = openPlanner(() => ({ ...PLANNER_RULES, nationwide: true }));
	const ask = ({ customerId, conversationId }: Correspondent) => {
		const who = { customerId, conversationId, channel: "telegram", zone: "Europe/Moscow", language: "ru" } as const;
		const { spread: _, ...candidate } = aCandidate(shop);
		return nationwide(shop.shop, who, candidate);
	};

	expect(await ask(bert)).toMatchObject({ verdict: "go" });
	// Kaliningrad sleeps until eleven by Moscow's clock.
	expect(await ask(ada)).toEqual({ verdict: "waits_hours", until: new Date("2026-03-10T11:00:00+03:00") });
	expect(await planning(shop, ada)).toMatchObject({ verdict: "go" });
});

test("who lets eight offers pass gets no more, and the shop is told once a silence", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { customerId, conversationId } = ada;
	const heard = { channel: "telegram", direction: "heard", author: "customer", text: "да", conversationId } as const;
	await shop.shop.db.conversation.update({ where: { id: conversationId }, data: { lastHeardAt: shop.shop.now() } });
	for (let offer = 0; offer < 8; offer++) {
		shop.pass(8 * 86_400_000);
		const row = await aRow(shop, ada, { marketing: true });
		const { messageId } = await shop.shop.db.outbox.update({ where: { id: row }, data: { state: "sent" } });
		if (messageId) await shop.shop.db.message.update({ where: { id: messageId }, data: { status: "sent" } });
	}
	shop.pass(8 * 86_400_000);
	const told = () => shop.shop.db.diary.count({ where: { customerId, name: "customer.unanswered" } });

	expect(await planning(shop, ada, { occurrence: "nine" })).toEqual({ verdict: "not_worth" });
	expect(await planning(shop, ada, { occurrence: "ten" })).toEqual({ verdict: "not_worth" });
	expect(await told()).toBe(1);
	expect(await shop.shop.db.errand.count({ where: { name: "tell-flows" } })).toBe(1);

	const now = shop.shop.now();
	await shop.shop.db.message.create({ data: { ...heard, status: "heard", at: now } });
	await shop.shop.db.identity.update({ where: { id: ada.identityId }, data: { lastHeardAt: now } });
	shop.pass(3_600_000);
	expect(await planning(shop, ada, { occurrence: "eleven" })).toMatchObject({ verdict: "go" });
});
