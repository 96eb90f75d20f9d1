import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { makeInvitation } from "./make-invitation.ts";

/** It is for now. */
const STANDS_MS = 86_400_000;

/** Makes the one-time link by which a member who has lost their password chooses another. */
export async function offerPassword(
	shop: Shop,
	{ memberId, actor }: { memberId: string; actor: string },
): Promise<string> {
	return shop.atomically(async (inside) => {
		const member = await inside.db.member.findUnique({ where: { id: memberId } });
		if (!member || member.banned) throw new Refusal("not-found", "There is no such member.");
		const { email, role, teams } = member;
		const token = await makeInvitation(inside, {
			invited: { email, role, teams, memberId },
			actor,
			stands: STANDS_MS,
		});
		await noteAudit(inside, { actor, act: "member.password-link", thing: `member:${memberId}` });
		return token;
	});
}
