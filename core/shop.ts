import type { Prisma } from "#prisma/client.ts";
import type { ErrandName, Errands, When } from "./errands.ts";
import type { DiaryEntry } from "./events.ts";

/** What every use case is given. It stays at five members: a sixth is a parameter of its own. */
export interface Shop {
	/** The database; inside `atomically`, the transaction. */
	readonly db: Database;
	/** The only clock. */
	now(): Date;
	/** Writes the diary, in the transaction of what happened. What it sets in motion follows the commit. */
	record(entry: DiaryEntry): Promise<void>;
	/** Promises an errand: kept after the commit, also if this process dies. */
	later<Name extends ErrandName>(errand: Name, payload: Errands[Name], when?: When): Promise<void>;
	/** All or nothing. Inside another one it joins it. Nothing slow belongs in it. */
	atomically<Result>(deed: (shop: Shop) => Promise<Result>): Promise<Result>;
}

/** Prisma's models, and written SQL for the hot path. */
export type Database = Prisma.TransactionClient & {
	/**
	 * Runs a written statement: outside a transaction as a named prepared statement (unless it says otherwise), inside it on its connection.
	 * int8 comes as bigint, timestamptz as Date, json parsed.
	 */
	written<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
};

/** A statement of the hot path, kept in one named file per word and checked by tests against the migrated schema. */
export type Statement = {
	readonly name: string;
	readonly text: string;
	/**
	 * `anew`: for the values of each call, which costs a millisecond or two. For lists that are sifted: after five calls PostgreSQL would
	 * keep one plan for all values, guess that any tag is of every third customer, and look through all of them for a rare one.
	 */
	readonly planned?: "anew";
};
