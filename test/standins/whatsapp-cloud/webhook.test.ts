import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aPlainHook, type PlainHook, plainGraph, VERIFY_TOKEN } from "./plain-graph.ts";
import { startWhatsAppStandin, type WhatsAppStandin } from "./server.ts";

const HOUR = 3_600_000;
let standin: WhatsAppStandin;
let hook: PlainHook;
let graph: ReturnType<typeof plainGraph>;
let ada: string;

beforeEach(async () => {
	standin = await startWhatsAppStandin({ clock: "manual", startsAt: Date.UTC(2026, 2, 10), limits: "off", seed: 7 });
	hook = await aPlainHook(standin.facts.appSecret);
	graph = plainGraph(standin);
	ada = standin.addCustomer({ name: "Ada", reads: true }).waId;
	await standin.subscribe(hook.url, VERIFY_TOKEN);
});
afterEach(async () => {
	await standin.close();
	await hook.close();
});

const told = () =>
	hook.news().map(({ kind, told: news }) => `${kind} ${String(news.type ?? news.status ?? news.value ?? news.event)}`);

test("a place that does not know the token is no webhook", async () => {
	await expect(standin.subscribe(hook.url, "unknown")).rejects.toThrow("couldn't be validated");
});

test("what people do is told: words, a press, a place, a card, a file, an order, a reaction, its taking back", async () => {
	standin.act(ada, { do: "write", text: "Да" });
	await graph.send({
		to: ada,
		type: "interactive",
		interactive: {
			type: "button",
			body: { text: "?" },
			action: { buttons: [{ type: "reply", reply: { id: "tok", title: "Да" } }] },
		},
	});
	const carrier = standin.screen(ada).at(-1)?.wamid ?? "";
	standin.act(ada, { do: "press", choice: "Да" });
	standin.act(ada, { do: "locate", latitude: 56.8, longitude: 35.9 });
	standin.act(ada, { do: "contact" });
	standin.act(ada, { do: "send", kind: "voice" });
	standin.act(ada, { do: "order", items: [{ product: "CAKE-1", qty: 2 }] });
	standin.act(ada, { do: "react", wamid: carrier, emoji: "👍" });
	standin.act(ada, { do: "react", wamid: carrier, emoji: null });
	await standin.settled();
	const messages = hook.news().filter(({ kind }) => kind === "message");
	expect(messages.map(({ told: message }) => message)).toMatchObject([
		{ from: ada, from_user_id: expect.stringMatching(/^RU\./), type: "text", text: { body: "Да" } },
		{ type: "interactive", context: { id: carrier }, interactive: { button_reply: { id: "tok", title: "Да" } } },
		{ type: "location", location: { latitude: 56.8 } },
		{ type: "contacts", contacts: [{ phones: [{ wa_id: ada }] }] },
		{ type: "audio", audio: { voice: true, mime_type: expect.stringContaining("ogg") } },
		{ type: "order", order: { product_items: [{ product_retailer_id: "CAKE-1", quantity: 2 }] } },
		{ type: "reaction", reaction: { message_id: carrier, emoji: "👍" } },
		{ type: "reaction", reaction: { message_id: carrier } },
	]);
	expect(messages.at(-1)?.told.reaction).not.toHaveProperty("emoji");
});

test("of somebody who withholds the phone no phone is told", async () => {
	const eve = standin.addCustomer({ name: "Eve", username: "eve", hidesPhone: true });
	standin.act(eve.waId, { do: "write", text: "?" });
	await standin.settled();
	const [message] = hook.news();
	expect(message?.told).toMatchObject({ from_user_id: eve.bsuid });
	expect(JSON.stringify(hook.visits)).not.toContain(eve.waId);
});

test("each status comes with our own mark and the price; a reader's is read at once", async () => {
	standin.act(ada, { do: "write", text: "?" });
	await graph.send({ to: ada, biz_opaque_callback_data: "row 7", type: "text", text: { body: "x" } });
	await standin.settled();
	const statuses = hook.news().filter(({ kind }) => kind === "status");
	expect(statuses.map(({ told: status }) => status.status)).toEqual(["sent", "delivered", "read"]);
	for (const { told: status } of statuses) {
		expect(status).toMatchObject({
			biz_opaque_callback_data: "row 7",
			recipient_id: ada,
			pricing: { billable: false },
		});
	}
});

test("statuses can be left out, as Meta does with `delivered` where `read` follows", async () => {
	standin.misbehave({ omitted: ["delivered"] });
	standin.act(ada, { do: "write", text: "?" });
	await graph.text(ada);
	await standin.settled();
	expect(told()).toEqual(["message text", "status sent", "status read"]);
});

