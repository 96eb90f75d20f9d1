import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { keepAnOwner } from "./keep-an-owner.ts";

/** Shuts a member out, with all sessions at once, or lets them in again. What they wrote and did stays theirs. */
export async function switchMember(
	shop: Shop,
	{ memberId, state, actor }: { memberId: string; state: "on" | "off"; actor: string },
): Promise<void> {
	const banned = state === "off";
	await shop.atomically(async (inside) => {
		if (banned) await keepAnOwner(inside, { leaving: memberId });
		const { count } = await inside.db.member.updateMany({
			where: { id: memberId, banned: !banned },
			data: { banned },
		});
		if (count === 0) {
			if (await inside.db.member.findUnique({ where: { id: memberId } })) return;
			throw new Refusal("not-found", "There is no such member.");
		}
		if (banned) await inside.db.session.deleteMany({ where: { memberId } });
		const states = { before: banned ? "on" : "off", after: state };
		await noteAudit(inside, { actor, act: "member.switch", thing: `member:${memberId}`, ...states });
	});
}
