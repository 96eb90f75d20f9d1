/**
 * Whether the database, and not the deed, was at fault: out of reach, restarting, two transactions in each other's way. Such an
 * accident costs the deed nothing; it is done again.
 */
export function isDatabaseTrouble(error: unknown): boolean {
	const code = codeOf(error);
	if (code) return TROUBLE.some((start) => code.startsWith(start));
	return error instanceof Error && LOST_CONNECTION.test(error.message);
}

/** The SQLSTATE, Prisma's or Node's code of an error, wherever the layers above have put it. */
export function codeOf(error: unknown): string | undefined {
	return sqlState(error) ?? textAt(error, "code");
}

/** An error in one line, for those who look after the shop. */
export function describeError(error: unknown): string {
	const code = codeOf(error);
	const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	return (code ? `${code} ${message}` : message).slice(0, 500);
}

/** 08 connection, 40 rolled back by others, 53 resources, 57 operator; P10xx connection, P2024 pool, P2028 and P2034 transaction. */
const TROUBLE = ["08", "40", "53", "57", "P10", "P2024", "P2028", "P2034", "ECONN", "EPIPE", "ETIMEDOUT", "ENOTFOUND"];
const LOST_CONNECTION = /connection (terminated|ended|closed)|not queryable|timeout exceeded when trying to connect/i;

/** Prisma says P2010 for whatever a written statement met, and keeps the database's own word further in. */
function sqlState(error: unknown): string | undefined {
	const meta = at(error, "meta");
	const cause = at(at(meta, "driverAdapterError"), "cause") ?? at(error, "cause");
	return textAt(cause, "originalCode") ?? textAt(cause, "code") ?? textAt(meta, "code");
}

function at(value: unknown, key: string): unknown {
	return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function textAt(value: unknown, key: string): string | undefined {
	const found = at(value, key);
	return typeof found === "string" ? found : undefined;
}
