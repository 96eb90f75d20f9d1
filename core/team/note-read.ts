import type { Shop } from "#core/shop.ts";

/**
 * Somebody saw a customer's unmasked data. One row a member, customer and hour: what is asked is who saw it, not how
 * often a screen was drawn anew.
 */
export async function noteRead(
	shop: Shop,
	{ memberId, thing }: { memberId: string /** `customer:<id>`, or `customers`: a list of them. */; thing: string },
): Promise<void> {
	const now = shop.now();
	const hour = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
	await shop.db.written(NOTE, [`operator:${memberId}`, thing, now, hour]);
}

const NOTE = {
	name: "audit-note-read",
	text: `INSERT INTO audit (actor, act, thing, at) SELECT $1::text, 'customer.read', $2::text, $3::timestamptz
		WHERE NOT EXISTS (
			SELECT 1 FROM audit WHERE thing = $2 AND actor = $1 AND act = 'customer.read' AND at >= $4::timestamptz)`,
};
