import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { makeInvitation } from "./make-invitation.ts";
import type { RoleName } from "./may.ts";

/** A newcomer may be on holiday. */
const STANDS_MS = 7 * 86_400_000;

/** Makes the one-time link for somebody new. */
export async function inviteMember(
	shop: Shop,
	{ email, role, teams, actor }: { email: string; role: RoleName; teams: readonly string[]; actor: string },
): Promise<string> {
	const address = email.toLowerCase();
	return shop.atomically(async (inside) => {
		if (await inside.db.member.findUnique({ where: { email: address } }))
			throw new Refusal("taken", "Somebody with this e-mail is a member already.");
		const invited = { email: address, role, teams: [...new Set(teams)], memberId: null };
		const token = await makeInvitation(inside, { invited, actor, stands: STANDS_MS });
		await noteAudit(inside, { actor, act: "member.invite", thing: `email:${address}`, after: { role, teams } });
		return token;
	});
}
