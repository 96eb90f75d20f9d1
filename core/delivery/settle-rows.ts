import { safeJson } from "#core/conversations/safe-json.ts";
import type { Shop } from "#core/shop.ts";
import type { Settled } from "./claim-rows.ts";
import { SETTLE, type SettledRow } from "./outbox-statements.ts";

/** A reaction to a message within this time speaks for its channel (marketing.md §6). */
export const REACTION_WINDOW = 48 * 3_600_000;

/**
 * Writes how rows stand, all in one statement: row, chat, message and diary agree at every moment. A row that has been
 * taken over meanwhile is left alone and not among those given back.
 */
export async function settleRows(shop: Shop, settled: readonly Settled[]): Promise<SettledRow[]> {
	const now = shop.now();
	const rows = settled.map(({ id, attempt, settlement, shown }) => ({
		...settlement,
		shown: shown ?? null,
		id: String(id),
		attempt,
		reason: settlement.reason?.slice(0, 300) ?? null,
	}));
	return shop.db.written(SETTLE, [safeJson(rows), now, new Date(now.getTime() + REACTION_WINDOW)]);
}
