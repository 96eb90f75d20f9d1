import { createHmac } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import type { Outcome } from "#core/delivery/channel.ts";
import type { Content } from "#core/delivery/content.ts";
import { anInbox } from "#test/contracts/channel.ts";
import type { Fault } from "#test/standins/faults.ts";
import { CANARY, cloudCounter, type Desk, VERIFY } from "./counter.ts";

let desk: Desk;
afterEach(() => desk.close());

async function open(options: Parameters<typeof cloudCounter>[0] = {}) {
	desk = await cloudCounter(options);
	const inbox = anInbox();
	await desk.channel.start(inbox.receive, null);
	await desk.writes("Здравствуйте");
	await inbox.next("message");
	return { ...desk, inbox };
}

const deliver = (content: Content, id = "17"): Promise<Outcome> =>
	desk.channel.deliver({ id, attempt: 1, chat: desk.chat, content });

describe("a letter's outcome is told by what happened to the call", () => {
	const quick = { otherwise: <T extends object>(usual: T) => ({ ...usual, timeouts: { call: 200 } }) };
	const meta = (code: number, status = 400) => ({ kind: "status", status, description: String(code) }) as const;

	test.each<[string, Fault["mishap"], Fault["when"], object, number]>([
		["a reset before delivery", { kind: "reset" }, "before", { outcome: "ambiguous", patience: 15_000 }, 0],
		["a reset after delivery", { kind: "reset" }, "after", { outcome: "ambiguous", patience: 15_000 }, 1],
		["an answer that breaks off", { kind: "cut" }, "after", { outcome: "ambiguous" }, 1],
		["silence after delivery", { kind: "half-open" }, "after", { outcome: "ambiguous" }, 1],
		["a proxy's page", { kind: "garbage" }, "after", { outcome: "ambiguous" }, 1],
		["500", { kind: "status", status: 500 }, "before", { outcome: "ambiguous" }, 0],
		["a number that is too busy", meta(130429, 429), "before", { outcome: "wait", scope: "account" }, 0],
		["a person who gets too much", meta(131056), "before", { outcome: "wait", scope: "chat" }, 0],
		["a dead token", { kind: "status", status: 401 }, "before", { outcome: "account-down" }, 0],
		["a locked account", meta(131031), "before", { outcome: "account-down" }, 0],
		["Meta's cap", meta(131049), "before", { outcome: "refused", means: "capped" }, 0],
		["a stop of marketing", meta(131050), "before", { outcome: "refused", means: "opted-out" }, 0],
		["a closed window", meta(131047), "before", { outcome: "refused", means: "window" }, 0],
		["nobody there", meta(131026), "before", { outcome: "refused" }, 0],
	])("%s", async (_, mishap, when, outcome, shown) => {
		const { standin, ada } = await open(quick);
		standin.fault({ mishap, when, times: 1 });
		expect(await deliver({ text: "Заказ принят" })).toMatchObject(outcome);
		expect(standin.sees(ada)).toHaveLength(shown);
		expect(await deliver({ text: "Ещё раз" })).toMatchObject({ outcome: "accepted" });
	});

	test("a person who gets too much is left alone for longer each time", async () => {
		const { standin } = await open();
		standin.fault({ mishap: meta(131056), when: "before", times: 3 });
		const waits: number[] = [];
		for (let n = 0; n < 3; n++) {
			const outcome = await deliver({ text: "?" });
			if (outcome.outcome === "wait") waits.push(Math.round((outcome.until.getTime() - standin.clock.now()) / 1000));
		}
		expect(waits).toEqual([1, 4, 16]);
	});

	test("nobody listens: nothing was written", async () => {
		const { standin } = await open();
		await standin.close();
		expect(await deliver({ text: "?" })).toMatchObject({ outcome: "not-sent" });
	});
});

test("the letter's own mark goes along, and comes back with each status", async () => {
	const { standin, inbox } = await open();
	await deliver({ text: "Заказ принят" }, "4711");
	expect(standin.calls("POST messages")[0]?.params).toMatchObject({ biz_opaque_callback_data: "4711" });
	expect((await inbox.next("status")).what).toMatchObject({ letter: "4711", state: "sent", billing: "free" });
	expect(standin.violations()).toEqual([]);
});

