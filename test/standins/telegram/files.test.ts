import { afterEach, beforeEach, expect, test } from "vitest";
import { plainApi } from "./plain-api.ts";
import { startTelegramStandin, type TelegramStandin } from "./server.ts";
import type { Message } from "./shapes.ts";

let standin: TelegramStandin;
let ada: number;
let api: ReturnType<typeof plainApi>;

beforeEach(async () => {
	standin = await startTelegramStandin({ clock: "manual", limits: "off", tokens: ["1:t", "2:u"] });
	ada = standin.addCustomer({ name: "Ada" }).id;
	standin.act({ person: ada }, { do: "start" });
	api = plainApi(standin);
});

afterEach(() => standin.close());

const png = Buffer.from(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
	"base64",
);

async function upload(method: string, field: string, bytes: Uint8Array, name: string): Promise<Response> {
	const body = new FormData();
	body.set("chat_id", String(ada));
	body.set(field, new Blob([new Uint8Array(bytes)]), name);
	return fetch(`${standin.root}/bot1:t/${method}`, { method: "POST", body });
}

test("what a person sends can be downloaded for an hour, by this bot", async () => {
	const message = standin.act(
		{ person: ada },
		{ do: "send", what: { kind: "document", name: "list.txt", mime: "text/plain", bytes: Buffer.from("tea, salt") } },
	);
	const file_id = message?.document?.file_id;
	const { result } = await api<{ file_path: string }>("getFile", { file_id });
	const link = `${standin.root}/file/bot1:t/${result.file_path}`;
	expect(await (await fetch(link)).text()).toBe("tea, salt");
	expect((await fetch(link.replace("1:t", "2:u"))).status).toBe(404);
	standin.advance(3600_000);
	expect((await fetch(link)).status).toBe(404);
});

test("an uploaded file gets an id, and the id can be sent again, not by another bot", async () => {
	const answer: { result: Message } = await (
		await upload("sendDocument", "document", Buffer.from("price list"), "prices.pdf")
	).json();
	const { document } = answer.result;
	expect(document).toMatchObject({ file_name: "prices.pdf", file_size: 10 });
	const again = await api<Message>("sendDocument", { chat_id: ada, document: document?.file_id });
	expect(again.result.document).toEqual(document);

	standin.act({ person: ada, bot: 2 }, { do: "start" });
	expect(await plainApi(standin, "2:u")("sendDocument", { chat_id: ada, document: document?.file_id })).toMatchObject({
		description: "Bad Request: wrong file identifier/HTTP URL specified",
	});
});

test("a photo must be a picture; its size is read from it", async () => {
	const good: { result: Message } = await (await upload("sendPhoto", "photo", png, "tea.png")).json();
	expect(good.result.photo?.at(-1)).toMatchObject({ width: 1, height: 1 });
	const bad = await upload("sendPhoto", "photo", Buffer.from("<svg/>"), "tea.svg");
	expect(await bad.json()).toMatchObject({ error_code: 400, description: "Bad Request: IMAGE_PROCESS_FAILED" });
});

test.each([
	["photo", 10 * 1024 * 1024 + 1, 413],
	["document", 53 * 1024 * 1024, 413],
])("a %s of %i bytes is too large", async (kind, size, status) => {
	const bytes = Buffer.alloc(size);
	png.copy(bytes);
	expect((await upload(`send${kind[0]?.toUpperCase()}${kind.slice(1)}`, kind, bytes, "big.png")).status).toBe(status);
});

test("more than 20 MB cannot be downloaded", async () => {
	const message = standin.act(
		{ person: ada },
		{ do: "send", what: { kind: "document", bytes: Buffer.alloc(20 * 1024 * 1024 + 1) } },
	);
	expect(await api("getFile", { file_id: message?.document?.file_id })).toMatchObject({
		description: "Bad Request: file is too big",
	});
});

test("an empty file and an attachment that is not there are refused", async () => {
	expect((await upload("sendDocument", "document", new Uint8Array(), "empty.txt")).status).toBe(400);
	expect(await api("sendDocument", { chat_id: ada, document: "attach://nothing" })).toMatchObject({
		description: "Bad Request: wrong file identifier/HTTP URL specified",
	});
	expect(await api("sendDocument", { chat_id: ada })).toMatchObject({
		description: "Bad Request: there is no document in the request",
	});
});
