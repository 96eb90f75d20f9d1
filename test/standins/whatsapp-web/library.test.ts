import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import library from "whatsapp-web.js";
import { asShown } from "./as-shown.ts";
import { startWhatsAppWebStandin, type WhatsAppWebStandin } from "./server.ts";

/** The unmodified library on the page, in Debian's browser: only launch options differ from the true service. */
const CHROMIUM = "/usr/bin/chromium";
const ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"];

let standin: WhatsAppWebStandin;
let client: library.Client;
let folder: string;
let ada: string;
let bob: string;
const events: { readonly name: string; readonly args: readonly unknown[] }[] = [];
let look = () => {};

beforeAll(async () => {
	if (!existsSync(CHROMIUM))
		throw new Error(`These tests need a real browser at ${CHROMIUM}: apt-get install chromium.`);
	standin = await startWhatsAppWebStandin();
	ada = standin.service.addPerson({ name: "Ada", phone: "79991234567" });
	bob = standin.service.addPerson({ name: "Bob", phone: "79997654321", lid: "120000000001" });
	folder = await mkdtemp(join(tmpdir(), "prilavok-page-"));
	client = aClient();
});
afterAll(async () => {
	await client?.destroy();
	await standin?.close();
	await rm(folder, { recursive: true, force: true });
});

function aClient() {
	const options: library.ClientOptions = {
		authStrategy: new library.LocalAuth({ dataPath: folder }),
		webVersionCache: { type: "none" },
		puppeteer: {
			executablePath: CHROMIUM,
			args: [...ARGS, "--ignore-certificate-errors", `--host-resolver-rules=${standin.hostRules}`],
		},
	};
	const made = new library.Client(Object.assign(options, { userAgent: false }));
	for (const name of [
		"qr",
		"code",
		"ready",
		"message",
		"message_create",
		"message_ack",
		"message_edit",
		"message_reaction",
	])
		made.on(name, (...args: unknown[]) => {
			events.push({ name, args });
			look();
		});
	return made;
}

/** The first event of that name, from now on, that the test wants. */
function next<T>(name: string, wants: (...args: T[]) => boolean = () => true): Promise<T[]> {
	const from = events.length;
	return new Promise((resolve) => {
		const before = look;
		look = () => {
			before();
			const found = events.slice(from).find((event) => event.name === name && wants(...(event.args as T[])));
			if (found) resolve(found.args as T[]);
		};
	});
}

const bodies = (name: string) =>
	events.filter((event) => event.name === name).map(({ args: [message] }) => (message as library.Message).body);

test("a new browser is asked for a scan: a QR code that is renewed, or a code to type in; then it is ready", async () => {
	const first = next<string>("qr");
	await client.initialize();
	const [code = ""] = await first;
	expect(code.split(",")).toHaveLength(5);

	const second = next<string>("qr");
	standin.service.refresh();
	expect((await second)[0]).not.toBe(code);

	expect(await client.requestPairingCode("79990000001")).toBe(standin.service.code);

	const ready = next("ready");
	standin.service.scan();
	await ready;
	expect(client.info.wid._serialized).toBe("79990000001@c.us");
	expect(await client.getState()).toBe("CONNECTED");
});

test("what a customer writes is told once for each time it comes, with its quote, its file and its sender", async () => {
	const told = next<library.Message>("message", ({ body }) => body === "Два чая");
	const written = standin.service.write(ada, { text: "Два чая" });
	const [message] = await told;
	expect(message).toMatchObject({ from: ada, fromMe: false, type: "chat" });
	expect((await message?.getContact())?.pushname).toBe("Ada");

	const again = next<library.Message>("message", ({ id }) => id.id === written.id);
	standin.service.repeat(written);
	await again;
	expect(bodies("message").filter((body) => body === "Два чая")).toHaveLength(2);

	const withFile = next<library.Message>("message", ({ hasMedia }) => hasMedia);
	standin.service.write(bob, { text: "вот", file: { bytes: Buffer.from("abc"), mime: "image/png", name: "a.png" } });
	const [picture] = await withFile;
	expect(picture).toMatchObject({ from: bob, type: "image", body: "вот" });
	expect(await picture?.downloadMedia()).toMatchObject({ data: "YWJj", mimetype: "image/png", filename: "a.png" });
	expect(await client.getContactLidAndPhone([bob])).toEqual([{ lid: bob, pn: "79997654321@c.us" }]);
});

