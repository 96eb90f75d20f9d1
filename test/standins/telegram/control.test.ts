import { afterEach, beforeEach, expect, test } from "vitest";
import { plainApi } from "./plain-api.ts";
import { startTelegramStandin, type TelegramStandin } from "./server.ts";

let standin: TelegramStandin;

beforeEach(async () => {
	standin = await startTelegramStandin({ clock: "manual", startsAt: 1_000_000_000_000 });
});

afterEach(() => standin.close());

async function ask(method: string, path: string, body?: object): Promise<{ status: number; json: unknown }> {
	const response = await fetch(`${standin.root}/control/${path}`, {
		method,
		...(body ? { body: JSON.stringify(body) } : {}),
	});
	return { status: response.status, json: await response.json() };
}

test("a customer is introduced, writes, presses, and the bot hears it", async () => {
	const { json } = await ask("POST", "customers", { name: "Ada", id: 500 });
	expect(json).toMatchObject({ id: 500, user: { first_name: "Ada" } });
	await ask("POST", "act", { as: { person: 500 }, deed: { do: "start", payload: "spring" } });
	const reply_markup = { inline_keyboard: [[{ text: "Buy", callback_data: "buy" }]] };
	await plainApi(standin)("sendMessage", { chat_id: 500, text: "Tea?", reply_markup });
	await ask("POST", "act", { as: { person: 500 }, deed: { do: "press", button: "Buy" } });
	expect((await plainApi(standin)("getUpdates")).result).toMatchObject([
		{ message: { text: "/start spring" } },
		{ callback_query: { data: "buy" } },
	]);
	expect((await ask("GET", "chat?chat=500")).json).toMatchObject({
		messages: [{ text: "/start spring" }, { text: "Tea?" }],
	});
});

test("a picture comes as base64", async () => {
	await ask("POST", "customers", { name: "Ada", id: 500 });
	const what = { kind: "document", name: "list.txt", bytes: Buffer.from("tea").toString("base64") };
	const { json } = await ask("POST", "act", { as: { person: 500 }, deed: { do: "send", what } });
	expect(json).toMatchObject({ document: { file_name: "list.txt", file_size: 3 } });
});

test("faults are scripted, listed and ended", async () => {
	const fault = { mishap: { kind: "status", status: 500 }, when: "before", times: 2 };
	await ask("POST", "faults", fault);
	expect((await plainApi(standin)("getMe")).status).toBe(500);
	expect((await ask("GET", "faults")).json).toEqual([{ ...fault, times: 1 }]);
	await ask("DELETE", "faults");
	expect((await plainApi(standin)("getMe")).status).toBe(200);
});

test("the clock is moved and asked", async () => {
	expect((await ask("GET", "clock")).json).toEqual({ now: 1_000_000_000_000 });
	expect((await ask("POST", "clock", { advance: 5000 })).json).toEqual({ now: 1_000_000_005_000 });
});

test("sights can be waited for, from a place on", async () => {
	await ask("POST", "customers", { name: "Ada", id: 500 });
	await ask("POST", "act", { as: { person: 500 }, deed: { do: "start" } });
	const waiting = ask("GET", "sights?chat=500&after=0&wait=5000");
	await plainApi(standin)("sendMessage", { chat_id: 500, text: "Welcome" });
	expect((await waiting).json).toMatchObject({ next: 1, sights: [{ kind: "message", text: "Welcome" }] });
	expect((await ask("GET", "sights?chat=500&after=1")).json).toEqual({ next: 1, sights: [] });
});

test("the stream tells what customers see and do, as it happens", async () => {
	await ask("POST", "customers", { name: "Ada", id: 500 });
	const stream = await fetch(`${standin.root}/control/events?chat=500`);
	const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
	await reader?.read();
	await ask("POST", "act", { as: { person: 500 }, deed: { do: "start" } });
	await plainApi(standin)("sendMessage", { chat_id: 500, text: "Welcome" });
	let told = "";
	while (!told.includes("Welcome")) told += (await reader?.read())?.value ?? "";
	expect(told).toMatch(
		/event: deed\ndata: .*"words":"start".*\n\nevent: sight\ndata: .*"kind":"message".*"text":"Welcome"/,
	);
	await reader?.cancel();
});

test("calls, counts, updates, violations and bots can be read", async () => {
	await ask("POST", "bots", { token: "2:desk", name: "Desk" });
	await plainApi(standin, "2:desk")("sendNonsense");
	expect((await ask("GET", "bots")).json).toMatchObject([
		{ id: 1 },
		{ id: 2, first_name: "Desk", pending: 0, webhook: null },
	]);
	expect((await ask("GET", "calls?method=sendNonsense")).json).toMatchObject([{ bot: 2, outcome: { code: 404 } }]);
	expect((await ask("GET", "violations")).json).toHaveLength(1);
	expect((await ask("GET", "counts")).json).toEqual({ sendNonsense: { ok: 0, refused: 1 } });
	expect((await ask("GET", "updates")).json).toEqual([]);
});

test("groups are made, left and upgraded", async () => {
	await ask("POST", "customers", { name: "Ada", id: 500 });
	const { json } = await ask("POST", "groups", { title: "Staff", basic: true, members: [500], id: -77 });
	expect(json).toEqual({ id: -77 });
	expect((await ask("POST", "groups/upgrade", { group: -77 })).json).toEqual({ id: expect.any(Number) });
});

test("a wrong request is told what is wrong with it", async () => {
	expect(await ask("POST", "act", { as: { person: 1 }, deed: { do: "dance" } })).toMatchObject({
		status: 400,
		json: { error: expect.stringContaining("deed.do") },
	});
	expect(await ask("POST", "act", { as: { person: 1 }, deed: { do: "start" } })).toMatchObject({
		status: 400,
		json: { error: "Error: The stand-in knows no customer 1." },
	});
	expect((await ask("GET", "nonsense")).status).toBe(404);
});
