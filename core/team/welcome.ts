import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

const KEY = "welcome";
const HOURS = 24;

type Stored = { hash: string; expiresAt: string };

/** While nobody owns the shop: a new one-time token for the link that makes the owner. Null once somebody has. */
export async function openWelcome(shop: Shop): Promise<string | null> {
	if (await hasOwner(shop)) return null;
	const token = randomBytes(24).toString("base64url");
	const value: Stored = { hash: hashOf(token), expiresAt: new Date(Date.now() + HOURS * 3_600_000).toISOString() };
	await shop.db.setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } });
	return token;
}

/** Uses the token up. Refuses one that is wrong, old or used; makes nobody by itself. */
export async function redeemWelcome(shop: Shop, { token }: { token: string }): Promise<void> {
	const row = await shop.db.setting.findUnique({ where: { key: KEY } });
	const stored = row ? readStored(row.value) : null;
	const wrong = new Refusal("expired", "This link was used or is too old. Start the program again for a new one.");
	if (!stored || (await hasOwner(shop)) || Date.parse(stored.expiresAt) < Date.now()) throw wrong;
	if (!timingSafeEqual(Buffer.from(stored.hash), Buffer.from(hashOf(token)))) throw wrong;
	const { count } = await shop.db.setting.deleteMany({ where: { key: KEY } });
	if (count === 0) throw wrong;
}

/** The demo has an operator at its desk before anybody has come behind the counter. */
async function hasOwner(shop: Shop): Promise<boolean> {
	return (await shop.db.member.count({ where: { role: "owner" } })) > 0;
}

function hashOf(token: string): string {
	return createHash("sha256").update(token).digest("hex");
}

function readStored(value: unknown): Stored | null {
	if (typeof value !== "object" || value === null || !("hash" in value) || !("expiresAt" in value)) return null;
	return typeof value.hash === "string" && typeof value.expiresAt === "string"
		? { hash: value.hash, expiresAt: value.expiresAt }
		: null;
}
