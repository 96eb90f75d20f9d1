import { describeError, isDatabaseTrouble } from "#core/conversations/database-trouble.ts";
import { RELEASE } from "#core/conversations/inbox-statements.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { Turns } from "./drive-turn.ts";
import type { Hands } from "./hands.ts";
import type { ActionResult } from "./talk.ts";

export type PerformParts = {
	readonly shop: Shop;
	readonly turns: Turns;
	readonly hands: Hands;
	/** What the customer wrote meanwhile may be answered now. */
	readonly onInbox: () => void;
};

/**
 * Performs actions outside: promised in a turn's commit, done here, told to their run as a turn. `doing` is committed before the
 * call. What is found there after its worker has died is tried again, except a `once`, of which nobody knows
 * whether it happened: its run goes to an operator. Gives how many there were.
 */
export async function performActions(parts: PerformParts, { limit = 20 }: { limit?: number } = {}): Promise<number> {
	const { shop } = parts;
	const now = shop.now();
	const silentSince = new Date(now.getTime() - SILENT_MS);
	const rows = await shop.db.written<ActionRow>(CLAIM, [now, silentSince, limit]);
	await Promise.all(rows.map((row) => perform(parts, row)));
	return rows.length;
}

const SILENT_MS = 120_000;
const MOST_TRIES = 4;

async function perform(parts: PerformParts, row: ActionRow): Promise<void> {
	const { shop } = parts;
	const result = row.interrupted && !mayRepeat(parts, row) ? NOBODY_KNOWS : await attempt(parts, row);
	if (result === "again") await shop.db.written(AGAIN, [row.effect_key, shop.now()]);
	else await tell(parts, row, result);
}

function mayRepeat({ hands }: PerformParts, { action }: ActionRow): boolean {
	return hands.kind(action)?.effect !== "once";
}

async function attempt(parts: PerformParts, row: ActionRow): Promise<ActionResult | "again"> {
	const { shop, hands } = parts;
	const { customer_id, conversation_id, channel, zone, language, action, input, effect_key, run_id } = row;
	const who = { customerId: customer_id, conversationId: conversation_id, channel, zone, language };
	try {
		return await hands.act(shop, who, { name: action, input, key: effect_key, run: run_id });
	} catch (error) {
		if (error instanceof Refusal) return { ended: "refused", code: error.code, text: error.message };
		if (!mayRepeat(parts, row)) return { ...NOBODY_KNOWS, text: describeError(error) };
		const hopeless = row.attempts >= MOST_TRIES && !isDatabaseTrouble(error);
		return hopeless ? { ended: "failed", code: "failed", text: describeError(error) } : "again";
	}
}

/** The result and the turn it leads to are one commit; then whatever the customer wrote meanwhile may be answered. */
async function tell({ turns, onInbox }: PerformParts, row: ActionRow, result: ActionResult): Promise<void> {
	const { effect_key: key, run_id: run, conversation_id: conversationId } = row;
	let released = 0;
	await turns.drive({
		conversationId,
		async cause(inside) {
			const { state, error } = stateOf(result);
			await inside.db.written(SETTLE, [key, state, JSON.stringify(result), error, inside.now()]);
			released = (await inside.db.written(RELEASE, [conversationId])).length;
			return { cause: { cause: "action", id: `action/${key}`, run, key, result } };
		},
	});
	if (released > 0) onInbox();
}

function stateOf(result: ActionResult): { state: string; error: string | null } {
	switch (result.ended) {
		case "done":
			return { state: "done", error: null };
		case "refused":
			return { state: "failed", error: result.text };
		case "failed":
			return { state: result.code === "unknown" ? "unknown" : "failed", error: result.text };
	}
}

const NOBODY_KNOWS = {
	ended: "failed",
	code: "unknown",
	text: "The worker ended while this was under way: nobody knows whether it happened.",
} as const;

type ActionRow = {
	effect_key: string;
	run_id: string;
	conversation_id: string;
	customer_id: string;
	channel: "telegram" | "whatsapp" | "linked-phone" | "console";
	zone: string;
	language: string;
	action: string;
	input: Record<string, never>;
	attempts: number;
	interrupted: boolean;
};

/** When an action that was put back is tried again: `settled_at` holds when it was last tried; 1, 5, 25 s after. */
export const NEXT_TRY_AT = "settled_at + interval '1 second' * 5 ^ (attempts - 1)";

const CLAIM = {
	name: "actions-claim",
	text: `WITH due AS (
			SELECT effect_key, state = 'doing' AS interrupted FROM flow_action
			WHERE (state = 'due' AND (settled_at IS NULL OR ${NEXT_TRY_AT} <= $1))
				OR (state = 'doing' AND settled_at < $2)
			ORDER BY created_at LIMIT $3 FOR UPDATE SKIP LOCKED
		)
		UPDATE flow_action a SET state = 'doing', attempts = a.attempts + 1, settled_at = $1
		FROM due d, flow_run r, customer u
		WHERE a.effect_key = d.effect_key AND r.id = a.run_id AND u.id = r.customer_id
		RETURNING a.effect_key, a.run_id, a.conversation_id, r.customer_id, r.channel, coalesce(u.zone, 'UTC') AS zone,
			u.language, a.action, a.input, a.attempts, d.interrupted`,
};
const AGAIN = {
	name: "actions-again",
	text: "UPDATE flow_action SET state = 'due', settled_at = $2 WHERE effect_key = $1 AND state = 'doing'",
};
const SETTLE = {
	name: "actions-settle",
	text: "UPDATE flow_action SET state = $2, result = $3::jsonb, error = $4, settled_at = $5 WHERE effect_key = $1",
};
