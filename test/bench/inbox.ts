/**
 * `npm run bench:inbox`: a big shop (`CUSTOMERS`, `CONVERSATIONS`, `MESSAGES`, `ORDERS`), asked as its screens ask: inbox, threads, search, cards,
 * customers, orders, reports of a month, audit. Says how long each takes on the server and what its plans looked at, and fails where one
 * takes more than a second or reads a big table from end to end. `FOLDER` keeps the filled shop for the next time; words after `--` choose among the asks.
 */
import { cpus, totalmem } from "node:os";
import { argv, env, stdout } from "node:process";
import type { Pool } from "pg";
import { openBigShop } from "./big-shop.ts";
import { dealingAsks } from "./dealing-asks.ts";
import { inboxAsks } from "./inbox-asks.ts";
import { weighPlans } from "./weigh-plans.ts";

const TIMES = 20;
const MOST_MS = 1_000;
/** Rows from which on a table is big. */
const BIG = 10_000;
/** A named statement is planned anew for its values five times, and may then be given a plan for all values: that one counts. */
const UNTIL_PLANNED = 7;

const sizes = {
	customers: Number(env.CUSTOMERS ?? 200_000),
	conversations: Number(env.CONVERSATIONS ?? 100_000),
	messages: Number(env.MESSAGES ?? 5_000_000),
	orders: Number(env.ORDERS ?? 300_000),
};
const big = await openBigShop({ folder: env.FOLDER ?? null, sizes });
try {
	const { shop, told, plans, database } = big;
	print(
		`${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, ${big.version}`,
	);
	print(
		`${Object.entries(sizes)
			.map(([name, size]) => `${size} ${name}`)
			.join(", ")}; ${big.filledIn === null ? "filled before" : `filled in ${big.filledIn} s`}\n`,
	);
	print(`${"".padEnd(40)}      p50      p95    pages     rows  the scan that looked at most`);
	const tables = await bigTables(database.pool);
	const wanted = argv.slice(2);
	const asks = [...(await inboxAsks(shop, database.pool)), ...(await dealingAsks(database.pool))];
	const bad: string[] = [];
	for (const [name, ask] of asks) {
		if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
		const times = await timed(() => ask(shop));
		for (let time = 0; time < UNTIL_PLANNED; time++) {
			plans.taken();
			await ask(told);
		}
		const { pages, rows, worst, whole } = weighPlans(plans.taken(), tables);
		const [p50 = 0, p95 = 0] = [times[Math.floor(times.length / 2)], times[Math.ceil(times.length * 0.95) - 1]];
		print(`${name.padEnd(40)} ${ms(p50)} ${ms(p95)} ${num(pages)} ${num(rows)}  ${worst}`);
		// What ends in a file may take its time.
		if (p95 > MOST_MS && !name.endsWith("*")) bad.push(`${name}: p95 ${Math.round(p95)} ms`);
		if (whole.length > 0) bad.push(`${name}: reads all of ${whole.join(", ")}`);
	}
	for (const line of bad) print(`TOO SLOW  ${line}`);
	print(bad.length === 0 ? "\nAll under a second, no big table read from end to end." : `\n${bad.length} do not hold.`);
	if (bad.length > 0) process.exitCode = 1;
} finally {
	await big.close();
}

/** In order of length. What takes seconds is not asked as often. */
async function timed(ask: () => Promise<unknown>): Promise<number[]> {
	await ask();
	const times: number[] = [];
	for (let time = 0; time < TIMES && (time < 3 || (times[0] ?? 0) < 3_000); time++) {
		const start = performance.now();
		await ask();
		times.push(performance.now() - start);
	}
	return times.sort((a, b) => a - b);
}

async function bigTables(pool: Pool): Promise<ReadonlySet<string>> {
	const { rows } = await pool.query<{ name: string }>(
		"SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples >= $1",
		[BIG],
	);
	return new Set(rows.map(({ name }) => name));
}

function ms(time: number): string {
	return time.toFixed(1).padStart(8);
}

function num(count: number): string {
	return String(count).padStart(8);
}

function print(line: string): void {
	stdout.write(`${line}\n`);
}
