import { expect, test } from "vitest";
import { type Evidence, isGiven } from "#core/customers/consent-state.ts";
import { giveConsent, withdrawConsent } from "#core/customers/note-consent.ts";
import { readConsents } from "#core/customers/read-consents.ts";
import { aCustomer } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

const row = (state: Evidence["state"], minute: number, channel: string | null = null): Evidence => ({
	purpose: "advertising",
	state,
	channel,
	at: new Date(Date.UTC(2026, 2, 10, 12, minute)),
});

test.each<[string, Evidence[], string | undefined, boolean]>([
	["nothing was ever said", [], undefined, false],
	["said yes", [row("given", 1)], undefined, true],
	["said yes, then stop", [row("given", 1), row("withdrawn", 2)], undefined, false],
	["said stop, then yes again", [row("withdrawn", 1), row("given", 2)], undefined, true],
	["both in the same moment: withdrawal wins", [row("withdrawn", 1), row("given", 1)], undefined, false],
	["the order of the rows does not matter", [row("withdrawn", 2), row("given", 1)], undefined, false],
	[
		"stopped on one channel: other channels go on",
		[row("given", 1), row("withdrawn", 2, "whatsapp")],
		"telegram",
		true,
	],
	["stopped on one channel: that one is closed", [row("given", 1), row("withdrawn", 2, "whatsapp")], "whatsapp", false],
])("%s", (_name, ledger, channel, given) => {
	expect(isGiven(ledger, "advertising", channel)).toBe(given);
	expect(isGiven(ledger, "processing", channel)).toBe(false);
});

test("what was agreed to can be shown: the words, their version, the answer and the message", async () => {
	const { shop, diary, pass } = await aShop();
	const { id: customerId } = await aCustomer(shop);
	const word = { customerId, purpose: "advertising", text: "Присылать скидки?", actor: "customer" } as const;

	await giveConsent(shop, { ...word, answer: "Да", messageId: 42n });
	pass(60_000);
	await withdrawConsent(shop, { ...word, text: "стоп" });
	pass(60_000);
	await giveConsent(shop, { ...word, text: "Присылать скидки и новинки?", answer: "Да" });

	const ledger = await shop.db.consent.findMany({ orderBy: { id: "asc" } });
	expect(ledger).toMatchObject([
		{ state: "given", text: "Присылать скидки?", answer: "Да", messageId: 42n, actor: "customer" },
		{ state: "withdrawn", text: "стоп", messageId: null },
		{ state: "given", text: "Присылать скидки и новинки?" },
	]);
	expect(new Set(ledger.map(({ textVersion }) => textVersion)).size).toBe(3);
	expect(await readConsents(shop, customerId)).toEqual({
		advertising: true,
		processing: false,
		ad_audiences: false,
		profiling: false,
	});
	expect((await diary()).map(({ name }) => name)).toEqual(["consent.given", "consent.withdrawn", "consent.given"]);
});
