import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

type Ending = {
	readonly memberId: string;
	readonly actor: string;
	/** This one, or all, or all but the one that asks. */
	readonly which: { readonly id: string } | { readonly except: string | null };
};

/** Signs a member out elsewhere: their next request is a stranger's. Gives how many sessions there were. */
export async function endSessions(shop: Shop, { memberId, actor, which }: Ending): Promise<number> {
	return shop.atomically(async (inside) => {
		const { count } = await inside.db.session.deleteMany({
			where:
				"id" in which ? { memberId, id: which.id } : { memberId, ...(which.except && { NOT: { id: which.except } }) },
		});
		if (count === 0 && "id" in which) throw new Refusal("not-found", "This session has ended already.");
		if (count > 0)
			await noteAudit(inside, { actor, act: "sessions.end", thing: `member:${memberId}`, before: { sessions: count } });
		return count;
	});
}
