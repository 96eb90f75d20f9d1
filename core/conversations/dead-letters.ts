import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { REPLAY } from "./inbox-statements.ts";

/** What could not be answered after five tries, oldest first, for the health page. */
export async function listDeadLetters(shop: Shop, { limit = 100 }: { limit?: number } = {}) {
	const rows = await shop.db.inbox.findMany({
		where: { state: "dead" },
		orderBy: { id: "asc" },
		take: limit,
		select: {
			id: true,
			account: true,
			key: true,
			channel: true,
			chat: true,
			tries: true,
			error: true,
			receivedAt: true,
		},
	});
	return rows;
}

/** Puts a dead letter back into its lane, so that it is answered as if it came now. */
export async function replayDeadLetter(shop: Shop, { id }: { id: bigint }): Promise<void> {
	const replayed = await shop.db.written(REPLAY, [id]);
	if (replayed.length === 0) throw new Refusal("not-found", "This letter is not among the dead ones any more.");
}
