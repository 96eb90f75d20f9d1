import type { Shop, Statement } from "#core/shop.ts";

/** An update of the desk's bot, as it is kept. */
export type KeptUpdate = { readonly id: bigint; readonly update: unknown; readonly tries: number };

/** Writes what Telegram told into the desk's inbox; once it resolves, Telegram may be told that we have it. */
export async function keepUpdates(
	shop: Shop,
	{ account, updates, next }: { account: string; updates: readonly unknown[]; next: string },
): Promise<void> {
	const rows = updates.map((update) => ({ key: keyOf(update), update }));
	await shop.db.written(KEEP, [account, JSON.stringify(rows).replaceAll("\\u0000", ""), shop.now(), next]);
}

/** Where Telegram's queue was read to. */
export async function positionOf(shop: Shop, account: string): Promise<number | undefined> {
	const row = await shop.db.account.findUnique({ where: { id: account }, select: { position: true } });
	return row?.position && /^\d{1,15}$/.test(row.position) ? Number(row.position) : undefined;
}

/** What waits, in order. */
export function waitingUpdates(shop: Shop, account: string): Promise<KeptUpdate[]> {
	const now = shop.now();
	return shop.db.deskUpdate.findMany({
		where: { account, state: "waiting", OR: [{ nextTryAt: null }, { nextTryAt: { lte: now } }] },
		orderBy: { id: "asc" },
		take: 50,
		select: { id: true, update: true, tries: true },
	});
}

/** Marks it as worked off, in the transaction of what it led to. False: somebody else has. */
export async function settleUpdate(inside: Shop, id: bigint): Promise<boolean> {
	const { count } = await inside.db.deskUpdate.updateMany({
		where: { id, state: "waiting" },
		data: { state: "done", doneAt: inside.now(), error: null },
	});
	return count > 0;
}

type Told = { readonly account: string; readonly chatId: string; readonly messageId: number };

/** Whether a message of theirs has not been worked off yet: an edit of it comes after it. */
export async function waitsFor(shop: Shop, { account, chatId, messageId }: Told): Promise<boolean> {
	const [row] = await shop.db.written<{ found: boolean }>(WAITS, [account, messageId, chatId]);
	return row?.found ?? false;
}

/** Whether a message was edited again since: of edits that are told anew after a kill the last one alone counts. */
export async function isOutrun(
	shop: Shop,
	{ account, update, chatId, messageId }: Told & { readonly update: number },
): Promise<boolean> {
	const [row] = await shop.db.written<{ found: boolean }>(OUTRUN, [account, messageId, chatId, String(update)]);
	return row?.found ?? false;
}

const MOST_TRIES = 5;
const PAUSE_MS = 2_000;

/** Counts a try that failed; after five the update is kept for the engineer. */
export async function countTry(shop: Shop, { id, tries }: KeptUpdate, error: unknown): Promise<void> {
	const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
	const isDead = tries + 1 >= MOST_TRIES;
	await shop.db.deskUpdate.updateMany({
		where: { id, state: "waiting" },
		data: {
			tries: tries + 1,
			error: words.slice(0, 2_000),
			state: isDead ? "dead" : "waiting",
			nextTryAt: isDead ? null : new Date(shop.now().getTime() + PAUSE_MS * 2 ** tries),
		},
	});
}

const KEPT_DAYS = 3;

/** What was worked off is nobody's business after some days: it holds what members wrote. */
export async function forgetUpdates(shop: Shop, account: string): Promise<void> {
	const before = new Date(shop.now().getTime() - KEPT_DAYS * 86_400_000);
	await shop.db.deskUpdate.deleteMany({ where: { account, state: "done", doneAt: { lt: before } } });
}

function keyOf(update: unknown): string {
	const id = typeof update === "object" && update !== null && "update_id" in update ? update.update_id : undefined;
	return String(id);
}

const KEEP: Statement = {
	name: "desk-keep-updates",
	text: `WITH place AS (
			INSERT INTO account (id, channel, position) VALUES ($1::text, 'desk', $4::text)
			ON CONFLICT (id) DO UPDATE SET position = EXCLUDED.position
		)
		INSERT INTO desk_update (account, key, update, received_at)
		SELECT $1::text, r.key, r.update, $3::timestamptz
		FROM json_to_recordset($2::json) AS r(key text, update jsonb)
		ON CONFLICT (account, key) DO NOTHING`,
};

const WAITS: Statement = {
	name: "desk-waits-for",
	text: `SELECT EXISTS (SELECT 1 FROM desk_update WHERE account = $1::text AND state = 'waiting'
		AND update->'message'->>'message_id' = $2::int::text AND update->'message'->'chat'->>'id' = $3::text) AS found`,
};

const OUTRUN: Statement = {
	name: "desk-outrun",
	text: `SELECT EXISTS (SELECT 1 FROM desk_update d JOIN desk_update own ON own.account = d.account AND own.key = $4::text
		WHERE d.account = $1::text AND d.id > own.id AND d.state <> 'dead' AND d.update->'edited_message'->>'message_id' = $2::int::text
			AND d.update->'edited_message'->'chat'->>'id' = $3::text) AS found`,
};