test("a picture is uploaded once, and again when Meta has forgotten it", async () => {
	const { standin } = await open();
	const picture: Content = { text: "Чай", media: [{ kind: "photo", source: desk.picture }] };
	await deliver(picture);
	await deliver(picture);
	expect(standin.calls("POST media")).toHaveLength(1);
	standin.service.media.remove("900000001");
	expect(await deliver(picture)).toMatchObject({ outcome: "accepted" });
	expect(standin.calls("POST media")).toHaveLength(2);
	standin.violations().splice(0);
});

test("our token goes to Meta's hosts alone, and stands in no log and no reason", async () => {
	const { standin, channel, logged, ada } = await open();
	const sent = standin.act(ada, { do: "send", kind: "image" });
	const file = await channel.fetchMedia(sent?.media?.source ?? "", 1024);
	expect(file).toMatchObject({ mime: "image/png" });
	standin.fault({ mishap: { kind: "status", status: 401 }, when: "before", times: 2 });
	const outcome = await deliver({ text: "?" });
	await channel.probe();
	expect(channel.health()).toMatchObject({ state: "unauthorized" });
	expect(JSON.stringify([logged, outcome])).not.toContain(CANARY);
});

test("a number that Meta does not serve yet is asked for again until it is known", async () => {
	desk = await cloudCounter();
	desk.standin.fault({ mishap: { kind: "status", status: 503 }, when: "before", times: 2 });
	await desk.channel.start(anInbox().receive, null);
	await expect.poll(() => desk.channel.health().state).toBe("ok");
	expect(desk.channel.abilities.startLink).toBe(`https://wa.me/${desk.standin.facts.phone}?text=%2Fstart%20`);
});

test("the list of templates is read to its last page", async () => {
	const templates = Array.from({ length: 130 }, (_, at) => ({
		name: `t${at}`,
		language: "ru",
		category: "UTILITY" as const,
		status: at === 0 ? ("PAUSED" as const) : ("APPROVED" as const),
		body: "{{2}} и {{1}}",
	}));
	const { channel } = await open({ standin: { templates } });
	const list = await channel.templates?.();
	expect(list).toHaveLength(130);
	expect(list?.[0]).toEqual({
		name: "t0",
		language: "ru",
		category: "utility",
		state: "paused",
		body: "{{2}} и {{1}}",
		params: ["1", "2"],
	});
});

describe("Meta's door", () => {
	const signed = (raw: string, secret: string) => ({
		"x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(raw).digest("hex")}`,
	});

	test("one bit of the body or of the signature, and it is not Meta", async () => {
		const { channel, standin } = await open();
		const raw = JSON.stringify({ entry: [] });
		const headers = signed(raw, standin.facts.appSecret);
		const bytes = Buffer.from(raw);
		expect(channel.door?.verify(headers, bytes)).toBe(true);
		for (let bit = 0; bit < bytes.length * 8; bit += 7) {
			const forged = Buffer.from(bytes);
			forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			expect(channel.door?.verify(headers, forged)).toBe(false);
		}
		expect(channel.door?.verify(signed(raw, "another secret"), bytes)).toBe(false);
		expect(channel.door?.verify({}, bytes)).toBe(false);
		expect(channel.door?.verify({ "x-hub-signature-256": "sha256=" }, bytes)).toBe(false);
	});

	test("the challenge comes back to who knows the token, as it came and as plain signs", async () => {
		const { channel } = await open();
		const ask = (query: Record<string, string>) => channel.door?.greet?.(query);
		const known = { "hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444" };
		expect(ask(known)).toBe("1158201444");
		expect(ask({ ...known, "hub.verify_token": "?" })).toBeUndefined();
		expect(ask({ ...known, "hub.mode": "unsubscribe" })).toBeUndefined();
		expect(ask({ ...known, "hub.challenge": "<script>" })).toBeUndefined();
		expect(ask({})).toBeUndefined();
	});
});
