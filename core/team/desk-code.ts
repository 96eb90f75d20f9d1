import { createHash, randomInt } from "node:crypto";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** What a code opens: the desk to a member, or a group that becomes the desk. */
export type DeskCodeUse = "desk" | "group";

/** A quarter of an hour is long enough to take the telephone out. */
const MINUTES = 15;

/** Signs that nobody mistakes for one another. */
const SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** Makes a code to be typed to the desk's bot once: it proves who somebody in the messenger is. An older one ends. */
export async function makeDeskCode(
	shop: Shop,
	{ memberId, opens }: { memberId: string; opens: DeskCodeUse },
): Promise<{ code: string; expiresAt: Date }> {
	const signs = Array.from({ length: 8 }, () => SIGNS[randomInt(SIGNS.length)]).join("");
	const code = `${signs.slice(0, 4)}-${signs.slice(4)}`;
	const expiresAt = new Date(shop.now().getTime() + MINUTES * 60_000);
	await shop.atomically(async ({ db }) => {
		await db.deskCode.deleteMany({ where: { memberId, opens } });
		await db.deskCode.create({ data: { hash: hashOf(code), memberId, opens, expiresAt } });
	});
	return { code, expiresAt };
}

/** A code as people write it, in the midst of other words; undefined: there is none. */
export function readDeskCode(text: string): string | undefined {
	const found = /(?<![\p{L}\d])([A-Z2-9]{4})-([A-Z2-9]{4})(?![\p{L}\d])/iu.exec(text);
	return found ? `${found[1]}-${found[2]}`.toUpperCase() : undefined;
}

/** Uses the code up, in the transaction of what it opens. Refuses one that is wrong, old or used. */
export async function redeemDeskCode(
	inside: Shop,
	{ code }: { code: string },
): Promise<{ memberId: string; opens: DeskCodeUse }> {
	const row = await inside.db.deskCode.findUnique({ where: { hash: hashOf(code) } });
	const { count } = await inside.db.deskCode.deleteMany({ where: { hash: hashOf(code) } });
	if (!row || count === 0 || row.expiresAt <= inside.now())
		throw new Refusal("expired", "This code was used or is too old. Ask for a new one behind the counter.");
	return { memberId: row.memberId, opens: row.opens === "group" ? "group" : "desk" };
}

function hashOf(code: string): string {
	return createHash("sha256").update(code).digest("hex");
}
