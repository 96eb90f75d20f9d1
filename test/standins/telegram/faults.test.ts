import { afterEach, beforeEach, expect, test } from "vitest";
import { plainApi } from "./plain-api.ts";
import { startTelegramStandin, type TelegramStandin } from "./server.ts";

let standin: TelegramStandin;
let ada: number;
let bob: number;
let api: ReturnType<typeof plainApi>;

beforeEach(async () => {
	standin = await startTelegramStandin({ clock: "manual", limits: "off" });
	ada = introduce("Ada");
	bob = introduce("Bob");
	api = plainApi(standin);
});

function introduce(name: string): number {
	const { id } = standin.addCustomer({ name });
	standin.act({ person: id }, { do: "start" });
	return id;
}

afterEach(() => standin.close());

const send = (chat_id: number, text = "Hello") => api("sendMessage", { chat_id, text });

test("a 500 before delivery: nobody sees anything", async () => {
	standin.fault({ mishap: { kind: "status", status: 500 }, when: "before", times: 1 });
	expect(await send(ada)).toMatchObject({ status: 500, description: "Internal Server Error" });
	expect(standin.sees(ada)).toEqual([]);
	expect(standin.calls("sendMessage")).toMatchObject([
		{ outcome: { kind: "nothing" }, fault: "status 500 before delivery" },
	]);
	expect((await send(ada)).ok).toBe(true);
});

test("a 500 after delivery: the person has it, and the bot does not know", async () => {
	standin.fault({ mishap: { kind: "status", status: 500 }, when: "after", times: 1 });
	expect((await send(ada)).status).toBe(500);
	expect(standin.sees(ada)).toMatchObject([{ text: "Hello" }]);
	expect(standin.calls("sendMessage")).toMatchObject([{ outcome: { kind: "ok" }, fault: "status 500 after delivery" }]);
});

test.each(["before", "after"] as const)("a connection reset %s delivery", async (when) => {
	standin.fault({ mishap: { kind: "reset" }, when, times: 1 });
	await expect(send(ada)).rejects.toThrow("fetch failed");
	expect(standin.sees(ada)).toHaveLength(when === "after" ? 1 : 0);
});

test.each([
	"before",
	"after",
] as const)("a half-open connection %s delivery says nothing until the bot gives up", async (when) => {
	standin.fault({ mishap: { kind: "half-open" }, when, times: 1 });
	const patience = new AbortController();
	const call = fetch(`${standin.root}/bot1:t/sendMessage?chat_id=${ada}&text=Hello`, { signal: patience.signal });
	await standin.journal.until(
		() => standin.calls("sendMessage")[0],
		5000,
		() => "the call did not come",
	);
	patience.abort();
	await expect(call).rejects.toThrow();
	expect(standin.sees(ada)).toHaveLength(when === "after" ? 1 : 0);
});

test("an answer that breaks off, and one that is a proxy's page", async () => {
	standin.fault({ mishap: { kind: "cut" }, when: "after", times: 1 });
	await expect(send(ada)).rejects.toThrow();
	standin.fault({ mishap: { kind: "garbage" }, when: "before", times: 1 });
	await expect(send(ada)).rejects.toThrow("not valid JSON");
	expect(standin.sees(ada)).toHaveLength(1);
});

test.each(["before", "after"] as const)("a delay %s delivery lasts as long as the clock says", async (when) => {
	standin.fault({ mishap: { kind: "delay", milliseconds: 20_000 }, when, times: 1 });
	const late = send(ada);
	const isWaiting = () => standin.clock.appointments || undefined;
	await standin.journal.until(isWaiting, 5000, () => "the call did not come");
	expect(standin.sees(ada)).toHaveLength(when === "after" ? 1 : 0);
	standin.advance(20_000);
	expect((await late).ok).toBe(true);
	expect(standin.sees(ada)).toHaveLength(1);
});

test("a scripted 429 starts a pause that binds", async () => {
	standin.fault({ mishap: { kind: "status", status: 429, retryAfter: 7 }, when: "before", times: 1 });
	expect(await send(ada)).toMatchObject({
		status: 429,
		description: "Too Many Requests: retry after 7",
		parameters: { retry_after: 7 },
	});
	standin.advance(5000);
	await send(ada, "too early");
	expect(standin.violations()).toMatchObject([{ words: "sent 2000 ms before retry_after was over" }]);
});

test("a fault may be for one method, one chat, some calls, or some of them by chance", async () => {
	standin.fault({ mishap: { kind: "status", status: 502 }, when: "before", method: "sendPhoto" });
	const end = standin.fault({ mishap: { kind: "status", status: 503 }, when: "before", chat: bob });
	expect((await send(ada)).status).toBe(200);
	expect((await send(bob)).status).toBe(503);
	end();
	expect((await send(bob)).status).toBe(200);

	standin.fault({ mishap: { kind: "status", status: 500 }, when: "before", chance: 0.3 });
	const statuses = [];
	for (let count = 0; count < 100; count += 1) statuses.push((await send(ada)).status);
	const failed = statuses.filter((status) => status === 500).length;
	expect(failed).toBeGreaterThan(15);
	expect(failed).toBeLessThan(45);
});
