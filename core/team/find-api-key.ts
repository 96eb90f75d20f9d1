import type { Shop } from "#core/shop.ts";
import { API_KEY_PREFIX } from "./make-api-key.ts";
import { hashOfToken } from "./one-time-token.ts";

/** The last use is noted so often. */
const NOTED_MS = 60_000;

export type FoundKey = { readonly id: string; readonly memberId: string; readonly scopes: readonly string[] };

/** Whose key this is, and what it opens; notes that it is used. */
export async function findApiKey(shop: Shop, { token }: { token: string }): Promise<FoundKey | null> {
	if (!token.startsWith(API_KEY_PREFIX)) return null;
	const key = await shop.db.apiKey.findUnique({ where: { hash: hashOfToken(token) } });
	if (!key || key.revokedAt) return null;
	const now = shop.now();
	if (!key.lastUsedAt || now.getTime() - key.lastUsedAt.getTime() >= NOTED_MS)
		await shop.db.apiKey.updateMany({ where: { id: key.id }, data: { lastUsedAt: now } });
	return key;
}
