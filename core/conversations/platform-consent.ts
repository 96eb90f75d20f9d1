import type { Shop } from "#core/shop.ts";

/** What a customer did at the messenger instead of with us, as the ledger keeps it. */
type Told<Answer extends string> = { readonly identityId: string; readonly answer: Answer };

/**
 * The customer has turned our advertising off at the messenger (a block, a "stop" in its own settings): a standing consent
 * is withdrawn for this channel, and the ledger says by whom.
 */
export async function withdrawByPlatform(
	shop: Shop,
	{ identityId, answer }: Told<"blocked" | "stopped">,
): Promise<void> {
	const identity = await shop.db.identity.findUniqueOrThrow({ where: { id: identityId } });
	const consent = await lastConsent(shop, identity);
	if (consent?.state !== "given") return;
	await addConsent(shop, identity, { ...consent, state: "withdrawn", answer });
	await shop.record({
		name: "consent.withdrawn",
		data: { purpose: "advertising", channel: identity.channel },
		customerId: identity.customerId,
		actor: "platform",
		channel: identity.channel,
	});
}

/** The customer has turned it on again: that restores what the messenger took, never what was withdrawn in words. */
export async function restoreByPlatform(
	shop: Shop,
	{ identityId, answer }: Told<"unblocked" | "resumed">,
): Promise<void> {
	const identity = await shop.db.identity.findUniqueOrThrow({ where: { id: identityId } });
	const consent = await lastConsent(shop, identity);
	if (consent?.state !== "withdrawn" || consent.actor !== "platform") return;
	await addConsent(shop, identity, { ...consent, state: "given", answer });
	await shop.record({
		name: "consent.given",
		data: { purpose: "advertising", version: consent.textVersion },
		customerId: identity.customerId,
		actor: "platform",
		channel: identity.channel,
	});
}

type Known = { customerId: string; channel: string };
type Standing = { state: "given" | "withdrawn"; text: string; textVersion: string; actor: string };

/** The last word on advertising that holds for this channel; at equal times withdrawal wins. */
async function lastConsent(shop: Shop, { customerId, channel }: Known): Promise<Standing | undefined> {
	const [last] = await shop.db.consent.findMany({
		where: { customerId, purpose: "advertising", OR: [{ channel: null }, { channel }] },
		orderBy: [{ at: "desc" }, { state: "desc" }, { id: "desc" }],
		take: 1,
	});
	return last;
}

async function addConsent(
	shop: Shop,
	{ customerId, channel }: Known,
	{ state, text, textVersion, answer }: Standing & { answer: string },
) {
	await shop.db.consent.create({
		data: {
			customerId,
			purpose: "advertising",
			state,
			channel,
			text,
			textVersion,
			actor: "platform",
			answer,
			at: shop.now(),
		},
	});
}
