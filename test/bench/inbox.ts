/**
 * `npm run bench:inbox`: the inbox of a big shop, 100,000 conversations and 5 million messages (`CONVERSATIONS`, `MESSAGES`), asked
 * as the screens ask. Says how long each takes on the server, and which big tables were read from end to end: none may be.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { env, stdout } from "node:process";
import type { Pool } from "pg";
import { countConversations, listConversations } from "#core/conversations/list-conversations.ts";
import { readThread } from "#core/conversations/read-thread.ts";
import { searchConversations } from "#core/conversations/search-conversations.ts";
import { listTags } from "#core/customers/list-tags.ts";
import { openDatabase } from "#core/platform/database.ts";
import { openLog } from "#core/platform/log.ts";
import { openShop } from "#core/platform/shop.ts";
import { fillInbox } from "./fill-inbox.ts";
import { openBenchPostgres } from "./postgres.ts";

const CONVERSATIONS = Number(env.CONVERSATIONS ?? 100_000);
const MESSAGES = Number(env.MESSAGES ?? 5_000_000);
const TIMES = 20;
const BIG = ["message", "conversation", "customer", "chat", "customer_tag"];
const ME = "member-1";

const folder = await mkdtemp(join(tmpdir(), "prilavok-inbox-"));
const postgres = await openBenchPostgres(folder);
try {
	const log = openLog({ level: "error", forPeople: true });
	const url = await postgres.database();
	const database = await openDatabase({ url, migrations: "prisma/migrations", log, connections: 4 });
	const shop = openShop({ database, now: () => new Date(), ring: () => {} });
	print(`${cpus().length} × ${cpus()[0]?.model.trim()}, ${await postgres.version()}`);
	const began = performance.now();
	await fillInbox(database.pool, { conversations: CONVERSATIONS, messages: MESSAGES });
	const seconds = Math.round((performance.now() - began) / 1000);
	print(`${CONVERSATIONS} conversations, ${MESSAGES} messages, filled in ${seconds} s\n`);

	const mine = { memberId: ME, teams: [] };
	const list = { ...mine, limit: 50 };
	const first = await listConversations(shop, { ...list, view: "all" });
	const open = first.items[0]?.id ?? "";
	const long = await longest(database.pool);
	const deep = await far(list);
	const asks: [string, () => Promise<unknown>][] = [
		["queue", () => listConversations(shop, { ...list, view: "queue" })],
		["all", () => listConversations(shop, { ...list, view: "all" })],
		["all, forty pages further", () => listConversations(shop, { ...list, view: "all", after: deep })],
		["unanswered", () => listConversations(shop, { ...list, view: "unanswered" })],
		["asked", () => listConversations(shop, { ...list, view: "asked" })],
		["mine", () => listConversations(shop, { ...list, view: "mine" })],
		["free", () => listConversations(shop, { ...list, view: "free" })],
		["parked", () => listConversations(shop, { ...list, view: "parked" })],
		["closed", () => listConversations(shop, { ...list, view: "closed" })],
		["of one team", () => listConversations(shop, { ...list, view: "all", team: "care", teams: ["care"] })],
		["of one channel", () => listConversations(shop, { ...list, view: "all", channel: "whatsapp" })],
		["of a rare tag", () => listConversations(shop, { ...list, view: "all", tag: "vip" })],
		["counts", () => countConversations(shop, mine)],
		["tags", () => listTags(shop)],
		["thread", () => readThread(shop, { id: open, memberId: ME })],
		["the longest thread", () => readThread(shop, { id: long.id, memberId: ME })],
		["its middle", () => readThread(shop, { id: long.id, memberId: ME, before: long.middle })],
		["search: a rare word", () => searchConversations(shop, { words: "самовара", teams: [] })],
		["search: a common word", () => searchConversations(shop, { words: "заказ", teams: [] })],
		["search: two words", () => searchConversations(shop, { words: "самовар доставка", teams: [] })],
		["search: a name", () => searchConversations(shop, { words: "Клиент 4711", teams: [] })],
		["search: a phone", () => searchConversations(shop, { words: "9000004711", teams: [] })],
	];
	let isSlow = false;
	for (const [name, ask] of asks) {
		const before = await fullReads(database.pool);
		const times: number[] = [];
		for (let time = 0; time < TIMES; time++) {
			const start = performance.now();
			await ask();
			times.push(performance.now() - start);
		}
		const read = (await fullReads(database.pool)).filter((table, at) => table.scans > (before[at]?.scans ?? 0));
		times.sort((a, b) => a - b);
		const [p50 = 0, p95 = 0] = [times[TIMES / 2], times[Math.floor(TIMES * 0.95)]];
		isSlow ||= p95 > 1000 || read.length > 0;
		const whole = read.map(({ table }) => table).join(", ");
		print(`${name.padEnd(26)} ${ms(p50)} p50 ${ms(p95)} p95${whole && `   READS ALL OF ${whole}`}`);
	}
	if (isSlow) process.exitCode = 1;
	await database.close();

	/** Where somebody is who has scrolled on for a long time. */
	async function far(wishes: typeof list): Promise<string> {
		let after: string | undefined;
		for (let page = 0; page < 10; page++)
			after = (await listConversations(shop, { ...wishes, limit: 200, view: "all", after })).next ?? after;
		return after ?? open;
	}
} finally {
	await postgres.stop();
	await rm(folder, { recursive: true, force: true });
}

async function longest(pool: Pool): Promise<{ id: string; middle: string }> {
	const { rows } = await pool.query<{ id: string; middle: string }>(
		`SELECT conversation_id AS id, ((min(id) + max(id)) / 2)::text AS middle FROM message
			GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`,
	);
	return rows[0] ?? { id: "", middle: "0" };
}

/** How often each big table was read from end to end; statistics are told when a session rests. */
async function fullReads(pool: Pool): Promise<{ table: string; scans: number }[]> {
	const session = await pool.connect();
	try {
		await session.query("SELECT pg_stat_force_next_flush()");
		const { rows } = await session.query<{ table: string; scans: string }>(
			"SELECT relname AS table, seq_scan AS scans FROM pg_stat_user_tables WHERE relname = ANY($1) ORDER BY 1",
			[BIG],
		);
		return rows.map(({ table, scans }) => ({ table, scans: Number(scans) }));
	} finally {
		session.release();
	}
}

function ms(time: number): string {
	return `${time.toFixed(1).padStart(8)} ms`;
}

function print(line: string): void {
	stdout.write(`${line}\n`);
}
