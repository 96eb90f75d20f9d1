import type { Shop } from "#core/shop.ts";
import { isDatabaseTrouble } from "./database-trouble.ts";
import type { Heard } from "./heard.ts";
import { KEEP_POSITION, RECEIVE } from "./inbox-statements.ts";
import { safeJson } from "./safe-json.ts";

/** Something heard, with its bytes as they came. */
export type Arrival = { readonly heard: Heard; readonly raw: Uint8Array };

/**
 * Writes what was heard into the inbox; once it resolves, the messenger may be told that we have it. `next` is the polling
 * position that goes with it. What came before is passed over. Gives how many were new.
 */
export async function receive(shop: Shop, arrivals: readonly Arrival[], next?: string): Promise<number> {
	const account = arrivals[0]?.heard.account;
	if (account === undefined) return 0;
	try {
		return await insert(shop, arrivals, account, next);
	} catch (error) {
		if (isDatabaseTrouble(error)) throw error;
		return insertOneByOne(shop, arrivals, account, next);
	}
}

/** The lane as the inbox keeps it: two bots may hear two people under one chat id. */
export function laneOf({ account, lane }: Pick<Heard, "account" | "lane">): string {
	return `${account} ${lane}`;
}

/** A row of the inbox as the written statements take it. */
export function inboxRow({ heard, raw }: Arrival) {
	const { account, key, channel, chat } = heard;
	return { account, key, channel, chat, lane: laneOf(heard), raw: Buffer.from(raw).toString("base64"), heard };
}

async function insert(shop: Shop, arrivals: readonly Arrival[], account: string, next?: string): Promise<number> {
	const rows = arrivals.map((arrival, n) => ({ n, ...inboxRow(arrival) }));
	const place = next === undefined ? null : account;
	const fresh = await shop.db.written(RECEIVE, [safeJson(rows), shop.now(), place, next ?? null]);
	return fresh.length;
}

/** One bad row must not hold up the others: it is kept unread, with its bytes, for the engineer. */
async function insertOneByOne(shop: Shop, arrivals: readonly Arrival[], account: string, next?: string) {
	let fresh = 0;
	for (const arrival of arrivals) {
		try {
			fresh += await insert(shop, [arrival], account);
		} catch (error) {
			if (isDatabaseTrouble(error)) throw error;
			fresh += await insert(shop, [unreadable(arrival, error)], account);
		}
	}
	if (next !== undefined) await shop.db.written(KEEP_POSITION, [account, next]);
	return fresh;
}

function unreadable({ heard, raw }: Arrival, error: unknown): Arrival {
	const about = `could not be kept: ${error instanceof Error ? error.message : "unknown"}`.slice(0, 200);
	const { account, channel, key, chat, lane } = heard;
	return { raw, heard: { account, channel, key, chat, lane, at: new Date(0), what: { kind: "unread", about } } };
}
