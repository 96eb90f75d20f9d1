import { stdout } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { changePrice } from "#core/catalogue/change-price.ts";
import type { Shop } from "#core/shop.ts";
import type { Program } from "../../compose.ts";
import { runProgram } from "../../run-program.ts";
import { subjectConfig, subjectLog } from "./subject.ts";

/**
 * Tells N of N × 1.2 customers that a price has dropped, by flows/news.flow.yaml, and says when all were queued and when each
 * message was durably `sent` (performance.md, the contract).
 */
const N = Number(process.env.N ?? 1_000);

async function deed() {
	const { program, stop } = await runProgram({
		config: subjectConfig({ flows: fileURLToPath(new URL("./flows", import.meta.url)) }),
		log: subjectLog(),
		tell: () => {},
		pace: {},
		fill: people,
	});
	const { shop, queue } = program;
	const begun = performance.now();
	await changePrice(shop, { variantId: GOODS, price: 40_000 });
	queue.ring("errands");
	await until(shop, ({ rows }) => rows >= N);
	const queued = performance.now() - begun;
	await until(shop, ({ sent }) => sent >= N);
	const own = performance.now() - begun;
	stdout.write(`RESULT ${JSON.stringify({ queued: N, enqueue_ms: Math.round(queued), own_ms: Math.round(own) })}\n`);
	await stop();
	process.exit(0);
}

async function until(shop: Shop, enough: (counts: Counts) => boolean) {
	for (;;) {
		const [counts] = await shop.db.written<Counts>(COUNTS, []);
		if (counts && enough(counts)) return;
		await pause(100);
	}
}

type Counts = { rows: number; sent: number };

/** Customers who have agreed to advertising; the first N of them have looked at the goods. */
async function people({ shop }: Program) {
	const now = shop.now();
	await shop.db.category.create({ data: { id: "tea", title: "Tea" } });
	const product = { title: "Green tea", category: { connect: { id: "tea" } }, createdAt: now };
	await shop.db.variant.create({
		data: { id: GOODS, sku: "TEA", title: "", price: 50_000, currency: "RUB", product: { create: product } },
	});
	for (const statement of PEOPLE)
		await shop.db.written(statement, [Math.round(N * 1.2), N, now].slice(0, statement.takes));
}

/** The goods whose price drops. */
const GOODS = "019aa000-0000-7000-8000-000000000001";

const COUNTS = {
	name: "w2-counts",
	text: "SELECT count(*)::int AS rows, (count(*) FILTER (WHERE state = 'sent'))::int AS sent FROM outbox",
};

const ID = (kind: string) => `('00000000-0000-7000-8${kind}-' || lpad(n::text, 12, '0'))::uuid`;

const PEOPLE = [
	{
		name: "w2-customers",
		takes: 3,
		text: `INSERT INTO customer (id, first_name, language, created_at) SELECT ${ID("001")}, 'Customer ' || n, 'en', $3::timestamptz
			FROM generate_series(1, $1::int) n WHERE $2::int > 0`,
	},
	{
		name: "w2-conversations",
		takes: 3,
		text: `INSERT INTO conversation (id, customer_id, control_since, created_at)
			SELECT ${ID("002")}, ${ID("001")}, $3::timestamptz, $3::timestamptz FROM generate_series(1, $1::int) n WHERE $2::int > 0`,
	},
	{
		name: "w2-identities",
		takes: 3,
		text: `INSERT INTO identity (id, customer_id, account, channel, native_id, created_at)
			SELECT ${ID("003")}, ${ID("001")}, 'telegram:1', 'telegram', (600000 + n)::text, $3::timestamptz
			FROM generate_series(1, $1::int) n WHERE $2::int > 0`,
	},
	{
		name: "w2-chats",
		takes: 2,
		text: `INSERT INTO chat (id, account, native_id, channel, identity_id, conversation_id)
			SELECT ${ID("004")}, 'telegram:1', (600000 + n)::text, 'telegram', ${ID("003")}, ${ID("002")}
			FROM generate_series(1, $1::int) n WHERE $2::int > 0`,
	},
	{
		name: "w2-consents",
		takes: 3,
		text: `INSERT INTO consent (id, customer_id, purpose, state, text, text_version, actor, at)
			SELECT ${ID("005")}, ${ID("001")}, 'advertising', 'given', 'May we write?', '1', 'customer', $3::timestamptz
			FROM generate_series(1, $1::int) n WHERE $2::int > 0`,
	},
	{
		name: "w2-views",
		takes: 3,
		text: `INSERT INTO product_view (customer_id, variant_id, last_at)
			SELECT ${ID("001")}, '${GOODS}'::uuid, $3::timestamptz FROM generate_series(1, $2::int) n WHERE $1::int > 0`,
	},
] as const;

deed().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	process.exit(1);
});
