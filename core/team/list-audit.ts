import type { Shop } from "#core/shop.ts";

export type AuditFilter = {
	/** A member's id. */
	readonly by?: string | undefined;
	/** The beginning of an act: `customer`, `customers.erase`. */
	readonly act?: string | undefined;
	/** To what, by any part of it: a kind, an id. */
	readonly thing?: string | undefined;
	readonly from?: Date | undefined;
	readonly until?: Date | undefined;
	/** Rows older than this one. */
	readonly after?: bigint | undefined;
	readonly limit: number;
};

/** Who did what, newest first. */
export async function listAudit(shop: Shop, { by, act, thing, from, until, after, limit }: AuditFilter) {
	const rows = await shop.db.audit.findMany({
		where: {
			// Older deeds were written down with the bare id.
			...(by !== undefined && { actor: { in: [`operator:${by}`, by] } }),
			...(act !== undefined && { act: { startsWith: act } }),
			...(thing !== undefined && { thing: { contains: thing } }),
			...((from || until) && { at: { ...(from && { gte: from }), ...(until && { lt: until }) } }),
			...(after !== undefined && { id: { lt: after } }),
		},
		orderBy: { id: "desc" },
		take: limit + 1,
	});
	const items = rows.slice(0, limit);
	return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
