import type { Shop } from "#core/shop.ts";

/** NOTIFY channel on which processes tell each other that versions or pauses have changed. */
export const FLOWS_CHANNEL = "prilavok_flows";

/** Tells every process, with the commit, that what it has loaded is old. */
export async function tellProcesses(shop: Shop): Promise<void> {
	await shop.db.written(NOTIFY, [FLOWS_CHANNEL]);
}

const NOTIFY = { name: "flows-notify", text: "SELECT pg_notify($1::text, 'versions')::text" };
