import type { Shop } from "#core/shop.ts";
import { ENTRY, presentEntry } from "./present-entry.ts";
import { WEBHOOK_EVENTS } from "./webhook-events.ts";

/** Where the diary stands now: what a reader begins with who asks for nothing older. */
export async function newestEntryId(shop: Shop): Promise<bigint> {
	const newest = await shop.db.diary.findFirst({ orderBy: { id: "desc" }, select: { id: true } });
	return newest?.id ?? 0n;
}

/** What the diary says after an entry and up to another, in its order. */
export async function readEntries(
	shop: Shop,
	{ after, upTo, limit }: { after: bigint; upTo: bigint; limit: number },
): Promise<{ id: bigint; entry: ReturnType<typeof presentEntry> }[]> {
	if (upTo <= after) return [];
	const rows = await shop.db.diary.findMany({
		where: { id: { gt: after, lte: upTo }, name: { in: [...WEBHOOK_EVENTS] } },
		orderBy: { id: "asc" },
		take: limit,
		select: ENTRY,
	});
	return rows.map((row) => ({ id: row.id, entry: presentEntry(row) }));
}
