import type { Shop } from "#core/shop.ts";
import { editIntent } from "./edit-own-words.ts";

/**
 * Lines whose last edit did not reach the customer, with the reason: what the thread shows is not what they read. An edit that
 * is on its way is no trouble yet.
 */
export async function failedEdits(
	shop: Shop,
	{ conversationId, lines }: { conversationId: string; lines: readonly { readonly id: bigint }[] },
): Promise<ReadonlyMap<bigint, string>> {
	if (lines.length === 0) return new Map();
	const rows = await shop.db.outbox.findMany({
		where: { conversationId, OR: lines.map(({ id }) => ({ intent: { startsWith: editIntent(id) } })) },
		orderBy: { id: "asc" },
		select: { intent: true, state: true, reason: true },
	});
	const last = new Map(rows.map((row) => [row.intent.split(" ")[1], row]));
	return new Map(
		lines.flatMap(({ id }) => {
			const row = last.get(String(id));
			return row && FAILED.has(row.state) ? [[id, row.reason ?? row.state] as const] : [];
		}),
	);
}

const FAILED: ReadonlySet<string> = new Set(["failed", "blocked", "unknown"]);
