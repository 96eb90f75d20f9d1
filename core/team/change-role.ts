import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { keepAnOwner } from "./keep-an-owner.ts";
import type { RoleName } from "./may.ts";

/** Makes a member something else. */
export async function changeRole(
	shop: Shop,
	{ memberId, role, actor }: { memberId: string; role: RoleName; actor: string },
): Promise<void> {
	await shop.atomically(async (inside) => {
		if (role !== "owner") await keepAnOwner(inside, { leaving: memberId });
		const before = await inside.db.member.findUnique({ where: { id: memberId } });
		if (!before) throw new Refusal("not-found", "There is no such member.");
		if (before.role === role) return;
		await inside.db.member.update({ where: { id: memberId }, data: { role } });
		const roles = { before: before.role, after: role };
		await noteAudit(inside, { actor, act: "member.role", thing: `member:${memberId}`, ...roles });
	});
}
