import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

type Work = {
	readonly memberId: string;
	readonly teams: readonly string[];
	readonly loadLimit: number;
	readonly actor: string;
};

/** Whose conversations a member looks after, and how many at a time. */
export async function setWork(shop: Shop, { memberId, teams, loadLimit, actor }: Work): Promise<void> {
	await shop.atomically(async (inside) => {
		const before = await inside.db.member.findUnique({ where: { id: memberId } });
		if (!before) throw new Refusal("not-found", "There is no such member.");
		await inside.db.member.update({ where: { id: memberId }, data: { teams: [...new Set(teams)], loadLimit } });
		const was = { teams: before.teams, loadLimit: before.loadLimit };
		const is = { teams: [...new Set(teams)], loadLimit };
		await noteAudit(inside, { actor, act: "member.work", thing: `member:${memberId}`, before: was, after: is });
	});
}
