import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** For whoever has lost phone and backup codes: the password alone lets them in again, to enrol anew. */
export async function dropSecondFactor(
	shop: Shop,
	{ memberId, actor }: { memberId: string; actor: string },
): Promise<void> {
	await shop.atomically(async (inside) => {
		const { count } = await inside.db.member.updateMany({
			where: { id: memberId, twoFactorEnabled: true },
			data: { twoFactorEnabled: false },
		});
		if (count === 0) throw new Refusal("not-found", "This member has no second factor.");
		await inside.db.twoFactor.deleteMany({ where: { memberId } });
		await inside.db.session.deleteMany({ where: { memberId } });
		await noteAudit(inside, { actor, act: "second-factor.drop", thing: `member:${memberId}` });
	});
}
