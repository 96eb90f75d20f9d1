import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject, onTestFinished } from "vitest";
import { type OpenDatabase, openDatabase } from "#core/platform/database.ts";
import { type Log, openLog } from "#core/platform/log.ts";
import { openShop } from "#core/platform/shop.ts";
import type { Shop } from "#core/shop.ts";
import { cleanDatabase } from "./clean-database.ts";

/** A shop with a database of its own and a clock that stands still until moved. */
export type TestShop = {
	readonly shop: Shop;
	readonly database: OpenDatabase;
	readonly url: string;
	readonly log: Log;
	/** What the diary says, oldest first. */
	diary(): Promise<{ name: string; customerId: string | null; data: unknown; stage: string | null }[]>;
	/** Sets the clock. */
	setNow(at: Date | string): void;
	/** Moves the clock by so many milliseconds. */
	pass(ms: number): void;
};

/** Opens a shop for one test; its database is dropped when the test ends. */
export async function aShop({ today = "2026-03-10T14:00:00+03:00" }: { today?: string } = {}): Promise<TestShop> {
	const { url, leave } = await aUsedDatabase();
	const log = openLog({ level: "silent", forPeople: false });
	const database = await openDatabase({ url, migrations: "prisma/migrations", log, connections: 4 });
	let clock = new Date(today);
	const shop = openShop({ database, now: () => clock, ring: () => {} });
	onTestFinished(async () => {
		await database.close();
		await leave();
	});
	return {
		shop,
		database,
		url,
		log,
		diary: () =>
			shop.db.diary.findMany({
				orderBy: { id: "asc" },
				select: { name: true, customerId: true, data: true, stage: true },
			}),
		setNow(at) {
			clock = new Date(at);
		},
		pass(ms) {
			clock = new Date(clock.getTime() + ms);
		},
	};
}

/** The same, or one that an earlier test of this worker has left, cleaned. */
async function aUsedDatabase(): Promise<{ url: string; leave: () => Promise<void> }> {
	const { url, drop } = left.pop() ?? (await aDatabase());
	return {
		url,
		async leave() {
			try {
				await cleanDatabase(url);
				left.push({ url, drop });
			} catch {
				await drop();
			}
		},
	};
}

/** Databases that wait for the next test of this worker; the server goes with the run, and they with it. */
const left: { url: string; drop: () => Promise<void> }[] = [];

/** An empty, migrated database: a copy of the template, by files, which is twice as quick where nothing is flushed. */
export async function aDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
	const server = inject("postgresUrl");
	const name = `test_${randomBytes(8).toString("hex")}`;
	await maintain(server, `CREATE DATABASE ${name} TEMPLATE prilavok_template STRATEGY FILE_COPY`);
	const address = new URL(server);
	address.pathname = `/${name}`;
	return { url: address.href, drop: () => maintain(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function maintain(url: string, sql: string) {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query(sql);
	} finally {
		await client.end();
	}
}
