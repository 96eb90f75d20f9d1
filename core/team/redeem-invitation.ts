import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { Invited } from "./make-invitation.ts";
import { hashOfToken } from "./one-time-token.ts";

/** Uses a link up, in the transaction of what it opens. */
export async function redeemInvitation(inside: Shop, { token }: { token: string }): Promise<Invited> {
	const invited = await readInvitation(inside, { token });
	const { count } = await inside.db.invitation.updateMany({
		where: { hash: hashOfToken(token), usedAt: null },
		data: { usedAt: inside.now() },
	});
	if (count === 0) throw new Refusal("expired", "This link was just used.");
	return invited;
}

/** Whom a link invites. Refuses one that is wrong, old or used, all alike. */
export async function readInvitation(shop: Shop, { token }: { token: string }): Promise<Invited> {
	const found = await shop.db.invitation.findUnique({ where: { hash: hashOfToken(token) } });
	if (!found || found.usedAt || found.expiresAt <= shop.now())
		throw new Refusal("expired", "This link was used, withdrawn or is too old. Ask the owner for a new one.");
	return found;
}
