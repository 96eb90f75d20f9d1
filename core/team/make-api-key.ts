import { noteAudit } from "#core/note-audit.ts";
import type { Shop } from "#core/shop.ts";
import { makeToken } from "./one-time-token.ts";
import type { Scope } from "./scopes.ts";

/** By which scanners of leaked secrets know one of ours. */
export const API_KEY_PREFIX = "prk_";

/** Makes a key in a member's name, and gives it: the only time that anybody sees it. */
export async function makeApiKey(
	shop: Shop,
	{ memberId, title, scopes }: { memberId: string; title: string; scopes: readonly Scope[] },
): Promise<string> {
	const { token, hash } = makeToken(API_KEY_PREFIX);
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
