import { randomBytes } from "node:crypto";
import type { Shop } from "#core/shop.ts";

const KEY = "secret";

/** This installation's own secret, made at first start: seals tokens of buttons, signs links and cookies. All processes share it. */
export async function ownSecret(shop: Shop): Promise<string> {
	const value = randomBytes(32).toString("base64url");
	await shop.db.setting.createMany({ data: { key: KEY, value, at: shop.now() }, skipDuplicates: true });
	const { value: kept } = await shop.db.setting.findUniqueOrThrow({ where: { key: KEY } });
	if (typeof kept !== "string") throw new Error('Setting "secret" does not hold a text: restore it from a backup.');
	return kept;
}
