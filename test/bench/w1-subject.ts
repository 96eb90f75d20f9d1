import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { argv, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import type { Door } from "#core/delivery/channel.ts";
import type { Shop } from "#core/shop.ts";
import type { Program } from "../../compose.ts";
import { runProgram } from "../../run-program.ts";
import { subjectConfig, subjectLog } from "./subject.ts";

/**
 * Serves Telegram's updates at `POST /hook` by the product's own receiver, engine, diary and outbox, with the six turns of
 * flows/order.flow.yaml; `--count` says what lies in the database instead (performance.md, the contract).
 */
async function serve() {
	const { program, stop } = await open(seed);
	const [channel] = program.channels;
	const { door } = channel ?? {};
	if (!door) throw new Error("The subject's channel has no door.");
	const server = createServer({ keepAliveTimeout: 300_000, noDelay: true }, (request, response) => {
		take(program, door, request, response).catch(() => response.writeHead(500).end());
	});
	server.listen(Number(process.env.PORT), "127.0.0.1", () => stdout.write("READY\n"));
	process.once("SIGTERM", () => {
		server.close();
		server.closeAllConnections();
		void stop().then(() => process.exit(0));
	});
}

async function take({ engine }: Program, door: Door, request: IncomingMessage, response: ServerResponse) {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk);
	await engine.receiveAndAnswer(door.hear(Buffer.concat(chunks)));
	response.writeHead(200, { "content-length": 0 }).end();
}

async function count() {
	const { program, stop } = await open();
	const [row] = await program.shop.db.written<{ counts: unknown }>(COUNT, []);
	stdout.write(`${JSON.stringify(row?.counts)}\n`);
	await stop();
	process.exit(0);
}

function open(fill?: (program: Program) => Promise<void>) {
	return runProgram({
		config: subjectConfig({ flows: fileURLToPath(new URL("./flows", import.meta.url)) }),
		log: subjectLog(),
		tell: () => {},
		pace: {},
		...(fill && { fill }),
	});
}

/** The only goods that are ever ordered, and more of them than there will be orders. */
async function seed({ shop }: Program) {
	if ((await shop.db.product.count()) > 0) return;
	await shelve(shop);
}

async function shelve(shop: Shop) {
	const now = shop.now();
	await shop.db.category.create({ data: { id: "tea", title: "Tea" } });
	await shop.db.warehouse.create({ data: { id: "shop", title: "Shop", pickup: true, address: "1 High Street" } });
	const product = { title: "Green tea", category: { connect: { id: "tea" } }, createdAt: now };
	await shop.db.variant.create({
		data: { id: GREEN_TEA, sku: "TEA", title: "", price: 50_000, currency: "RUB", product: { create: product } },
	});
	await shop.db.stock.create({
		data: { variantId: GREEN_TEA, warehouseId: "shop", onHand: 1_000_000_000, countedAt: now },
	});
}

/** As the flow names it. */
const GREEN_TEA = "019aa000-0000-7000-8000-000000000001";

const COUNT = {
	name: "w1-count",
	text: `SELECT json_build_object(
		'orders', (SELECT count(*) FROM shop_order),
		'diary', (SELECT count(*) FROM diary WHERE name IN ('message.received', 'button.pressed', 'message.sent')),
		'duplicates', (SELECT count(*) - count(DISTINCT (chat_id, external_id)) FROM message
			WHERE direction = 'heard' AND external_id IS NOT NULL)) AS counts`,
};

const deed = argv.includes("--count") ? count : serve;
deed().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	process.exit(1);
});
