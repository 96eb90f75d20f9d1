import { expect, test } from "vitest";
import { share } from "#core/chance.ts";
import { judgeChannel } from "#core/delivery/judge-channel.ts";
import { openPlanner } from "#core/delivery/plan.ts";
import { readReportCards } from "#core/delivery/report-cards.ts";
import { switchChannel } from "#core/delivery/switch-channel.ts";
import { EVEN_WORTH } from "#core/delivery/worth.ts";
import type { Candidate } from "#core/flows/talk.ts";
import { aCorrespondent, aRow, PLANNER_RULES } from "#test/support/outbox.ts";
import { aShop } from "#test/support/shop.ts";

const DAY = 86_400_000;
const worth = { ...EVEN_WORTH.worth("any"), p0: 0.02, lift: 0, margin: 50_000, optOut: 0.003, year: 200_000 };
const even = { answered: 0, left: 0, cost: 0, heldOut: { people: 100, ordered: 2 } };

test.each([
	["forty messages say nothing yet", { ...even, sent: 40, ordered: 0 }, "early"],
	[
		"who orders no more often than those held out, at a price, is weak",
		{ ...even, sent: 600, ordered: 8, cost: 600 * 2_000 },
		"weak",
	],
	["who orders five times as often is strong", { ...even, sent: 600, ordered: 60 }, "strong"],
	[
		"a little more often, with few held out, is open",
		{ ...even, sent: 300, ordered: 9, heldOut: { people: 30, ordered: 0 } },
		"open",
	],
	[
		"a message that drives people away is weak, whatever it sells",
		{ ...even, sent: 600, ordered: 15, left: 90 },
		"weak",
	],
])("%s", (_, record, verdict) => {
	expect(judgeChannel(record, worth).verdict).toBe(verdict);
});

test("the interval of orders stays within its bounds, where nobody or everybody ordered", () => {
	expect(judgeChannel({ ...even, sent: 50, ordered: 0 }, worth).orders).toMatchObject({ rate: 0, low: 0 });
	expect(judgeChannel({ ...even, sent: 50, ordered: 50 }, worth).orders).toMatchObject({ rate: 1, high: 1 });
	const { low, high } = judgeChannel({ ...even, sent: 200, ordered: 10 }, worth).orders;
	expect([low, high].map((one) => one.toFixed(3))).toEqual(["0.027", "0.090"]);
});

test("a channel has a report card, can be switched off for a family and on again, and the planner and the audit know", async () => {
	const shop = await aShop();
	const ada = await aCorrespondent(shop);
	const { customerId, conversationId } = ada;
	const row = await aRow(shop, ada, { marketing: true, flow: "win-back" });
	const settledAt = new Date(shop.shop.now().getTime() - 10 * DAY);
	await shop.shop.db.outbox.update({ where: { id: row }, data: { state: "sent", settledAt, attemptedAt: settledAt } });
	const familyOf = () => "back";
	const rules = { ...EVEN_WORTH, familyOf, currency: "RUB" };
	const cards = () => readReportCards(shop.shop, { rules, language: "ru" });
	const plan = openPlanner(() => ({ ...PLANNER_RULES, familyOf }));
	const who = { customerId, conversationId, channel: "telegram", zone: "Europe/Moscow", language: "ru" } as const;
	// One in fifty goes on to see whether it has got better: this one is not among them.
	const occurrence = ["one", "two", "three", "four"].find((name) => share(`probe:${name}`, customerId) > 0.02) ?? "";
	const candidate: Candidate = {
		...{ run: "run-1", flow: "win-back", occurrence, earliest: shop.shop.now() },
		...{
			usefulUntil: new Date(shop.shop.now().getTime() + DAY),
			channels: ["preferred"],
			urgent: false,
			templates: [],
		},
		...{ purpose: "marketing", offer: false, sentNow: 0 },
	};
	const decide = { channel: "telegram", family: "back", reason: "мало заказов", actor: "operator:nina" } as const;

	expect(await cards()).toMatchObject([
		{
			...{ channel: "telegram", family: "back", sent: 1, answered: 0, verdict: "early", switchedOff: null },
			sentence:
				"Telegram: сообщений — 1, ответов — 0, заказов на 100 сообщений — 0 (0–79,3). Пока рано судить: нужно 200 сообщений.",
		},
	]);
	expect(await plan(shop.shop, who, candidate)).toMatchObject({ verdict: "go" });

	await switchChannel(shop.shop, { ...decide, state: "off" });
	expect(await plan(shop.shop, who, candidate)).toEqual({ verdict: "no_channel" });
	expect(await plan(shop.shop, who, { ...candidate, purpose: "transactional" })).toMatchObject({ verdict: "go" });
	expect(await cards()).toMatchObject([{ switchedOff: { actor: "operator:nina", reason: "мало заказов" } }]);
	await expect(switchChannel(shop.shop, { ...decide, state: "off" })).rejects.toMatchObject({ code: "stale" });

	await switchChannel(shop.shop, { ...decide, state: "on" });
	expect(await plan(shop.shop, who, candidate)).toMatchObject({ verdict: "go" });
	expect(await shop.shop.db.audit.findMany({ orderBy: { id: "asc" } })).toMatchObject([
		{ actor: "operator:nina", act: "channel.switch", thing: "channel:telegram/back", before: "on", after: "off" },
		{ after: "on" },
	]);
});
