import { expect, test } from "vitest";
import { countArrivals } from "#core/delivery/arrivals.ts";
import { channelFacts } from "#core/delivery/channel-facts.ts";
import { moveFromSick } from "#core/delivery/move-from-dead.ts";
import { ACCOUNT, aCorrespondent, aRow, aSender } from "#test/support/outbox.ts";
import { aShop } from "#test/support/shop.ts";

const MINUTE = 60_000;
const NOON = new Date("2026-03-10T12:00:00Z");
const after = (minutes: number) => new Date(NOON.getTime() + minutes * MINUTE);
const ACCEPTED = { outcome: "accepted", refs: [] } as const;
const LOST = { outcome: "not-sent", reason: "refused connection" } as const;

test("a quarter of an hour of lost messages is forgotten by the next, a few are chance, and one chat's no says nothing", () => {
	const arrivals = countArrivals();
	for (let call = 0; call < 19; call++) arrivals.add(LOST, NOON);
	expect(arrivals.share(NOON)).toBe(1);
	for (let call = 0; call < 21; call++) arrivals.add(ACCEPTED, after(10));
	arrivals.add({ outcome: "refused", reason: "131026" }, after(10));
	expect(arrivals.share(after(10))).toBeCloseTo(21 / 40);
	expect(arrivals.share(after(17))).toBe(1);
});

test("an account that loses half of its messages counts half for the planner, until it has recovered or a quarter has passed", async () => {
	const test = await aShop();
	const ada = await aCorrespondent(test);
	const { sender, channel } = await aSender(test);
	const arriving = async () => (await channelFacts(test.shop, { customerId: ada.customerId }))[0]?.arriving;
	const outcomes = Array.from({ length: 20 }, (_, call) => (call % 2 ? ACCEPTED : LOST));
	for (const outcome of outcomes) {
		channel.script(outcome);
		await aRow(test, await aCorrespondent(test));
		await sender.sendDue();
		await sender.quiet();
	}

	expect(await arriving()).toBeCloseTo(0.5);
	expect(await test.shop.db.account.findUnique({ where: { id: ACCOUNT } })).toMatchObject({ health: "degraded" });
	test.pass(16 * MINUTE);
	expect(await arriving()).toBe(1);
	await sender.stop();
});

test("what waits for an account that has been out of order for five minutes is moved, though nobody has tried to send there", async () => {
	const test = await aShop();
	const { shop } = test;
	const ada = await aCorrespondent(test);
	const { customerId, conversationId, nativeId } = ada;
	const of = { channel: "whatsapp", account: "whatsapp:1", nativeId };
	const { id: identityId } = await shop.db.identity.create({ data: { ...of, customerId } });
	const windowUntil = new Date(shop.now().getTime() + 600 * MINUTE);
	await shop.db.chat.create({ data: { ...of, identityId, conversationId, windowUntil } });
	await shop.db.account.createMany({
		data: [
			{ id: ACCOUNT, channel: "telegram" },
			{ id: "whatsapp:1", channel: "whatsapp" },
		],
	});
	const row = await aRow(test, ada, { marketing: true, flow: "win-back" });
	const health = { state: "unauthorized", since: shop.now() } as const;

	test.pass(4 * MINUTE);
	expect(await moveFromSick(shop, { account: ACCOUNT, health })).toBe(0);
	test.pass(2 * MINUTE);
	expect(await moveFromSick(shop, { account: ACCOUNT, health: { ...health, state: "ok" } })).toBe(0);
	expect(await moveFromSick(shop, { account: ACCOUNT, health })).toBe(1);
	expect(await shop.db.outbox.findUnique({ where: { id: row } })).toMatchObject({ account: "whatsapp:1" });

	// Where the other one is sick as well, there is no way out.
	await shop.db.account.update({ where: { id: ACCOUNT }, data: { health: "down" } });
	expect(await moveFromSick(shop, { account: "whatsapp:1", health })).toBe(0);
});
