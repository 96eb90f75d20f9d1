import { describe, expect, test } from "vitest";
import type { Hands } from "#core/flows/hands.ts";
import { aCounter, type Counter, writes } from "#test/support/counter.ts";

const REMIND = `
flow: remind
title: Remind
purpose: service
stage: care
start:
  - {says: [remind me]}
  - {event: cart.changed, wait: 2h}
  - {event: product.price_dropped, to: interested_in(event.product.id)}
  - {date: customer.birthday, before: 3 days, at: "11:00"}
stop_when: [{event: order.created, outcome: bought, reason: own_wish}]
send: {quiet: "23:00-06:00", stale: 1 day}
vars: {}
steps:
  - wait: 1h
  - say: "Do not forget."
  - end: done
`;
const HOUR = 3_600_000;
const files = { "remind.flow.yaml": REMIND };

async function met(more: { hands?: Partial<Hands> } = {}) {
	const counter = await aCounter(files, more);
	await counter.engine.receiveAndAnswer([writes("hm")]);
	const { id: customerId } = await counter.shop.db.customer.findFirstOrThrow();
	return { ...counter, customerId };
}

async function tellAll({ shop, engine }: Counter) {
	const errands = await shop.db.errand.findMany({ where: { state: "waiting" }, orderBy: { id: "asc" } });
	for (const { id, name, payload } of errands) {
		if (name === "tell-flows") await engine.tellFlows(shop, Object(payload));
		if (name === "tell-occasion") await engine.tellOccasion(shop, Object(payload));
		await shop.db.errand.update({ where: { id }, data: { state: "done" } });
	}
	return errands.length;
}

const cartChanged = (customerId: string) =>
	({
		name: "cart.changed",
		data: { cart: { id: "c" }, product: null, qty: 1, count: 1, total: 100 },
		customerId,
		actor: "customer",
	}) as const;

test("a run that waited goes on when its moment has come, once, with two processes looking", async () => {
	const counter = await aCounter(files);
	await counter.engine.receiveAndAnswer([writes("remind me")]);
	const other = counter.another();

	counter.pass(HOUR - 1);
	expect(await counter.engine.workDue()).toBe(0);
	counter.pass(1);
	await Promise.all([counter.engine.workDue(), other.workDue()]);

	expect(await counter.seen()).toEqual(["Do not forget."]);
	expect(await counter.engine.workDue()).toBe(0);
	expect(await counter.shop.db.flowRun.findMany()).toMatchObject([{ status: "ended", outcome: "done", wakeAt: null }]);
});

