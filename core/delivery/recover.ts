import type { Shop } from "#core/shop.ts";
import { RECOVER, SILENT_OWNERS } from "./outbox-statements.ts";

/** A sender of whom nothing was heard for so long is taken for dead. */
const SILENCE = 20_000;

/** What became of rows whose sender died during the call. */
export type Recovered = { readonly pending: number; readonly unknown: number };

/** Takes back the rows of senders that are known to be dead: their name is ours now. */
export async function recoverRows(shop: Shop, { owners }: { owners: readonly string[] }): Promise<Recovered> {
	if (owners.length === 0) return { pending: 0, unknown: 0 };
	const rows = await shop.db.written<{ state: string }>(RECOVER, [owners, shop.now()]);
	const unknown = rows.filter(({ state }) => state === "unknown").length;
	return { pending: rows.length - unknown, unknown };
}

/** Takes back the rows of senders of this account that have written no heartbeat for 20 s by the real clock. */
export async function recoverSilent(
	shop: Shop,
	{ account, asker, realNow }: { account: string; asker: string; realNow: Date },
): Promise<Recovered> {
	const since = new Date(realNow.getTime() - SILENCE);
	const silent = await shop.db.written<{ owner: string }>(SILENT_OWNERS, [account, since, asker]);
	return recoverRows(shop, { owners: silent.map(({ owner }) => owner) });
}
