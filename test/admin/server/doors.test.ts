import type { Readable } from "node:stream";
import { Readable as Stream } from "node:stream";
import { expect, test } from "vitest";
import { webhookDoor } from "#bots/telegram/door.ts";
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
