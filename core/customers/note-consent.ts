import { createHash } from "node:crypto";
import type { Actor } from "#core/events.ts";
import type { Shop } from "#core/shop.ts";
import type { Purpose } from "./consent-state.ts";

/** What a customer was asked, what they said, and where that can be read again. */
export type ConsentWord = {
	readonly customerId: string;
	readonly purpose: Purpose;
	/** The words shown: their hash is the version, so that a changed sentence is another consent. */
	readonly text: string;
	/** What was pressed or written. */
	readonly answer?: string;
	readonly messageId?: bigint;
	/** Only this channel (a platform's own opt-out); absent: all. */
	readonly channel?: string;
	readonly actor: Actor;
};

/** The customer agreed: one more row of evidence. Nothing in the ledger is ever changed. */
export async function giveConsent(shop: Shop, word: ConsentWord): Promise<void> {
	const version = await write(shop, word, "given");
	const { customerId, purpose, actor } = word;
	await shop.record({ name: "consent.given", customerId, actor, data: { purpose, version } });
}

/** The customer took it back, in words («стоп»), by a button, or by the platform's own switch. */
export async function withdrawConsent(shop: Shop, word: ConsentWord): Promise<void> {
	await write(shop, word, "withdrawn");
	const { customerId, purpose, channel = null, actor } = word;
	await shop.record({ name: "consent.withdrawn", customerId, actor, data: { purpose, channel } });
}

/** Names the words agreed to: a changed sentence is another consent. */
export function versionOf(text: string): string {
	return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

async function write(shop: Shop, word: ConsentWord, state: "given" | "withdrawn"): Promise<string> {
	const textVersion = versionOf(word.text);
	await shop.db.consent.create({
		data: {
			customerId: word.customerId,
			purpose: word.purpose,
			state,
			channel: word.channel ?? null,
			text: word.text,
			textVersion,
			messageId: word.messageId ?? null,
			answer: word.answer ?? null,
			actor: word.actor,
			at: shop.now(),
		},
	});
	return textVersion;
}
