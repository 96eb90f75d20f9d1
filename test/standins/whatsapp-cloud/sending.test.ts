import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { plainGraph } from "./plain-graph.ts";
import { startWhatsAppStandin, type WhatsAppStandin } from "./server.ts";

let standin: WhatsAppStandin;
let graph: ReturnType<typeof plainGraph>;
let ada: string;

beforeEach(async () => {
	standin = await startWhatsAppStandin({ clock: "manual", startsAt: Date.UTC(2026, 2, 10, 11), limits: "off" });
	graph = plainGraph(standin);
	ada = standin.addCustomer({ name: "Ada" }).waId;
	standin.act(ada, { do: "write", text: "Здравствуйте" });
});
afterEach(() => standin.close());

const reply = (id: string, title = id) => ({ type: "reply", reply: { id, title } });
const buttons = (...given: object[]) => ({
	type: "interactive",
	interactive: { type: "button", body: { text: "?" }, action: { buttons: given } },
});
const list = (rows: object[], more: object = {}) => ({
	type: "interactive",
	interactive: { type: "list", body: { text: "?" }, action: { button: "Выбрать", sections: [{ rows }], ...more } },
});
const row = (id: string, title = id, description?: string) => ({ id, title, ...(description && { description }) });
const rows = (count: number) => Array.from({ length: count }, (_, at) => row(`r${at}`));

describe("what Meta refuses is refused in its words, and counts as our mistake", () => {
	test.each<[string, object, number, RegExp]>([
		["no product", { messaging_product: undefined }, 100, /messaging_product is required/],
		["no addressee", { to: undefined, type: "text", text: { body: "x" } }, 100, /parameter to is required/],
		["an unknown type", { type: "fax" }, 100, /must be one of/],
		["an unknown key", { type: "text", text: { body: "x", colour: "red" } }, 100, /Unexpected key "colour"/],
		["no words", { type: "text", text: { body: "" } }, 100, /required/],
		["blank words", { type: "text", text: { body: " \n" } }, 131009, /blank/],
		["too many words", { type: "text", text: { body: "я".repeat(4097) } }, 100, /at most 4096/],
		[
			"a long mark",
			{ type: "text", text: { body: "x" }, biz_opaque_callback_data: "x".repeat(513) },
			100,
			/at most 512/,
		],
		["four replies", buttons(reply("a"), reply("b"), reply("c"), reply("d")), 131009, /Max allowed buttons: 3/],
		["a long label", buttons(reply("a", "я".repeat(21))), 131009, /Max length: 20/],
		["two replies of one name", buttons(reply("a", "Да"), reply("b", "Да")), 131009, /Duplicate/],
		["eleven rows", list(rows(11)), 131009, /max allowed count: 10/],
		["a long row", list([row("a", "я".repeat(25))]), 131009, /Max length: 24/],
		["a long description", list([row("a", "b", "я".repeat(73))]), 131009, /Max length: 72/],
		["a long list button", list(rows(1), { button: "я".repeat(21) }), 131009, /Max length: 20/],
		["two rows of one id", list([row("a", "1"), row("a", "2")]), 131009, /Duplicate row ids/],
		[
			"a file by id and address",
			{ type: "image", image: { id: "1", link: "https://x.example/a.png" } },
			100,
			/either id or link/,
		],
		["a file that nobody has", { type: "image", image: { id: "404" } }, 131009, /Media ID 404/],
		[
			"a reaction that is no emoji",
			{ type: "reaction", reaction: { message_id: "wamid.x", emoji: "ok" } },
			131009,
			/emoji/,
		],
	])("%s", async (_, message, code, words) => {
		const { status, body } = await graph.send({ to: ada, ...message });
		expect(status).toBe(400);
		expect(body.error?.code).toBe(code);
		expect(`${body.error?.message} ${body.error?.error_data?.details}`).toMatch(words);
		expect(standin.violations()).toHaveLength(1);
		expect(standin.sees(ada)).toEqual([]);
	});

	test("a wrong token and a number of somebody else", async () => {
		const stranger = plainGraph({ root: standin.root, facts: { ...standin.facts, token: "wrong" } });
		expect(await stranger.text(ada)).toMatchObject({ status: 401, body: { error: { code: 190 } } });
		const other = plainGraph({ root: standin.root, facts: { ...standin.facts, phoneId: "999999" } });
		expect(await other.text(ada)).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: 33 } } });
	});
});

test("what is sent is shown: words, replies, a list, a quote, a reaction", async () => {
	const first = await graph.text(ada, "*Заказ* принят");
	expect(first).toMatchObject({ status: 200, body: { contacts: [{ input: ada, wa_id: ada }] } });
	const wamid = first.body.messages?.[0]?.id ?? "";
	await graph.send({ to: ada, ...buttons(reply("yes", "Да"), reply("no", "Нет")) });
	await graph.send({ to: ada, ...list([row("a", "Торты"), row("b", "Пироги", "с вишней и с яблоком")]) });
	await graph.send({ to: ada, context: { message_id: wamid }, type: "text", text: { body: "Вот" } });
	await graph.send({ to: ada, type: "reaction", reaction: { message_id: wamid, emoji: "👍" } });
	expect(standin.screen(ada).slice(1)).toMatchObject([
		{ text: "*Заказ* принят", reactions: { business: "👍" } },
		{ choices: [{ id: "yes", title: "Да" }, { id: "no" }] },
		{ listButton: "Выбрать", choices: [{ id: "a" }, { title: "Пироги", about: "с вишней и с яблоком" }] },
		{ context: wamid },
	]);
	expect(standin.violations()).toEqual([]);
});

