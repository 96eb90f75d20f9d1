import { randomInt } from "node:crypto";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

const MINUTE_MS = 60_000;
const CODE_MINUTES = 5;
/** Who has shown their code stands at the counter for no longer. */
const VISIT_MINUTES = 60;
/** A few thousand codes at once would be needed for so many clashes. */
const TRIES = 20;

/** Six digits that a customer shows at the counter: good for five minutes, once. A new code makes an older one worthless. */
export async function giveCounterCode(
	shop: Shop,
	{ customerId }: { customerId: string },
): Promise<{ code: string; expiresAt: Date }> {
	const now = shop.now();
	const expiresAt = new Date(now.getTime() + CODE_MINUTES * MINUTE_MS);
	return shop.atomically(async (inside) => {
		await inside.db.counterVisit.deleteMany({
			where: { openedAt: null, OR: [{ customerId }, { expiresAt: { lte: now } }] },
		});
		for (let tried = 0; tried < TRIES; tried++) {
			const code = String(randomInt(1_000_000)).padStart(6, "0");
			const { count } = await inside.db.counterVisit.createMany({
				data: { customerId, code, expiresAt, createdAt: now },
				skipDuplicates: true,
			});
			if (count > 0) return { code, expiresAt };
		}
		throw new Error("no code was free");
	});
}

/** A cashier types the code: the visit is theirs. One answer for a code that is wrong, old or used. */
export async function openVisit(
	shop: Shop,
	{ code, memberId }: { code: string; memberId: string },
): Promise<{ id: string; customerId: string }> {
	const [visit] = await shop.db.written<{ id: string; customerId: string }>(OPEN_VISIT, [code, memberId, shop.now()]);
	if (!visit) throw new Refusal("not-found", "Код не подходит: попросите клиента взять новый.");
	return visit;
}

/** A visit that this member has opened and that still goes on. */
export async function findVisit(
	shop: Shop,
	{ visitId, memberId }: { visitId: string; memberId: string },
): Promise<{ id: string; customerId: string; orderId: string | null }> {
	const since = new Date(shop.now().getTime() - VISIT_MINUTES * MINUTE_MS);
	const visit = await shop.db.counterVisit.findFirst({
		where: { id: visitId, openedBy: memberId, openedAt: { gt: since } },
		select: { id: true, customerId: true, orderId: true },
	});
	if (!visit) throw new Refusal("not-found", "Эта карточка закрыта: попросите клиента показать код ещё раз.");
	return visit;
}

/** $1: code, $2: member, $3: now. One statement is the judge where two type the same code. */
const OPEN_VISIT = {
	name: "open-counter-visit",
	text: `UPDATE counter_visit SET opened_at = $3, opened_by = $2 WHERE code = $1 AND opened_at IS NULL AND expires_at > $3
		RETURNING id, customer_id AS "customerId"`,
};
