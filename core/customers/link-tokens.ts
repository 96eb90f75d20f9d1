import { createHash, randomBytes, randomInt } from "node:crypto";
import type { Shop } from "#core/shop.ts";

/** What a customer takes along to another messenger, to be known there. */
export type LinkToken = { readonly token: string; readonly expiresAt: Date };

/** A code that can be copied by hand: good for ten minutes, once. */
export async function giveCode(shop: Shop, { customerId }: { customerId: string }): Promise<LinkToken> {
	return give(shop, { customerId, sort: "code", token: aCode(), minutes: 10 });
}

/** A secret for a link that is followed, not typed: good for a week, once. */
export async function giveLink(shop: Shop, { customerId }: { customerId: string }): Promise<LinkToken> {
	return give(shop, { customerId, sort: "link", token: randomBytes(16).toString("base64url"), minutes: 7 * 24 * 60 });
}

/** A start link's payload with a token, in every messenger; behind `startLink` it opens the bot. */
export function linkPayload(token: string): string {
	return PREFIX + token;
}

/** The token in a start link's payload; undefined if it is about something else. */
export function tokenInPayload(payload: string): string | undefined {
	return payload.startsWith(PREFIX) ? payload.slice(PREFIX.length) : undefined;
}

/** The code, if a message is nothing but one. */
export function codeInWords(text: string): string | undefined {
	const written = text.trim();
	return CODE.test(written) ? written.toUpperCase() : undefined;
}

/** How a token is kept and looked up: who reads the table has none. */
export function hashOf(token: string): string {
	return createHash("sha256").update(token).digest("hex");
}

const PREFIX = "me_";
/** No vowels, so that no word is a code, and nothing that looks like something else. */
const LETTERS = "2345679CDFGHJKMNPQRTVWXZ";
const CODE = /^[2345679CDFGHJKMNPQRTVWXZ]{4}-[2345679CDFGHJKMNPQRTVWXZ]{4}$/i;

function aCode(): string {
	const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
	return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

type Given = { customerId: string; sort: "code" | "link"; token: string; minutes: number };

async function give(shop: Shop, { customerId, sort, token, minutes }: Given): Promise<LinkToken> {
	const expiresAt = new Date(shop.now().getTime() + minutes * 60_000);
	const data = { customerId, sort, hash: hashOf(token), expiresAt, createdAt: shop.now() };
	// A new code makes an older one worthless: what was overheard before is of no use.
	await shop.db.linkToken.updateMany({
		where: { customerId, sort, usedAt: null, expiresAt: { gt: shop.now() } },
		data: { expiresAt: shop.now() },
	});
	await shop.db.linkToken.create({ data });
	return { token, expiresAt };
}
