import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "#core/platform/database.ts";
import { openShop } from "#core/platform/shop.ts";
import type { Shop } from "#core/shop.ts";
import { dealingAsks } from "#test/bench/dealing-asks.ts";
import { fillDealings } from "#test/bench/fill-dealings.ts";
import { fillInbox } from "#test/bench/fill-inbox.ts";
import { inboxAsks } from "#test/bench/inbox-asks.ts";
import { aShop } from "#test/support/shop.ts";

/** All that the benchmark of a big shop asks, where reading a table from end to end is the last thing PostgreSQL does: if it does, no index serves. */
test("no list, search, card or report has to read a table that grows with the shop from end to end", async () => {
	const { database, url, log } = await aShop();
	const sizes = { customers: 120, conversations: 60, messages: 600, orders: 120 };
	const session = await database.pool.connect();
	try {
		await session.query("SET session_replication_role = replica");
		await fillInbox(session, sizes);
		await fillDealings(session, sizes);
		await session.query("ANALYZE");
	} finally {
		session.release(true);
	}

	const address = new URL(url);
	address.searchParams.set("options", "-c timezone=UTC -c enable_seqscan=off");
	const asked = await openDatabase({ url: address.href, migrations: "prisma/migrations", log, connections: 1 });
	onTestFinished(() => asked.close());
	const shop = openShop({ database: asked, now: () => new Date(), ring: () => {} });

	const asks = [...(await inboxAsks(shop, asked.pool)), ...(await dealingAsks(asked.pool))];
	const wholly: string[] = [];
	let before = await wholeReads(shop);
	for (const [name, ask] of asks) {
		await ask(shop);
		const after = await wholeReads(shop);
		for (const [table, times] of after) if (times > (before.get(table) ?? 0n)) wholly.push(`${name}: ${table}`);
		before = after;
	}

	expect(wholly).toEqual([]);
}, 60_000);

const GROWING =
	"message conversation customer chat identity customer_tag customer_figures customer_attribute consent segment_spell shop_order order_line " +
	"order_change outcome feedback diary flow_step episode episode_wait handoff audit";

/** How often each was read from end to end. A session tells its share when it rests, or is told to. */
async function wholeReads({ db }: Shop): Promise<Map<string, bigint>> {
	await db.written({ name: "flush", text: "SELECT pg_stat_force_next_flush()::text" }, []);
	await db.$queryRawUnsafe("SELECT pg_stat_force_next_flush()::text");
	const rows = await db.written<{ name: string; times: bigint }>(
		{
			name: "whole-reads",
			text: "SELECT relname AS name, seq_scan AS times FROM pg_stat_user_tables WHERE relname = ANY (string_to_array($1, ' '))",
		},
		[GROWING],
	);
	return new Map(rows.map(({ name, times }) => [name, times]));
}
