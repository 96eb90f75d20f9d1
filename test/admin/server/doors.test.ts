import { createHmac } from "node:crypto";
import type { Readable } from "node:stream";
import { Readable as Stream } from "node:stream";
import { describe, expect, test } from "vitest";
import { webhookDoor } from "#bots/telegram/door.ts";
import { webhookDoor as metasDoor } from "#bots/whatsapp/door.ts";
import { receive } from "#core/conversations/receive.ts";
import { anAdmin } from "../support/an-admin.ts";

const SECRET = "the-secret-of-the-webhook";
const door = webhookDoor({ secret: SECRET, ear: () => ({ account: "telegram:7000001", bot: "counter_bot" }) as never });
const update = JSON.stringify({
	update_id: 1,
	message: {
		message_id: 5,
		date: 1_770_000_000,
		chat: { id: 77, type: "private", first_name: "Ada" },
		from: { id: 77, is_bot: false, first_name: "Ada" },
		text: "Здравствуйте",
	},
});

async function aDoor() {
	const rooms: { open?: Awaited<ReturnType<typeof anAdmin>> } = {};
	const admin = await anAdmin({
		doors: [
			{
				door,
				receive: async (heard) => {
					if (rooms.open) await receive(rooms.open.shop, heard);
				},
			},
		],
	});
	rooms.open = admin;
	return admin;
}

function knock(
	server: Awaited<ReturnType<typeof anAdmin>>["server"],
	secret: string | undefined,
	payload: string | Readable,
) {
	return server.inject({
		method: "POST",
		url: door.path,
		headers: {
			"content-type": "application/json",
			...(secret !== undefined && { "x-telegram-bot-api-secret-token": secret }),
		},
		payload,
	});
}

test("what the messenger tells is answered once it is in the inbox", async () => {
	const { server, shop } = await aDoor();

	expect((await knock(server, SECRET, update)).statusCode).toBe(200);

	expect(await shop.db.inbox.findMany()).toMatchObject([{ account: "telegram:7000001", key: "1", chat: "77" }]);
});

test("told twice, it is kept once", async () => {
	const { server, shop } = await aDoor();

	await knock(server, SECRET, update);
	expect((await knock(server, SECRET, update)).statusCode).toBe(200);

	expect(await shop.db.inbox.count()).toBe(1);
});

test.each([
	["wrong", "another-secret"],
	["missing", undefined],
	["short", "t"],
	["empty", ""],
])("with a %s secret nothing is read and nothing is kept", async (_how, secret) => {
	const { server, shop } = await aDoor();
	let read = false;
	const body = new Stream({
		read() {
			read = true;
			this.push(update);
			this.push(null);
		},
	});

	const answer = await knock(server, secret, body);

	expect(answer.statusCode).toBe(401);
	expect(read).toBe(false);
	expect(await shop.db.inbox.count()).toBe(0);
});

test("a body over a megabyte is refused", async () => {
	const { server, shop } = await aDoor();

	expect((await knock(server, SECRET, "x".repeat(1024 * 1024 + 1))).statusCode).toBe(413);

	expect(await shop.db.inbox.count()).toBe(0);
});

test("while the database is away the messenger is asked to come again", async () => {
	const { server, faults } = await anAdmin({
		doors: [
			{
				door,
				receive: async () => {
					throw new Error("the database is away");
				},
			},
		],
	});

	expect((await knock(server, SECRET, update)).statusCode).toBe(500);
	expect(faults).toEqual([expect.stringContaining("the database is away")]);
});

describe("a door whose messenger signs the bytes", () => {
	const ear = () => ({ account: "whatsapp:106540", phoneId: "106540", at: new Date("2026-03-10T11:00:00Z") });
	const meta = metasDoor({ appSecret: "the-secret-of-the-app", verifyToken: "known-to-both", ear });
	const message = {
		from: "79001112233",
		id: "wamid.1",
		timestamp: "1773140400",
		type: "text",
		text: { body: "Здравствуйте" },
	};
	const value = { metadata: { phone_number_id: "106540" }, contacts: [{ wa_id: message.from }], messages: [message] };
	const body = JSON.stringify({ entry: [{ id: "1", changes: [{ field: "messages", value }] }] });
	const signature = `sha256=${createHmac("sha256", "the-secret-of-the-app").update(body).digest("hex")}`;

	async function aMetaDoor() {
		const rooms: { open?: Awaited<ReturnType<typeof anAdmin>> } = {};
		const take = async (heard: Parameters<typeof receive>[1]) => {
			if (rooms.open) await receive(rooms.open.shop, heard);
		};
		rooms.open = await anAdmin({ doors: [{ door: meta, receive: take }] });
		return rooms.open;
	}

	const post = (server: Awaited<ReturnType<typeof anAdmin>>["server"], payload: string, given: string | undefined) =>
		server.inject({
			method: "POST",
			url: meta.path,
			headers: { "content-type": "application/json", ...(given !== undefined && { "x-hub-signature-256": given }) },
			payload,
		});

	test("a thousand replays of one request are one message", async () => {
		const { server, shop } = await aMetaDoor();
		for (let round = 0; round < 10; round++) {
			const answers = await Promise.all(Array.from({ length: 100 }, () => post(server, body, signature)));
			expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true);
		}
		expect(await shop.db.inbox.findMany()).toMatchObject([
			{ account: "whatsapp:106540", key: "wamid.1", chat: "79001112233" },
		]);
	});

	test("a body that was touched, a signature that is missing or another's, and nothing is kept", async () => {
		const { server, shop } = await aMetaDoor();
		const forged = [
			await post(server, body.replace("Здравствуйте", "Здравствуйтe"), signature),
			await post(server, body, undefined),
			await post(server, body, "sha256=00"),
			await post(server, body, signature.toUpperCase()),
		];
		expect(forged.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 401]);
		expect((await post(server, "x".repeat(3 * 1024 * 1024 + 1), signature)).statusCode).toBe(413);
		expect(await shop.db.inbox.count()).toBe(0);
	});

	test("Meta's question is answered with its own sign, and nobody else's", async () => {
		const { server } = await aMetaDoor();
		const ask = (query: Record<string, string>) => server.inject({ method: "GET", url: meta.path, query });
		const known = { "hub.mode": "subscribe", "hub.verify_token": "known-to-both", "hub.challenge": "11582" };
		const answer = await ask(known);
		expect([answer.statusCode, answer.body, answer.headers["content-type"]]).toEqual([
			200,
			"11582",
			expect.stringContaining("text/plain"),
		]);
		expect((await ask({ ...known, "hub.verify_token": "wrong" })).statusCode).toBe(401);
		expect(
			(
				await server.inject({
					method: "GET",
					url: `${meta.path}?hub.mode=subscribe&hub.verify_token=a&hub.verify_token=known-to-both&hub.challenge=1`,
				})
			).statusCode,
		).toBe(401);
		expect((await server.inject({ method: "GET", url: meta.path })).statusCode).toBe(401);
	});
});
