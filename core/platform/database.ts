import { AsyncLocalStorage } from "node:async_hooks";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import type { Database, Statement } from "#core/shop.ts";
import { PrismaClient } from "#prisma/client.ts";
import { ConfigFault } from "./config.ts";
import type { Log } from "./log.ts";
import { applyMigrations } from "./migrations.ts";

/** The way to PostgreSQL: Prisma for what people click, written SQL for the hot path, LISTEN for news. */
export type OpenDatabase = {
	readonly db: Database;
	/** Connections of the hot path. */
	readonly pool: pg.Pool;
	/** One transaction; `deed` gets the database inside it. Never slow: nothing but the database is waited for. */
	transact<Result>(deed: (db: Database) => Promise<Result>): Promise<Result>;
	/** A connection of its own that nobody else gets, for LISTEN and session locks; the caller ends it. */
	connectAlone(): Promise<pg.Client>;
	close(): Promise<void>;
};

/** Of every connection. Prisma's adapter writes times without a zone, so a server that lives elsewhere would shift them. */
const SESSION = { application_name: "prilavok", options: "-c timezone=UTC" };

const INT8 = 20;
const types = {
	getTypeParser(oid: number, format?: "text" | "binary") {
		if (oid === INT8 && format !== "binary") return BigInt;
		return pg.types.getTypeParser(oid, format);
	},
};

/** Opens the database, applying missing migrations first. Throws with the remedy where it cannot be reached. */
export async function openDatabase({
	url,
	migrations,
	log,
	connections = 8,
}: {
	url: string;
	migrations: string;
	log: Log;
	connections?: number;
}): Promise<OpenDatabase> {
	await prepare(url, migrations, log);
	const pool = new pg.Pool({ connectionString: url, max: connections, types, ...SESSION });
	// An idle connection that the server cuts is the pool's to replace; unheard, it would end the process.
	let closed = false;
	const lost = (error: Error) => closed || log.warn("a database connection was lost", { error });
	pool.on("error", lost);
	const adapter = new PrismaPg(
		{ connectionString: url, max: connections, ...SESSION },
		{ onPoolError: lost, onConnectionError: lost },
	);
	const connectionOf = transactionsOwnConnection(adapter);
	const prisma = new PrismaClient({ adapter });
	const outside = withWritten(prisma, writtenOn(pool));

	return {
		db: outside,
		pool,
		transact: (deed) =>
			connectionOf((connection) =>
				prisma.$transaction((transaction) => deed(withWritten(transaction, writtenOn(connection()))), {
					maxWait: 15_000,
					timeout: 30_000,
				}),
			),
		async connectAlone() {
			const client = new pg.Client({ connectionString: url, types, ...SESSION });
			client.on("error", lost);
			await client.connect();
			return client;
		},
		async close() {
			closed = true;
			await prisma.$disconnect();
			await pool.end();
		},
	};
}

async function prepare(url: string, migrations: string, log: Log): Promise<void> {
	const client = new pg.Client({ connectionString: url, application_name: "prilavok migrations" });
	try {
		await client.connect();
	} catch (cause) {
		const why = cause instanceof Error && cause.message !== "" ? ` (${cause.message})` : "";
		throw new ConfigFault(
			`DATABASE_URL is not reachable${why}: see .env.example, or leave it out for the embedded PostgreSQL`,
			{ cause },
		);
	}
	try {
		const applied = await applyMigrations(client, migrations);
		if (applied.length > 0) log.info("database migrated", { applied: applied.length });
		await warnOfUnsafeSettings(client, log);
	} finally {
		await client.end();
	}
}

/** Without these a power cut loses what was confirmed to a messenger. */
async function warnOfUnsafeSettings(client: pg.Client, log: Log): Promise<void> {
	const { rows } = await client.query(
		"SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit",
	);
	if (rows[0]?.fsync === "off") log.warn("PostgreSQL runs with fsync=off: a power cut may lose orders");
	if (rows[0]?.commit === "off") log.warn("PostgreSQL runs with synchronous_commit=off: a crash may lose orders");
}

/** Runs written statements by their names, so that each connection parses and plans them once. */
function writtenOn(connection: Pick<pg.Pool, "query"> | Pick<pg.ClientBase, "query">): Database["written"] {
	return async <Row>({ name, text, planned }: Statement, values: readonly unknown[]) => {
		const { rows } = await connection.query({ ...(!planned && { name }), text, values: [...values], types });
		return rows as Row[];
	};
}

/**
 * Written statements inside a transaction go straight to its connection: through Prisma's engine each would cost more than
 * it does in PostgreSQL, and lose its name. The adapter tells nobody which connection it took, so it is noted as the
 * transaction starts, for whoever started it.
 */
function transactionsOwnConnection(adapter: PrismaPg) {
	const starting = new AsyncLocalStorage<{ connection?: pg.ClientBase }>();
	const connect = adapter.connect.bind(adapter);
	adapter.connect = async () => {
		const queryable = await connect();
		const start = queryable.startTransaction.bind(queryable);
		queryable.startTransaction = async (isolation) => {
			const transaction = await start(isolation);
			const holder = starting.getStore();
			if (holder && "client" in transaction && transaction.client instanceof pg.Client)
				holder.connection = transaction.client;
			return transaction;
		};
		return queryable;
	};
	return <Result>(deed: (connection: () => pg.ClientBase) => Promise<Result>): Promise<Result> => {
		const holder: { connection?: pg.ClientBase } = {};
		return starting.run(holder, () =>
			deed(() => {
				if (holder.connection) return holder.connection;
				throw new Error("Prisma's adapter did not say which connection the transaction is on: see database.ts");
			}),
		);
	};
}

/** Prisma's client is a proxy itself, so the extra word is laid over it by another one. */
function withWritten(client: object, written: Database["written"]): Database {
	return new Proxy(client, {
		get: (target, key) => (key === "written" ? written : Reflect.get(target, key, target)),
	}) as Database;
}
