import type { Shop } from "#core/shop.ts";
import type { Turns } from "./drive-turn.ts";

/**
 * The messenger has accepted these rows of the outbox: the silence of a question that went out uninvited counts from now, not from
 * when it was written. Others are passed over. Telling twice moves the silence by moments only.
 */
export async function tellAccepted(shop: Shop, turns: Turns, rows: readonly bigint[]): Promise<void> {
	const asked = await shop.db.written<{ run_id: string; conversation_id: string }>(ASKED, [rows]);
	for (const { run_id: run, conversation_id: conversationId } of asked)
		await turns.drive({ conversationId, cause: { cause: "accepted", id: `accepted/${run}`, run } });
}

const ASKED = {
	name: "outbox-questions-accepted",
	text: `SELECT DISTINCT r.id AS run_id, r.conversation_id
		FROM outbox o JOIN message m ON m.id = o.message_id JOIN flow_run r ON r.id = o.run_id
		WHERE o.id = ANY ($1::bigint[]) AND m.proactive AND r.status = 'waiting_input'
			AND (r.state->'asked'->>'proactive')::boolean`,
};