test("what is refused comes again, ever more rarely, for seven days and not longer", async () => {
	hook.answers(500, 401, 503);
	standin.act(ada, { do: "write", text: "Есть кто?" });
	await standin.settled();
	for (const pause of [1_000, 5_000]) {
		standin.advance(pause);
		await standin.settled();
		expect(told()).toEqual([]);
	}
	standin.advance(30_000);
	await standin.settled();
	expect(told()).toEqual(["message text"]);

	hook.answers(...Array(40).fill(500));
	standin.act(ada, { do: "write", text: "Опять никого" });
	await standin.settled();
	for (let hours = 0; hours < 8 * 24; hours += 6) {
		standin.advance(6 * HOUR);
		await standin.settled();
	}
	expect(told()).toEqual(["message text"]);
	expect(standin.service.webhook.waiting).toBe(0);
	const refused = standin.journal.visits.filter(({ status }) => status === 500);
	expect(refused.length).toBeGreaterThan(10);
	expect(refused.length).toBeLessThan(40);
});

test("news travels together, twice, and in disorder where a test wishes so, and the same way for the same seed", async () => {
	standin.misbehave({ batch: 3, duplicates: 0.5, shuffle: true, held: true });
	for (let count = 0; count < 12; count++) standin.act(ada, { do: "write", text: String(count) });
	await standin.settled();
	expect(hook.visits).toEqual([]);
	standin.service.webhook.release();
	await standin.settled();
	const words = hook.news().map(({ told: { text } }) => JSON.stringify(text));
	expect(new Set(words).size).toBe(12);
	expect(words.length).toBeGreaterThan(12);
	expect(words).not.toEqual([...words].sort());
	expect(Math.max(...hook.visits.map((visit) => visit.length))).toBe(3);
});

test("a wish about marketing and a judgement on a template are told", async () => {
	standin.act(ada, { do: "stop" });
	standin.act(ada, { do: "resume" });
	standin.judge({ name: "offer", language: "ru", category: "MARKETING", status: "PAUSED", body: "x" });
	await standin.settled();
	expect(told()).toEqual(["preference stop", "preference resume", "template PAUSED"]);
});

test("faults fall before or after the deed, for one person and so many calls", async () => {
	standin.act(ada, { do: "write", text: "?" });
	standin.fault({
		mishap: { kind: "status", status: 500 },
		when: "before",
		method: "POST messages",
		chat: ada,
		times: 1,
	});
	expect(await graph.text(ada)).toMatchObject({ status: 500 });
	expect(standin.sees(ada)).toEqual([]);
	standin.fault({ mishap: { kind: "reset" }, when: "after", times: 1 });
	await expect(graph.text(ada)).rejects.toThrow();
	expect(standin.sees(ada)).toHaveLength(1);
	expect(await graph.text(ada)).toMatchObject({ status: 200 });
	expect(standin.calls("POST messages").map(({ fault }) => fault)).toEqual([
		"status before delivery",
		"reset after delivery",
		undefined,
	]);
});

test("the back door does what methods do, and says what is wrong with a request", async () => {
	const root = new URL("/control/", standin.root);
	const ask = async (method: string, path: string, body?: unknown) => {
		const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
		return (await fetch(new URL(path, root), init)).json();
	};
	const bob = await ask("POST", "customers", { name: "Bob" });
	await ask("POST", "act", { as: bob.waId, deed: { do: "write", text: "Привет" } });
	await graph.text(bob.waId, "Здравствуйте");
	expect(await ask("GET", `chat?person=${bob.waId}`)).toMatchObject([{ text: "Привет" }, { text: "Здравствуйте" }]);
	expect(await ask("GET", "violations")).toEqual([]);
	expect(await ask("POST", "act", { as: bob.waId, deed: { do: "fly" } })).toMatchObject({
		error: expect.stringContaining("do"),
	});
	expect(await ask("GET", "nothing")).toMatchObject({ error: expect.stringContaining("There is no GET nothing") });
});

test("it runs as a process of its own, ends politely when asked, and can be killed", async () => {
	const polite = await run("--token", "of-a-process", "--limits", "off");
	const facts = { ...standin.facts, token: "of-a-process" };
	expect(await plainGraph({ root: polite.root, facts }).ask("GET", facts.phoneId)).toMatchObject({ status: 200 });
	polite.child.kill("SIGTERM");
	expect(await once(polite.child, "exit")).toEqual([0, null]);
}, 60_000);

async function run(...options: string[]): Promise<{ child: ChildProcess; root: string }> {
	const command = fileURLToPath(new URL("./command.ts", import.meta.url));
	const child = spawn(process.execPath, ["--import", "tsx", command, ...options], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	const [said] = await once(child.stdout, "data");
	return { child, root: /^READY (\S+)/.exec(String(said))?.[1] ?? "" };
}