describe("who can be written to", () => {
	test("a number without WhatsApp is undeliverable, and nobody's mistake", async () => {
		standin.addCustomer({ name: "Bob", phone: "79001112233", installed: false });
		expect(await graph.text("79001112233")).toMatchObject({ body: { error: { code: 131026 } } });
		expect(standin.violations()).toEqual([]);
	});

	test("signs between the digits of a phone do not matter", async () => {
		expect(await graph.text(`+${ada.slice(0, 4)} ${ada.slice(4)}`)).toMatchObject({ status: 200 });
	});

	test("a user id reaches its owner in `recipient`; in `to` it gets its 200 and is never seen", async () => {
		const eve = standin.addCustomer({ name: "Eve", hidesPhone: true });
		standin.act(eve.waId, { do: "write", text: "?" });
		const words = { type: "text", text: { body: "Вам" } };
		expect(await graph.send({ recipient: eve.bsuid, recipient_type: "individual", ...words })).toMatchObject({
			status: 200,
		});
		expect(standin.sees(eve.waId)).toHaveLength(1);
		expect(await graph.send({ to: eve.bsuid, ...words })).toMatchObject({ status: 200 });
		expect(standin.sees(eve.waId)).toHaveLength(1);
		expect(standin.violations()).toMatchObject([{ words: expect.stringContaining("never delivered") }]);
	});

	test("to somebody who blocked the business a message stays sent for ever", async () => {
		standin.act(ada, { do: "block" });
		const { status, body } = await graph.text(ada);
		expect(status).toBe(200);
		const delivery = standin.journal.deliveries.get(body.messages?.[0]?.id ?? "");
		expect(delivery?.states.map(({ state }) => state)).toEqual(["sent"]);
		expect(standin.journal.bills).toEqual([]);
	});
});

describe("too much, too fast", () => {
	test("45 messages to one person go at once, the next after six seconds", async () => {
		const hasty = await startWhatsAppStandin({ clock: "manual", startsAt: Date.UTC(2026, 2, 10, 11) });
		const { text } = plainGraph(hasty);
		const { waId } = hasty.addCustomer({ name: "Ada" });
		hasty.act(waId, { do: "write", text: "?" });
		for (let sent = 0; sent < 45; sent++) expect((await text(waId)).status).toBe(200);
		expect(await text(waId)).toMatchObject({ status: 400, body: { error: { code: 131056 } } });
		hasty.advance(6_000);
		expect((await text(waId)).status).toBe(200);
		expect(await text(waId)).toMatchObject({ body: { error: { code: 131056 } } });
		expect(hasty.violations()).toEqual([]);
		await hasty.close();
	});

	test("a number sends 80 a second", async () => {
		const hasty = await startWhatsAppStandin({ clock: "manual" });
		const { text } = plainGraph(hasty);
		const people = Array.from({ length: 81 }, (_, at) => hasty.addCustomer({ name: `P${at}` }).waId);
		for (const person of people) hasty.act(person, { do: "write", text: "?" });
		const answers = await Promise.all(people.map((person) => text(person)));
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(80);
		expect(answers.find(({ status }) => status !== 200)).toMatchObject({
			status: 429,
			body: { error: { code: 130429 } },
		});
		await hasty.close();
	});
});

test("a file is uploaded once and shown by its id; what a customer sends is fetched with the token, for five minutes", async () => {
	const bytes = Buffer.from("89504e470d0a1a0a", "hex");
	const form = new FormData();
	form.set("messaging_product", "whatsapp");
	form.set("type", "image/png");
	form.set("file", new Blob([bytes], { type: "image/png" }), "tea.png");
	const headers = { authorization: `Bearer ${standin.facts.token}` };
	const uploaded = await fetch(`${standin.root}/${standin.facts.phoneId}/media`, {
		method: "POST",
		headers,
		body: form,
	});
	const { id } = await uploaded.json();
	expect(await graph.send({ to: ada, type: "image", image: { id, caption: "Чай" } })).toMatchObject({ status: 200 });
	expect(standin.sees(ada)).toMatchObject([{ message: { text: "Чай", media: { kind: "image", source: id } } }]);

	const sent = standin.act(ada, { do: "send", kind: "document", bytes, name: "list.pdf" });
	const facts = await graph.ask("GET", sent?.media?.source ?? "");
	const url = String(facts.body.url);
	expect(facts.body).toMatchObject({ mime_type: "application/pdf", file_size: bytes.length });
	expect((await fetch(url)).status).toBe(401);
	expect(Buffer.from(await (await fetch(url, { headers })).arrayBuffer())).toEqual(bytes);
	standin.advance(5 * 60_000 + 1);
	expect((await fetch(url, { headers })).status).toBe(404);
	expect(await graph.ask("GET", "404404")).toMatchObject({ status: 400 });
});

test("a script is refused by its kind, and a picture by its size", async () => {
	const upload = async (type: string, size: number) => {
		const form = new FormData();
		form.set("messaging_product", "whatsapp");
		form.set("file", new Blob([new Uint8Array(size)], { type }), "x");
		const headers = { authorization: `Bearer ${standin.facts.token}` };
		return (
			await fetch(`${standin.root}/${standin.facts.phoneId}/media`, { method: "POST", headers, body: form })
		).json();
	};
	expect(await upload("text/html", 10)).toMatchObject({
		error: { message: expect.stringContaining("following types") },
	});
	expect(await upload("image/png", 5 * 1024 * 1024 + 1)).toMatchObject({ error: { code: 131052 } });
});
