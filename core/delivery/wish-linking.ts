import { Refusal } from "#core/refusal.ts";
import type { Shop, Statement } from "#core/shop.ts";
import type { LinkingWish } from "./channel.ts";

/** Somebody asks something of a linked phone; the process that has the phone takes it from here. */
export async function wishLinking(
	shop: Shop,
	{ account, wish }: { account: string; wish: LinkingWish },
): Promise<void> {
	const { count } = await shop.db.account.updateMany({
		where: { id: account, channel: "linked-phone" },
		data: { wish },
	});
	if (count === 0) throw new Refusal("not-found", "There is no linked phone of this name.");
}

/** Takes what was asked of an account: once, whoever comes first. */
export async function takeWish(shop: Shop, { account }: { account: string }): Promise<LinkingWish | undefined> {
	const [taken] = await shop.db.written<{ wish: unknown }>(TAKE, [account]);
	return readWish(taken?.wish);
}

const TAKE: Statement = {
	name: "account-take-wish",
	text: `WITH asked AS (SELECT id, wish FROM account WHERE id = $1 AND wish IS NOT NULL FOR UPDATE)
		UPDATE account a SET wish = NULL FROM asked WHERE a.id = asked.id RETURNING asked.wish`,
};

function readWish(json: unknown): LinkingWish | undefined {
	if (typeof json !== "object" || json === null || !("wish" in json)) return undefined;
	if (json.wish === "code") return "phone" in json ? { wish: "code", phone: String(json.phone) } : undefined;
	return json.wish === "again" || json.wish === "log-out" ? { wish: json.wish } : undefined;
}
