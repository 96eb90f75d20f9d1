import type { HeardStatus } from "#core/conversations/heard.ts";
import type { Shop, Statement } from "#core/shop.ts";
import { stepUp } from "./ladder.ts";
import { noteHindrance } from "./note-hindrance.ts";
import { settleRows } from "./settle-rows.ts";

/** What a report led to: a message whose status is another now, a row that turned out to be sent. */
export type Reported = { readonly conversationId: string; readonly accepted?: bigint };

/**
 * A messenger tells how a message of ours stands. Our own mark on the letter counts first, then the messenger's id: the
 * report may come before our call is answered. It settles a send that was unclear, and never leads downwards.
 */
export async function noteStatus(
	shop: Shop,
	{ account, chat, told }: { account: string; chat: string; told: HeardStatus },
): Promise<Reported | undefined> {
	const row = await find(shop, { account, chat, told });
	// Somebody else's message, or one of a time before our database.
	if (!row) return undefined;
	const step = stepUp(row, told.state);
	if (step.evidence) {
		const values = [row.id, row.message_id, step.evidence, step.status ?? null, told.reason ?? null];
		await shop.db.written(NOTE_EVIDENCE, [...values, told.message, told.billing ?? null]);
	}
	if (told.state === "failed" && told.means) {
		await noteHindrance(shop, { chatId: row.chat_id, identityId: row.identity_id, means: told.means });
	}
	const reported = { conversationId: row.conversation_id };
	switch (step.row) {
		case "sent": {
			const settlement = { state: "sent", reason: null, refs: [told.message], counted: true } as const;
			await settleRows(shop, [{ id: row.id, attempt: row.attempt, settlement }]);
			return { ...reported, ...(row.priority > 1 && { accepted: row.id }) };
		}
		case "failed":
			await shop.db.written(FAIL_LATE, [row.id, told.reason ?? null, shop.now()]);
			return reported;
		default:
			return step.status ? reported : undefined;
	}
}

type Row = {
	readonly id: bigint;
	readonly attempt: number;
	readonly state: string;
	readonly evidence: string | null;
	readonly priority: number;
	readonly message_id: bigint | null;
	readonly status: string | null;
	readonly conversation_id: string;
	readonly chat_id: string;
	readonly identity_id: string | null;
};

async function find(
	shop: Shop,
	{ account, chat, told }: { account: string; chat: string; told: HeardStatus },
): Promise<Row | undefined> {
	const [marked] = told.letter ? await shop.db.written<Row>(BY_LETTER, [account, told.letter]) : [];
	if (marked) return marked;
	const [named] = await shop.db.written<Row>(BY_MESSAGE, [account, chat, told.message]);
	return named;
}

const COLUMNS = `o.id, o.attempt, o.state::text AS state, o.evidence, o.priority, o.message_id, o.conversation_id, o.chat_id,
	(SELECT m.status FROM message m WHERE m.id = o.message_id) AS status,
	(SELECT c.identity_id FROM chat c WHERE c.id = o.chat_id) AS identity_id`;

/** Locked until the commit: of two reports of one message each sees what the other did. */
const BY_LETTER: Statement = {
	name: "status-by-letter",
	text: `SELECT ${COLUMNS} FROM outbox o WHERE o.id = $2::bigint AND o.account = $1 FOR UPDATE OF o`,
};

const BY_MESSAGE: Statement = {
	name: "status-by-message",
	text: `SELECT ${COLUMNS} FROM outbox o WHERE o.account = $1 AND o.id = (
			SELECT w.id FROM chat h JOIN message m ON m.chat_id = h.id AND m.direction = 'said' AND m.external_id = $3
				JOIN outbox w ON w.conversation_id = m.conversation_id AND w.message_id = m.id
			WHERE h.account = $1 AND h.native_id = $2 LIMIT 1) FOR UPDATE OF o`,
};

/** `$1` row, `$2` message, `$3` evidence, `$4` status or null, `$5` reason, `$6` the messenger's id, `$7` billing or null. */
const NOTE_EVIDENCE: Statement = {
	name: "status-note-evidence",
	text: `WITH noted AS (UPDATE outbox SET evidence = $3, reason = CASE WHEN $3 = 'failed' THEN $5 ELSE reason END
			WHERE id = $1::bigint)
		UPDATE message SET status = coalesce($4, status), billing = coalesce($7, billing),
			status_reason = CASE WHEN $4 = 'failed' THEN $5 WHEN $4 IS NOT NULL THEN NULL ELSE status_reason END,
			external_id = coalesce(external_id, $6)
		WHERE id = $2::bigint`,
};

/** A late report takes back what the messenger had accepted; its occasion is free again, for another channel. */
const FAIL_LATE: Statement = {
	name: "status-fail-late",
	text: `UPDATE outbox SET state = 'failed', reason = $2, settled_at = $3::timestamptz
		WHERE id = $1::bigint AND state IN ('sent', 'pending', 'unknown')`,
};
