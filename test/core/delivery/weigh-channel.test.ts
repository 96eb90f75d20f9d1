import { expect, test } from "vitest";
import { weighChannel } from "#core/delivery/weigh-channel.ts";
import { aCorrespondent, aRow, aSender } from "#test/support/outbox.ts";
import { aShop } from "#test/support/shop.ts";

async function anOfferSent(reaction: "answered" | "ignored") {
	const test = await aShop();
	const ada = await aCorrespondent(test);
	const { sender } = await aSender(test);
	await aRow(test, ada, { marketing: true });
	await sender.sendDue();
	await sender.quiet();
	const message = await test.shop.db.message.findFirstOrThrow();
	test.pass(3_600_000);
	if (reaction === "answered") {
		await test.shop.db.message.create({
			data: {
				conversationId: ada.conversationId,
				channel: "telegram",
				direction: "heard",
				author: "customer",
				text: "беру",
				at: test.shop.now(),
			},
		});
	}
	return { test, messageId: String(message.id) };
}

test("an offer that was answered within two days speaks for its channel, once", async () => {
	const { test, messageId } = await anOfferSent("answered");

	await weighChannel(test.shop, { messageId });
	await weighChannel(test.shop, { messageId });

	expect(await test.shop.db.channelEvidence.findMany()).toMatchObject([
		{ channel: "telegram", delivered: 1, reacted: 1 },
	]);
});

test("an offer that nobody answered counts as delivered only, and what was learned before fades", async () => {
	const { test, messageId } = await anOfferSent("ignored");
	const { customerId } = await test.shop.db.customer.findFirstOrThrow().then(({ id }) => ({ customerId: id }));
	const sentAt = new Date(test.shop.now().getTime() - 3_600_000);
	await test.shop.db.channelEvidence.create({
		data: {
			customerId,
			channel: "telegram",
			delivered: 4,
			reacted: 2,
			at: new Date(sentAt.getTime() + (48 - 75 * 24) * 3_600_000),
		},
	});

	await weighChannel(test.shop, { messageId });

	expect(await test.shop.db.channelEvidence.findMany()).toMatchObject([
		{ delivered: expect.closeTo(3), reacted: expect.closeTo(1) },
	]);
});

test("an offer that did not arrive says nothing of its channel", async () => {
	const { test, messageId } = await anOfferSent("answered");
	await test.shop.db.outbox.updateMany({ data: { state: "unknown" } });
	await test.shop.db.message.updateMany({ data: { status: "unknown" } });

	await weighChannel(test.shop, { messageId });

	expect(await test.shop.db.channelEvidence.count()).toBe(0);
});