describe("an event of a customer", () => {
	test("makes an entry that fires later, and starts a run whose answer names its entry", async () => {
		const counter = await met();
		await counter.shop.record(cartChanged(counter.customerId));

		await tellAll(counter);
		expect(await counter.shop.db.flowEntry.findMany()).toMatchObject([{ flow: "remind", state: "pending" }]);
		counter.pass(2 * HOUR);
		await counter.engine.workDue();
		counter.pass(HOUR);
		await counter.engine.workDue();

		expect((await counter.seen()).at(-1)).toBe("Do not forget.");
		const [run] = await counter.shop.db.flowRun.findMany();
		expect(await counter.shop.db.flowEntry.findMany()).toMatchObject([{ state: "started", runId: run?.id }]);
		expect(await counter.shop.db.outbox.findFirst({ where: { runId: run?.id ?? "" } })).toMatchObject({
			priority: 2,
			marketing: false,
		});
	});

	test("told twice makes one entry, and two processes that fire it start one run", async () => {
		const counter = await met();
		await counter.shop.record(cartChanged(counter.customerId));
		const { payload } = await counter.shop.db.errand.findFirstOrThrow({
			where: { payload: { path: ["name"], equals: "cart.changed" } },
		});

		await counter.engine.tellFlows(counter.shop, Object(payload));
		await counter.engine.tellFlows(counter.shop, Object(payload));
		counter.pass(2 * HOUR);
		await Promise.all([counter.engine.workDue(), counter.another().workDue(), counter.another().workDue()]);

		expect(await counter.shop.db.flowEntry.count()).toBe(1);
		expect(await counter.shop.db.flowRun.count()).toBe(1);
	});

	test("stops a run that it makes needless", async () => {
		const counter = await met();
		await counter.engine.receiveAndAnswer([writes("remind me")]);
		const order = { id: "o", number: "1001", state: "placed", total: 100, currency: "RUB" };
		await counter.shop.record({
			name: "order.created",
			data: { order },
			customerId: counter.customerId,
			actor: "customer",
		});

		await tellAll(counter);

		expect(await counter.shop.db.flowRun.findMany()).toMatchObject([{ status: "ended", outcome: "bought" }]);
		expect((await counter.diary()).map(({ name }) => name)).toContain("flow.ended");
	});

	test("that is none of the flows' business writes nothing", async () => {
		const counter = await met();
		const before = await counter.shop.db.conversation.findFirstOrThrow();
		await counter.shop.record({
			name: "tag.added",
			data: { tag: "vip" },
			customerId: counter.customerId,
			actor: "system",
		});

		await tellAll(counter);

		expect((await counter.shop.db.conversation.findFirstOrThrow()).version).toBe(before.version);
	});
});

test("an event that belongs to nobody reaches those whom the flow says it concerns", async () => {
	let customerId = "";
	const hands: Partial<Hands> = { read: async () => [{ id: customerId }] };
	const counter = await met({ hands });
	customerId = counter.customerId;
	await counter.shop.record({
		name: "product.price_dropped",
		data: { product: { id: "p", title: "Tea", price: 100 } },
		customerId: null,
		actor: "system",
	});

	while ((await tellAll(counter)) > 0);

	expect(await counter.shop.db.flowEntry.findMany()).toMatchObject([{ flow: "remind", customerId, state: "started" }]);
	expect(await counter.shop.db.flowRun.count()).toBe(1);
});

test("three days before a birthday an entry waits for eleven o'clock, however often the day begins", async () => {
	const hands: Partial<Hands> = {
		roots: async () => ({ customer: { birthday: "1990-03-14", consent: {} }, cart: {}, catalogue: {}, shop: {} }),
	};
	const counter = await met({ hands });
	const { shop, engine } = counter;
	await shop.db.customer.updateMany({ data: { birthday: new Date("1990-03-14"), zone: "Asia/Yekaterinburg" } });

	await engine.beginDay(shop);
	await engine.beginDay(shop);

	expect(await shop.db.flowEntry.findMany()).toMatchObject([
		{ trigger: "date", key: "2026-03-14", state: "pending", firesAt: new Date("2026-03-11T11:00:00+05:00") },
	]);
});

test("the silence of a question nobody asked for counts from when the messenger took it", async () => {
	const ASK = `
flow: nudge
title: Nudge
purpose: service
stage: care
start: [{event: cart.changed}]
send: {quiet: "23:00-06:00", stale: 1 day}
vars: {more: yesno}
steps:
  - {ask: more, text: Anything else?}
`;
	const counter = await aCounter({ "nudge.flow.yaml": ASK });
	await counter.engine.receiveAndAnswer([writes("hm")]);
	const { id } = await counter.shop.db.customer.findFirstOrThrow();
	counter.pass(2 * HOUR);
	await counter.shop.record(cartChanged(id));
	await tellAll(counter);
	const row = await counter.shop.db.outbox.findFirstOrThrow({ where: { flow: "nudge" } });

	counter.pass(HOUR);
	await counter.engine.tellAccepted([row.id]);

	const [run] = await counter.shop.db.flowRun.findMany();
	expect(run?.wakeAt).toEqual(new Date(counter.shop.now().getTime() + 24 * HOUR));
});
