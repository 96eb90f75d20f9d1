import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { hashOfToken, makeToken } from "./one-time-token.ts";
import type { Scope } from "./scopes.ts";

/** By which scanners of leaked secrets know one of ours. */
const PREFIX = "prk_";
/** The last use is noted so often. */
const NOTED_MS = 60_000;

/** Makes a key in a member's name, and gives it: the only time that anybody sees it. */
export async function makeApiKey(
	shop: Shop,
	{ memberId, title, scopes }: { memberId: string; title: string; scopes: readonly Scope[] },
): Promise<string> {
	const { token, hash } = makeToken(PREFIX);
	const given = [...new Set(scopes)];
	await shop.atomically(async (inside) => {
		const { id } = await inside.db.apiKey.create({
			data: { memberId, title, hash, start: token.slice(0, 8), scopes: given, createdAt: inside.now() },
		});
		const deed = { actor: `operator:${memberId}`, act: "api-key.make", thing: `api-key:${id}` };
		await noteAudit(inside, { ...deed, after: { title, scopes: given } });
	});
	return token;
}

export type FoundKey = { readonly id: string; readonly memberId: string; readonly scopes: readonly string[] };

/** Whose key this is, and what it opens; notes that it is used. */
export async function findApiKey(shop: Shop, { token }: { token: string }): Promise<FoundKey | null> {
	if (!token.startsWith(PREFIX)) return null;
	const key = await shop.db.apiKey.findUnique({ where: { hash: hashOfToken(token) } });
	if (!key || key.revokedAt) return null;
	const now = shop.now();
	if (!key.lastUsedAt || now.getTime() - key.lastUsedAt.getTime() >= NOTED_MS)
		await shop.db.apiKey.updateMany({ where: { id: key.id }, data: { lastUsedAt: now } });
	return key;
}

/** The key opens nothing any more. */
export async function revokeApiKey(shop: Shop, { id, actor }: { id: string; actor: string }): Promise<void> {
	await shop.atomically(async (inside) => {
		const { count } = await inside.db.apiKey.updateMany({
			where: { id, revokedAt: null },
			data: { revokedAt: inside.now() },
		});
		if (count === 0) throw new Refusal("not-found", "There is no such key, or it is revoked already.");
		await noteAudit(inside, { actor, act: "api-key.revoke", thing: `api-key:${id}` });
	});
}
