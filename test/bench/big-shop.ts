import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Measures } from "#core/insights/count-episodes.ts";
import { anObject } from "#core/json.ts";
import { type OpenDatabase, openDatabase } from "#core/platform/database.ts";
import { openLog } from "#core/platform/log.ts";
import { openShop } from "#core/platform/shop.ts";
import type { Shop } from "#core/shop.ts";
import { fillDealings } from "./fill-dealings.ts";
import { fillInbox, type Sizes } from "./fill-inbox.ts";
import { openBenchPostgres } from "./postgres.ts";
import { hearPlans, type Plans, tellingPlans } from "./read-plans.ts";

/** A filled shop, and a second way into it, by one connection, of which each plan is kept. */
export type BigShop = {
	readonly shop: Shop;
	readonly database: OpenDatabase;
	readonly told: Shop;
	readonly plans: Plans;
	/** What the server is. */
	readonly version: string;
	/** How long filling took; none: it was filled before. */
	readonly filledIn: number | null;
	close(): Promise<void>;
};

/** Lengths are lengths: the benchmark counts rows, not working hours. */
export const MEASURES: Measures = {
	openBetween: (from, to) => to.getTime() - from.getTime(),
	promised: () => ({ first: 600_000, next: 900_000, resolution: 86_400_000 }),
};

/** Opens the shop kept in `folder`, filling it the first time; without a folder it is gone afterwards. */
export async function openBigShop({ folder, sizes }: { folder: string | null; sizes: Sizes }): Promise<BigShop> {
	const place = folder ?? (await mkdtemp(join(tmpdir(), "prilavok-inbox-")));
	await mkdir(place, { recursive: true });
	const postgres = await openBenchPostgres(place, ["max_wal_size=8GB"]);
	const log = openLog({ level: "error", forPeople: true });
	const open = (url: string, connections: number) =>
		openDatabase({ url, migrations: "prisma/migrations", log, connections });
	try {
		const url = await postgres.database("bench_shop");
		const database = await open(url, 4);
		const shop = shopOf(database);
		const filledIn = await fillOnce(shop, database, sizes);
		const plans = hearPlans();
		const watched = await open(tellingPlans(url), 1);
		return {
			...{ shop, database, filledIn },
			told: shopOf(watched),
			plans,
			version: await postgres.version(),
			async close() {
				await watched.close();
				await database.close();
				await postgres.stop();
				if (!folder) await rm(place, { recursive: true, force: true });
			},
		};
	} catch (error) {
		await postgres.stop();
		throw error;
	}
}

function shopOf(database: OpenDatabase): Shop {
	return openShop({ database, now: () => new Date(), ring: () => {} });
}

const FILLED = "bench.filled";

async function fillOnce(shop: Shop, { pool }: OpenDatabase, sizes: Sizes): Promise<number | null> {
	const known = await shop.db.setting.findUnique({ where: { key: FILLED } });
	if (known) {
		const held = anObject(known.value);
		if (Object.entries(sizes).every(([name, size]) => held?.[name] === size)) return null;
		throw new Error(`This folder holds a shop of ${JSON.stringify(known.value)}: name another FOLDER, or remove it.`);
	}
	const began = performance.now();
	const session = await pool.connect();
	try {
		for (const text of FAST) await session.query(text);
		await fillInbox(session, sizes);
		await fillDealings(session, sizes);
		await session.query("VACUUM ANALYZE");
	} finally {
		// With its settings it must not be anybody else's.
		session.release(true);
	}
	await pool.query("INSERT INTO setting (key, value) VALUES ($1, $2)", [FILLED, JSON.stringify(sizes)]);
	return Math.round((performance.now() - began) / 1000);
}

/** What is written here is right by construction: nothing is lost if no reference is checked five million times. */
const FAST = [
	"SET synchronous_commit = off",
	"SET maintenance_work_mem = '512MB'",
	"SET work_mem = '512MB'",
	"SET session_replication_role = replica",
];
