import type { Shop } from "#core/shop.ts";
import { sift } from "#core/sift.ts";

export type AuditFilter = {
	/** A member's id. */
	readonly by?: string | undefined;
	/** The beginning of an act: `customer`, `customers.erase`. */
	readonly act?: string | undefined;
	/** To what: the beginning of its kind, of its id, or of both (`customer:0193…`). */
	readonly thing?: string | undefined;
	readonly from?: Date | undefined;
	readonly until?: Date | undefined;
	/** Rows older than this one. */
	readonly after?: bigint | undefined;
	readonly limit: number;
};

type AuditRow = {
	readonly id: bigint;
	readonly actor: string;
	readonly act: string;
	readonly thing: string;
	readonly before: unknown;
	readonly after: unknown;
	readonly at: Date;
};

/** Who did what, newest first. */
export async function listAudit(shop: Shop, { limit, ...filter }: AuditFilter) {
	const { name, where, values } = sift(SIEVE, filter, 2);
	const text = `SELECT id, actor, act, thing, before, after, at FROM audit a
		WHERE true${where} ORDER BY a.at DESC, a.id DESC LIMIT $1`;
	const statement = { name: `list-audit-${name}`, text, planned: "anew" } as const;
	const rows = await shop.db.written<AuditRow>(statement, [limit + 1, ...values]);
	const items = rows.slice(0, limit);
	return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

const SIEVE = {
	// Older deeds were written down with the bare id.
	by: "a.actor IN ('operator:' || $::text, $::text)",
	act: "a.act ^@ $::text",
	thing: "a.thing ^@ $::text OR split_part(a.thing, ':', 2) ^@ $::text",
	from: "a.at >= $::timestamptz",
	until: "a.at < $::timestamptz",
	after: `a.at <= (SELECT m.at FROM audit m WHERE m.id = $::bigint)
		AND (a.at, a.id) < (SELECT m.at, m.id FROM audit m WHERE m.id = $::bigint)`,
};
