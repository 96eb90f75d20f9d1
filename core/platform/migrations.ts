import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";

/** Key of the advisory lock under which migrations run: any constant that nobody else uses. */
const LOCK = 7_265_102_019;

const LEDGER = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
	id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL,
	logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

type Applied = { migration_name: string; checksum: string; finished_at: Date | null; rolled_back_at: Date | null };

/**
 * Applies the folders of prisma/migrations that the database lacks, in order, one transaction each, under an advisory
 * lock: several processes may start at once. Keeps Prisma's own ledger, so that `prisma migrate deploy` and we
 * understand each other. Returns the names applied. A changed or half-applied migration is an error.
 */
export async function applyMigrations(client: pg.ClientBase, folder: string): Promise<string[]> {
	await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
	try {
		await client.query(LEDGER);
		const { rows } = await client.query<Applied>(
			"SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations",
		);
		const known = new Map(rows.filter((row) => !row.rolled_back_at).map((row) => [row.migration_name, row]));
		const applied: string[] = [];
		for (const name of await migrationNames(folder)) {
			const sql = await readFile(join(folder, name, "migration.sql"), "utf8");
			const checksum = createHash("sha256").update(sql).digest("hex");
			const before = known.get(name);
			if (before) refuseIfOdd(name, before, checksum);
			else {
				await applyOne(client, name, sql, checksum);
				applied.push(name);
			}
		}
		return applied;
	} finally {
		await client.query("SELECT pg_advisory_unlock($1)", [LOCK]);
	}
}

async function migrationNames(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true });
	return entries
		.filter((entry) => entry.isDirectory() && /^\d/.test(entry.name))
		.map((entry) => entry.name)
		.sort();
}

function refuseIfOdd(name: string, before: Applied, checksum: string): void {
	if (!before.finished_at)
		throw new Error(
			`Migration ${name} began here and never ended: mend the database, then mark it with \`prisma migrate resolve\`.`,
		);
	if (before.checksum !== checksum)
		throw new Error(
			`Migration ${name} was changed after it had been applied: restore its file, and write a new migration instead.`,
		);
}

async function applyOne(client: pg.ClientBase, name: string, sql: string, checksum: string): Promise<void> {
	await client.query("BEGIN");
	try {
		await client.query(sql);
		await client.query(
			"INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), now(), 1)",
			[randomUUID(), checksum, name],
		);
		await client.query("COMMIT");
	} catch (cause) {
		await client.query("ROLLBACK");
		throw new Error(`Migration ${name} cannot be applied: ${cause instanceof Error ? cause.message : cause}`, {
			cause,
		});
	}
}
