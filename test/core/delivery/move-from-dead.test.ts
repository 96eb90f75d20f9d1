import { expect, test, vi } from "vitest";
import { ACCOUNT, aCorrespondent, aRow, aScriptedChannel, aSender, type Correspondent } from "#test/support/outbox.ts";
import { aShop, type TestShop } from "#test/support/shop.ts";

const OTHER = "whatsapp:1";
const MINUTES = 60_000;

/** The customer can be written to in WhatsApp too. */
async function alsoOnWhatsapp(
	{ shop }: TestShop,
	{ customerId, conversationId, nativeId }: Correspondent,
	hours: number,
) {
	const of = { channel: "whatsapp", account: OTHER, nativeId };
	const { id: identityId } = await shop.db.identity.create({ data: { ...of, customerId } });
	const windowUntil = new Date(shop.now().getTime() + hours * 60 * MINUTES);
	await shop.db.chat.create({ data: { ...of, identityId, conversationId, windowUntil } });
}

test("when a messenger has been dead for five minutes, what is due goes by the customer's other one, and nothing that may have arrived", async () => {
	const test = await aShop({ today: "2026-03-10T12:00:00+03:00" });
	const { shop } = test;
	const [ada, shut, single, doubted, asking] = [
		await aCorrespondent(test),
		await aCorrespondent(test),
		await aCorrespondent(test),
		await aCorrespondent(test),
		await aCorrespondent(test),
	];
	for (const one of [ada, doubted, asking]) await alsoOnWhatsapp(test, one, 20);
	await alsoOnWhatsapp(test, shut, -1);
	const whatsapp = { ...aScriptedChannel(), name: "whatsapp" as const, account: OTHER };
	const { sender: other } = await aSender(test, { name: "sender-2", channel: whatsapp });
	const { sender, channel, timers, complaints } = await aSender(test, { probe: async () => false });
	channel.script({ outcome: "account-down", reason: "Unauthorized" });
	const answer = await aRow(test, asking);
	await sender.sendDue();
	await sender.quiet();
	const offer = await aRow(test, ada, { text: "Пирог к чаю?", marketing: true, flow: "win-back" });
	const late = await aRow(test, ada, { marketing: true, due: new Date(shop.now().getTime() + 60 * MINUTES) });
	const staying = [await aRow(test, shut, { marketing: true }), await aRow(test, single, { marketing: true })];
	const unknown = await aRow(test, doubted, { marketing: true });
	await shop.db.outbox.update({ where: { id: unknown }, data: { state: "unknown" } });
	const tried = await aRow(test, asking, { priority: 2 });
	await shop.db.outbox.update({ where: { id: tried }, data: { attempt: 1 } });
	const accountOf = async (id: bigint) => (await shop.db.outbox.findUniqueOrThrow({ where: { id } })).account;

	timers.pass(5 * MINUTES);
	await vi.waitFor(async () => expect(await accountOf(offer)).toBe(OTHER));
	await other.sendDue();
	await other.quiet();

	expect(whatsapp.sent.map(({ content }) => content.text)).toEqual(["Пирог к чаю?"]);
	for (const id of [answer, late, ...staying, unknown, tried]) expect(await accountOf(id)).toBe(ACCOUNT);
	expect(complaints).toContain("an account is dead, and its messages go by another");
	expect(await shop.db.message.findFirst({ where: { text: "Пирог к чаю?" } })).toMatchObject({ channel: "whatsapp" });
	expect(await shop.db.decision.findMany()).toMatchObject([
		{ customerId: ada.customerId, flow: "win-back", verdict: "go", channel: "whatsapp", detail: { why: "moved" } },
	]);
	await sender.stop();
	await other.stop();
});
