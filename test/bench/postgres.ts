import { randomBytes } from "node:crypto";
import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "#core/platform/embedded-postgres.ts";
import { openLog } from "#core/platform/log.ts";
import { cpuMicros, processesBelow } from "./cpu.ts";

/** The server of the benchmark: as careful with what it commits as in production, and it counts statements. */
export type BenchPostgres = {
	/** An empty database, or the one of that name, made if it is not there. */
	database(name?: string): Promise<string>;
	version(): Promise<string>;
	/** What the server has done for one database until now. */
	used(url: string): Promise<Usage>;
	/** The statements that kept the server busiest since it started, planning included. */
	busiest(): Promise<string[]>;
	stop(): Promise<void>;
};

/** Commits, statements, bytes of WAL, and microseconds of CPU of all its processes. */
export type Usage = {
	readonly commits: number;
	readonly statements: number;
	readonly bytes: number;
	readonly micros: number;
};

export async function openBenchPostgres(folder: string, more: readonly string[] = []): Promise<BenchPostgres> {
	await chmod(folder, 0o755);
	const data = join(folder, "postgres");
	const flags = [
		"shared_preload_libraries=pg_stat_statements",
		"pg_stat_statements.track_planning=on",
		"shared_buffers=256MB",
		...more,
	];
	const log = openLog({ level: "error", forPeople: true });
	const server = await startEmbeddedPostgres({ folder: data, log, flags });
	const postmaster = Number((await readFile(join(data, "postmaster.pid"), "utf8")).split("\n")[0]);
	await ask(server.url, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
	return {
		async database(name = `bench_${randomBytes(6).toString("hex")}`) {
			const known = await ask(server.url, "SELECT 1 FROM pg_database WHERE datname = $1", [name]);
			if (known.length === 0) await ask(server.url, `CREATE DATABASE ${name}`);
			const url = new URL(server.url);
			url.pathname = `/${name}`;
			return url.href;
		},
		async version() {
			const [row] = await ask(server.url, "SELECT split_part(version(), ' on ', 1) AS version");
			return String(row?.version);
		},
		async used(url) {
			const name = new URL(url).pathname.slice(1);
			const [row] = await ask(server.url, USED, [name]);
			const micros = (await processesBelow(postmaster)).map(cpuMicros);
			return {
				commits: Number(row?.commits),
				statements: Number(row?.statements),
				bytes: Number(row?.bytes),
				micros: (await Promise.all(micros)).reduce((sum, one) => sum + one, 0),
			};
		},
		async busiest() {
			const rows = await ask(server.url, BUSIEST);
			return rows.map(({ share, calls, ms, text }) => `${share} %  ${calls} times, ${ms} ms each: ${text}`);
		},
		stop: server.stop,
	};
}

const USED = `SELECT d.xact_commit AS commits, pg_current_wal_lsn() - '0/0'::pg_lsn AS bytes,
		(SELECT sum(calls) FROM pg_stat_statements s WHERE s.dbid = d.datid) AS statements
	FROM pg_stat_database d WHERE d.datname = $1`;

const BUSIEST = `SELECT lpad((100 * sum(time) / (sum(sum(time)) OVER ()))::numeric(5, 1)::text, 5) AS share, sum(calls) AS calls,
		(sum(time) / sum(calls))::numeric(9, 2) AS ms, text
	FROM (SELECT total_plan_time + total_exec_time AS time, calls, left(regexp_replace(query, '\\s+', ' ', 'g'), 110) AS text
		FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname LIKE 'bench%') all_of_them
	GROUP BY text ORDER BY sum(time) DESC LIMIT 12`;

async function ask(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	const { rows } = await client.query(text, values).finally(() => client.end());
	return rows;
}