test("a message is taken at once with no ack, and acks come one after the other", async () => {
	standin.service.setAcks("none");
	const sent = await client.sendMessage(ada, "Заказ принят");
	expect(sent.ack).toBe(0);
	expect(standin.service.unsent).toHaveLength(1);
	expect(standin.service.sees(ada)).toEqual([]);

	const delivered = next<unknown>("message_ack", (_, ack) => ack === 2);
	standin.service.setAcks("device");
	await delivered;
	const read = next<unknown>("message_ack", (_, ack) => ack === 3);
	standin.service.read(ada);
	await read;
	const acks = events.filter(({ name }) => name === "message_ack").map(({ args: [, ack] }) => ack);
	expect(acks).toEqual([1, 2, 3]);
	expect(standin.service.sees(ada)).toMatchObject([{ saw: "message", text: "Заказ принят" }]);
});

test("replies, corrections, reactions and files reach the customer, and theirs reach us", async () => {
	const [asked] = (await (await client.getChatById(ada)).fetchMessages({ limit: 10 })).filter(({ fromMe }) => !fromMe);
	const answer = await asked?.reply("Какой?");
	const key = answer?.id._serialized ?? "";
	expect((await answer?.edit("Какой именно?"))?.body).toBe("Какой именно?");
	await asked?.react("👍");
	await client.sendMessage(ada, new library.MessageMedia("image/png", "eHl6", "b.png"), { caption: "*Чай*" });
	await expect
		.poll(() => standin.service.sees(ada).slice(1))
		.toMatchObject([
			{ saw: "message", text: "Какой?", quotes: asked?.id.id },
			{ saw: "edit", text: "Какой именно?" },
			{ saw: "reaction", text: "👍" },
			{ saw: "message", text: "Чай", type: "image" },
		]);

	const reaction = next<library.Reaction>("message_reaction", ({ reaction: emoji }) => emoji === "🔥");
	standin.service.react(ada, key, "🔥");
	expect((await reaction)[0]).toMatchObject({ senderId: ada });
	const edited = next<library.Message>("message_edit", ({ body }) => body === "Три чая");
	standin.service.edit(asked?.id._serialized ?? "", "Три чая");
	await edited;
});

test("what the owner writes on the phone is an own message; nobody without WhatsApp can be written to", async () => {
	const own = next<library.Message>("message_create", ({ body }) => body === "Я сам");
	standin.service.writeOnPhone(ada, { text: "Я сам" });
	expect((await own)[0]).toMatchObject({ fromMe: true, to: ada });
	await expect(client.sendMessage("70000000000@c.us", "?")).rejects.toThrow();
	await expect(client.pupPage?.evaluate("require('WAWebNoSuchModule')")).rejects.toThrow(/unknown module/);
});

test("a reload, and a new browser on the same profile, need no scan; what came meanwhile is history and no event", async () => {
	const ready = next("ready");
	standin.service.reload();
	await ready;
	await client.destroy();

	standin.service.write(ada, { text: "Пока вас не было" });
	client = aClient();
	const back = next("ready");
	await client.initialize();
	await back;
	expect(bodies("message")).not.toContain("Пока вас не было");
	const chat = await client.getChatById(ada);
	// The page brings the history when it has the time.
	const last = async () => (await chat.fetchMessages({ limit: 1 })).map(({ body }) => body);
	await expect.poll(last).toEqual(["Пока вас не было"]);
});

test.each([
	["*жирно* и _косо_, ~нет~", "жирно и косо, нет"],
	["2*3*4 и snake_case_name", "2*3*4 и snake_case_name"],
	["* не список*", "* не список*"],
	["*\u200aзвезда*", "*звезда*"],
])("a phone shows %j as %j", (text, shown) => {
	expect(asShown(text)).toBe(shown);
});
