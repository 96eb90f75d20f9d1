import type { Shop } from "#core/shop.ts";

/** Rows that are older than anybody has to answer for, a batch at a time so that nothing waits for it. */
export async function trimAudit(shop: Shop, { days }: { days: number }): Promise<void> {
	const before = new Date(shop.now().getTime() - days * 86_400_000);
	while ((await shop.db.written(TRIM, [before])).length === BATCH);
}

const BATCH = 10_000;
const TRIM = {
	name: "audit-trim",
	text: `DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < $1::timestamptz LIMIT ${BATCH}) RETURNING id`,
};
