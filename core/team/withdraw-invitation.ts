import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** Takes a link back that nobody has used. */
export async function withdrawInvitation(shop: Shop, { id, actor }: { id: string; actor: string }): Promise<void> {
	await shop.atomically(async (inside) => {
		const open = await inside.db.invitation.findUnique({ where: { id } });
		const { count } = await inside.db.invitation.deleteMany({ where: { id, usedAt: null } });
		if (!open || count === 0) throw new Refusal("not-found", "This invitation is used or withdrawn already.");
		await noteAudit(inside, { actor, act: "member.uninvite", thing: `email:${open.email}` });
	});
}
