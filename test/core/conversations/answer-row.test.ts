import { expect, test } from "vitest";
import { aCounter, type Counter, heard, presses, writes } from "#test/support/counter.ts";

const TEA = `
flow: tea
title: Tea
purpose: service
stage: care
start: [{says: [tea]}]
vars: {kind: text}
steps:
  - choose: kind
    text: Which tea?
    options: {green: Green, black: Black}
  - say: "{{ kind }}, coming."
`;

async function tell({ engine }: Counter, ...arrivals: ReturnType<typeof writes>[]) {
	await engine.receiveAndAnswer(arrivals);
	while ((await engine.workInbox()) > 0);
}

test("an edited message shows its new words, keeps the old ones and answers nothing", async () => {
	const counter = await aCounter({ "tea.flow.yaml": TEA });
	await tell(counter, writes("tea", { key: "first" }));

	await tell(counter, heard({ kind: "edited", id: "mfirst", text: "green", media: [] }));

	expect(await counter.thread()).toEqual(["> green", "Which tea?"]);
	expect(await counter.shop.db.message.findFirst({ where: { externalId: "mfirst" } })).toMatchObject({
		versions: [{ text: "tea" }],
	});
	expect((await counter.diary()).at(-1)).toMatchObject({ name: "message.edited" });
});

test("a reaction stands at its message", async () => {
	const counter = await aCounter({ "tea.flow.yaml": TEA });
	await tell(counter, writes("tea"));
	await counter.shop.db.message.updateMany({ where: { direction: "said" }, data: { externalId: "77" } });

	await tell(counter, heard({ kind: "reacted", message: "77", emojis: ["👍"] }));

	expect(await counter.shop.db.message.findFirst({ where: { externalId: "77" } })).toMatchObject({ reactions: ["👍"] });
	expect((await counter.diary()).at(-1)).toMatchObject({ name: "message.reacted", data: { emojis: ["👍"] } });
});

test("who blocks the bot is unreachable and takes back consent for this channel; unblocking restores just that", async () => {
	const counter = await aCounter({ "tea.flow.yaml": TEA });
	const { shop } = counter;
	await tell(counter, writes("tea"));
	const { id: customerId } = await shop.db.customer.findFirstOrThrow();
	const words = { text: "May we write to you?", textVersion: "1", actor: "customer", at: shop.now() };
	await shop.db.consent.create({ data: { customerId, purpose: "advertising", state: "given", ...words } });

	counter.pass(1000);
	await tell(counter, heard({ kind: "blocked" }));
	expect(await shop.db.identity.findFirst()).toMatchObject({ reachability: "blocked" });
	expect((await counter.diary()).slice(-2).map(({ name }) => name)).toEqual([
		"identity.unreachable",
		"consent.withdrawn",
	]);

	counter.pass(1000);
	await tell(counter, heard({ kind: "unblocked" }));
	expect(await shop.db.identity.findFirst()).toMatchObject({ reachability: "reachable" });
	const ledger = await shop.db.consent.findMany({ orderBy: { id: "asc" } });
	expect(ledger.map(({ state, channel, actor }) => [state, channel, actor])).toEqual([
		["given", null, "customer"],
		["withdrawn", "telegram", "platform"],
		["given", "telegram", "platform"],
	]);
});

test("a consent withdrawn in words stays withdrawn when a block is taken back", async () => {
	const counter = await aCounter({ "tea.flow.yaml": TEA });
	const { shop } = counter;
	await tell(counter, writes("tea"));
	const { id: customerId } = await shop.db.customer.findFirstOrThrow();
	const words = { text: "stop", textVersion: "1", actor: "customer", at: shop.now() };
	await shop.db.consent.create({ data: { customerId, purpose: "advertising", state: "withdrawn", ...words } });

	counter.pass(1000);
	await tell(counter, heard({ kind: "blocked" }));
	counter.pass(1000);
	await tell(counter, heard({ kind: "unblocked" }));

	expect(await shop.db.consent.count()).toBe(1);
});

test("who blocked the bot and then simply writes can be answered again", async () => {
	const counter = await aCounter({ "tea.flow.yaml": TEA });
	await tell(counter, writes("hm"));
	await tell(counter, heard({ kind: "blocked" }));

	await tell(counter, writes("tea"));

	expect((await counter.seen()).at(-1)).toBe("Which tea?");
	expect(await counter.shop.db.outbox.count({ where: { state: "pending" } })).toBe(2);
});

test("a chat that moved keeps its conversation", async () => {
	const counter = await aCounter({ "tea.flow.yaml": TEA });
	await tell(counter, writes("tea"));

	await tell(counter, heard({ kind: "moved", to: "ada-2" }));
	await tell(counter, writes("green", { chat: "ada-2" }));

	expect(await counter.shop.db.conversation.count()).toBe(1);
	expect((await counter.seen("ada-2")).at(-1)).toBe("green, coming.");
});

test("a button forged, or of somebody else's message, is met politely and changes nothing", async () => {
	const counter = await aCounter({ "tea.flow.yaml": TEA });
	await tell(counter, writes("tea", { chat: "ada" }));
	const adas = await counter.token("Green");

	await tell(counter, presses(adas, { chat: "eve" }), presses("forged", { chat: "eve" }), presses("", { chat: "eve" }));

	expect(await counter.seen("ada")).toEqual(["Which tea?"]);
	expect(await counter.seen("eve")).toHaveLength(3);
	expect(await counter.thread("eve")).toContain("> …");
	expect(await counter.shop.db.flowRun.count({ where: { status: "ended" } })).toBe(0);
});

test("a checkout is answered in its own lane, once, while the chat is held up", async () => {
	const told: unknown[] = [];
	const checkout = {
		accept: async () => ({ ok: false as const, why: "sold out" }),
		tell: (...answer: unknown[]) => void told.push(answer),
	};
	const counter = await aCounter({ "tea.flow.yaml": TEA }, { parts: { checkout } });
	const asked = heard({ kind: "checkout", checkout: "q1", payload: "order", amount: 100, currency: "RUB" });
	const inLane = { ...asked, heard: { ...asked.heard, lane: "ada:checkout" } };

	await tell(counter, inLane);
	await tell(counter, inLane);

	expect(told).toEqual([[asked.heard.account, "q1", { ok: false, why: "sold out" }]]);
});

test("a payment stands in the thread and is booked in the same commit", async () => {
	const booked: unknown[] = [];
	const counter = await aCounter(
		{ "tea.flow.yaml": TEA },
		{ parts: { recordPayment: async (_shop, payment) => void booked.push(payment) } },
	);
	const paid = heard({ kind: "paid", id: "9", payload: "order", charge: "c1", amount: 100, currency: "RUB" });

	await tell(counter, paid);
	await tell(counter, paid);

	expect(booked).toMatchObject([{ charge: "c1", amount: 100, payload: "order", channel: "telegram" }]);
	expect(await counter.shop.db.message.findMany({ where: { kind: "paid" } })).toHaveLength(1);
});

test("what nobody has a word for is kept for the engineer and holds nobody up", async () => {
	const counter = await aCounter({ "tea.flow.yaml": TEA });

	await tell(counter, heard({ kind: "unread", about: "poll" }), writes("tea"));

	expect(await counter.thread()).toEqual(["> tea", "Which tea?"]);
	expect(await counter.shop.db.inbox.count({ where: { state: "done" } })).toBe(2);
});
