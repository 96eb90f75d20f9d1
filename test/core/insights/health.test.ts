import { expect, test } from "vitest";
import { readHealth } from "#core/insights/health.ts";
import { ACCOUNT, aCorrespondent, aRow, aSender } from "#test/support/outbox.ts";
import { aShop } from "#test/support/shop.ts";

test("a shop in which nothing happens is in order", async () => {
	const { shop } = await aShop();

	expect(await readHealth(shop)).toMatchObject({
		inbox: { waiting: 0, waitingSince: null, dead: 0 },
		outbox: { pending: 0, due: 0, dueSince: null, unknown: 0 },
		errands: { due: 0, dead: 0 },
		runs: { due: 0 },
		accounts: [],
	});
});

test("trouble is seen: what waits and since when, what may have arrived, what is dead, and which account is paused", async () => {
	const test = await aShop();
	const { shop } = test;
	const [ada, bob] = [await aCorrespondent(test), await aCorrespondent(test)];
	const { sender, channel } = await aSender(test, { probe: async () => false });
	channel.script({ outcome: "ambiguous", reason: "timeout" });
	await aRow(test, ada, { marketing: true });
	await sender.sendDue();
	await sender.quiet();
	channel.script({ outcome: "account-down", reason: "Unauthorized" });
	await aRow(test, bob);
	await sender.sendDue();
	await sender.quiet();
	const since = shop.now();
	await shop.db.inbox.create({
		data: {
			account: ACCOUNT,
			key: "1",
			channel: "telegram",
			chat: "1",
			lane: "1",
			raw: Buffer.from("{}"),
			heard: {},
			receivedAt: since,
		},
	});
	await shop.later("weigh-channel", { messageId: "1" });
	await shop.db.errand.updateMany({ where: { name: "weigh-channel" }, data: { state: "dead" } });
	await shop.later("begin-day", { day: "2026-03-10" });
	test.pass(60_000);

	expect(await readHealth(shop)).toMatchObject({
		inbox: { waiting: 1, waitingSince: since, dead: 0 },
		outbox: { pending: 1, attempting: 0, due: 1, dueSince: since, unknown: 1 },
		errands: { due: 1, dueSince: since, dead: 1 },
		accounts: [{ account: ACCOUNT, channel: "telegram", health: "unauthorized", detail: "Unauthorized", pending: 1 }],
	});
});
