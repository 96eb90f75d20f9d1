import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type PlainUpdate, plainApi } from "./plain-api.ts";
import { type StandinOptions, startTelegramStandin, type TelegramStandin } from "./server.ts";

let standin: TelegramStandin;
let api: ReturnType<typeof plainApi>;
let hook: Hook;

beforeEach(async () => {
	hook = await aHook();
	await start({});
});

afterEach(async () => {
	await standin.close();
	await hook.close();
});

async function start(options: StandinOptions): Promise<void> {
	await standin?.close();
	standin = await startTelegramStandin({ clock: "manual", limits: "off", ...options });
	api = plainApi(standin);
}

function aCustomer(name: string): number {
	return standin.addCustomer({ name }).id;
}

function write(person: number, text: string): void {
	standin.act({ person }, { do: "write", text });
}

describe("delivery", () => {
	test("an update is posted with the secret, and 200 confirms it", async () => {
		await api("setWebhook", { url: hook.url, secret_token: "s3cret" });
		write(aCustomer("Ada"), "hello");
		const visit = await hook.next();
		expect(visit.update.message?.text).toBe("hello");
		expect(visit.headers["x-telegram-bot-api-secret-token"]).toBe("s3cret");
		expect(visit.headers["content-type"]).toBe("application/json");
		await hook.answer(visit, 200);
		await emptied();
	});

	test("what waited before the webhook was set is delivered first", async () => {
		const ada = aCustomer("Ada");
		write(ada, "before");
		await api("setWebhook", { url: hook.url });
		write(ada, "after");
		expect(await hook.takes(200)).toBe("before");
		expect(await hook.takes(200)).toBe("after");
	});

	test("until one succeeds there is one connection; afterwards as many as were asked for", async () => {
		await api("setWebhook", { url: hook.url, max_connections: 3 });
		for (const name of ["Ada", "Bob", "Eve", "Joe", "Kim"]) write(aCustomer(name), name);
		const first = await hook.next();
		expect(underWay()).toBe(1);
		await hook.answer(first, 200);
		const more = [await hook.next(), await hook.next(), await hook.next()];
		expect(underWay()).toBe(3);
		for (const visit of more) await hook.answer(visit, 200);
		await hook.takes(200);
		await emptied();
	});

	test("one chat's messages come in order, one at a time", async () => {
		const ada = aCustomer("Ada");
		await api("setWebhook", { url: hook.url, max_connections: 10 });
		write(ada, "one");
		expect(await hook.takes(200)).toBe("one");
		write(ada, "two");
		write(ada, "three");
		const two = await hook.next();
		expect(underWay()).toBe(1);
		await hook.answer(two, 200);
		expect(await hook.takes(200)).toBe("three");
	});

	test("a failing update holds up its own chat only", async () => {
		const [ada, bob] = [aCustomer("Ada"), aCustomer("Bob")];
		await api("setWebhook", { url: hook.url });
		write(ada, "poison");
		write(ada, "behind");
		expect(await hook.takes(500)).toBe("poison");
		expect(await hook.takes(500)).toBe("poison");
		write(bob, "free");
		expect(await hook.takes(200)).toBe("free");
		standin.advance(2000);
		expect(await hook.takes(200)).toBe("poison");
		expect(await hook.takes(200)).toBe("behind");
	});

	test("a press may overtake a message of the same person", async () => {
		const ada = aCustomer("Ada");
		standin.act({ person: ada }, { do: "start" });
		const keyboard = { inline_keyboard: [[{ text: "Buy", callback_data: "buy" }]] };
		await api("sendMessage", { chat_id: ada, text: "Tea?", reply_markup: keyboard });
		await api("setWebhook", { url: hook.url });
		expect(await hook.takes(500)).toBe("/start");
		expect(await hook.takes(500)).toBe("/start");
		standin.act({ person: ada }, { do: "press", button: "Buy" });
		const press = await hook.next();
		expect(press.update.callback_query?.data).toBe("buy");
		await hook.answer(press, 200);
	});

	test("shuffling mixes chats and never the messages of one chat", async () => {
		await start({ shuffleWebhook: true, seed: 7 });
		const people = ["Ada", "Bob", "Eve", "Joe"].map(aCustomer);
		for (const number of [1, 2, 3]) for (const [place, person] of people.entries()) write(person, `${place} ${number}`);
		await api("setWebhook", { url: hook.url, max_connections: 1 });
		const order: string[] = [];
		for (let count = 0; count < 12; count += 1) order.push(await hook.takes(200));
		for (const place of people.keys()) {
			expect(order.filter((text) => text.startsWith(`${place} `))).toEqual([`${place} 1`, `${place} 2`, `${place} 3`]);
		}
		expect(order).not.toEqual([...order].sort((one, other) => Number(one[2]) - Number(other[2])));
	});
});

describe("retries", () => {
	test("a refused update is tried again at once, then after 2, 4, 8 seconds", async () => {
		write(aCustomer("Ada"), "hello");
		await api("setWebhook", { url: hook.url });
		expect(await hook.takes(500)).toBe("hello");
		expect(await hook.takes(500)).toBe("hello");
		for (const seconds of [2, 4, 8]) {
			standin.advance(seconds * 1000 - 1);
			expect(underWay()).toBe(0);
			standin.advance(1);
			expect(await hook.takes(500)).toBe("hello");
		}
	});

	test("waiting grows to a ceiling between one and two minutes, and ends with the update's day", async () => {
		write(aCustomer("Ada"), "hello");
		await api("setWebhook", { url: hook.url });
		let tries = 0;
		while (standin.pending() > 0) {
			if (underWay() === 0) standin.advance(10_000);
			else {
				await hook.takes(500);
				tries += 1;
			}
		}
		// 24 hours at 60 to 120 seconds each.
		expect(tries).toBeGreaterThan(24 * 30);
		expect(tries).toBeLessThan(24 * 60 + 10);
		expect([...standin.journal.updates.values()][0]?.fate).toBe("expired");
	}, 60_000);

	test("Retry-After is obeyed", async () => {
		write(aCustomer("Ada"), "hello");
		await api("setWebhook", { url: hook.url });
		const visit = await hook.next();
		await hook.answer(visit, 503, { "retry-after": "30" });
		standin.advance(29_999);
		expect(underWay()).toBe(0);
		standin.advance(1);
		expect(await hook.takes(200)).toBe("hello");
	});

	test("a press is given up after 150 seconds", async () => {
		const ada = aCustomer("Ada");
		standin.act({ person: ada }, { do: "start" });
		const keyboard = { inline_keyboard: [[{ text: "Buy", callback_data: "buy" }]] };
		await api("sendMessage", { chat_id: ada, text: "Tea?", reply_markup: keyboard });
		await api("getUpdates", { offset: -1 });
		await api("setWebhook", { url: hook.url, drop_pending_updates: true });
		standin.act({ person: ada }, { do: "press", button: "Buy" });
		await hook.answer(await hook.next(), 503, { "retry-after": "200" });
		expect(standin.pending()).toBe(0);
	});

	test("the health of a webhook can be asked for", async () => {
		write(aCustomer("Ada"), "hello");
		await api("setWebhook", { url: hook.url });
		await hook.answer(await hook.next(), 500);
		await hook.next();
		expect((await api("getWebhookInfo")).result).toMatchObject({
			url: hook.url,
			pending_update_count: 1,
			max_connections: 40,
			last_error_message: "Wrong response from the webhook: 500 Internal Server Error",
			last_error_date: Math.floor(standin.clock.now() / 1000),
		});
	});

	test("23 hours of 410 remove the webhook", async () => {
		const ada = aCustomer("Ada");
		write(ada, "hello");
		await api("setWebhook", { url: hook.url });
		await hook.answer(await hook.next(), 410);
		await hook.answer(await hook.next(), 410, { "retry-after": "3600" });
		for (let hour = 0; hour < 24; hour += 1) {
			if (standin.service.bot().webhook.settings === undefined) break;
			standin.advance(3600_000);
			await hook.answer(await hook.next(), 410, { "retry-after": "3600" });
		}
		expect((await api("getWebhookInfo")).result).toMatchObject({ url: "" });
	});
});

describe("setting", () => {
	test("Telegram says whether something changed", async () => {
		expect(await api("setWebhook", { url: hook.url })).toMatchObject({ ok: true, description: "Webhook was set" });
		standin.advance(1000);
		expect(await api("setWebhook", { url: hook.url })).toMatchObject({ description: "Webhook is already set" });
		expect(await api("deleteWebhook")).toMatchObject({ description: "Webhook was deleted" });
		expect(await api("deleteWebhook")).toMatchObject({ description: "Webhook is already deleted" });
	});

	test("twice within a second is too fast", async () => {
		await api("setWebhook", { url: hook.url });
		expect(await api("setWebhook", { url: hook.url })).toMatchObject({ status: 429, parameters: { retry_after: 1 } });
	});

	test.each([
		[{ url: "http://shop.example/hook" }, "bad webhook: An HTTPS URL must be provided for webhook"],
		[{ url: "https://shop.example:8444/" }, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"],
		[{ url: "https://shop.example/", secret_token: "a b" }, "secret token contains unallowed characters"],
		[{ url: "https://shop.example/", secret_token: "a".repeat(257) }, "secret token is too long"],
	])("%o is refused", async (params, words) => {
		expect(await api("setWebhook", params)).toMatchObject({ status: 400, description: `Bad Request: ${words}` });
		expect(standin.violations()).toHaveLength(1);
	});

	test("drop_pending_updates drops what waits", async () => {
		write(aCustomer("Ada"), "old");
		await api("deleteWebhook", { drop_pending_updates: true });
		expect(standin.pending()).toBe(0);
	});

	test("a call in a webhook's answer is made, and noted as a mistake", async () => {
		const ada = aCustomer("Ada");
		await api("setWebhook", { url: hook.url });
		write(ada, "hello");
		const visit = await hook.next();
		await hook.answer(visit, 200, {}, JSON.stringify({ method: "sendMessage", chat_id: ada, text: "blind" }));
		await emptied();
		expect(standin.sees(ada)).toMatchObject([{ kind: "message", text: "blind" }]);
		expect(standin.violations()).toMatchObject([{ words: "called in a webhook's answer, where its result is lost" }]);
	});
});

async function emptied(): Promise<void> {
	await standin.journal.until(
		() => (standin.pending() === 0 ? true : undefined),
		5000,
		() => "updates still wait",
	);
}

const underWay = () => standin.service.bot().webhook.underWay;

interface Visit {
	update: PlainUpdate;
	headers: IncomingHttpHeaders;
	response: ServerResponse;
}

/** A webhook that answers when it is told to. */
interface Hook {
	url: string;
	next(): Promise<Visit>;
	answer(visit: Visit, status: number, headers?: Record<string, string>, body?: string): Promise<unknown>;
	/** Answers the next visit, and tells its text. */
	takes(status: number): Promise<string>;
	close(): Promise<void>;
}

async function aHook(): Promise<Hook> {
	const visits: Visit[] = [];
	const waiters: ((visit: Visit) => void)[] = [];
	const server = createServer((request, response) => {
		let body = "";
		request.on("data", (chunk) => {
			body += String(chunk);
		});
		request.on("end", () => {
			const visit = { update: JSON.parse(body), headers: request.headers, response };
			const waiter = waiters.shift();
			if (waiter) waiter(visit);
			else visits.push(visit);
		});
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	const address = server.address();
	const port = typeof address === "object" ? address?.port : undefined;
	const next = () => {
		const visit = visits.shift();
		return visit ? Promise.resolve(visit) : new Promise<Visit>((resolve) => waiters.push(resolve));
	};
	const answer: Hook["answer"] = (visit, status, headers = {}, body = "") => {
		const { webhook } = standin.service.bot();
		const before = webhook.answered;
		visit.response.writeHead(status, headers).end(body);
		return standin.journal.until(
			() => (webhook.answered > before ? true : undefined),
			5000,
			() => "the stand-in did not read the answer",
		);
	};
	return {
		url: `http://127.0.0.1:${port}/hook`,
		next,
		answer,
		takes: async (status) => {
			const visit = await next();
			await answer(visit, status);
			return visit.update.message?.text ?? visit.update.callback_query?.data ?? "";
		},
		close: () =>
			new Promise((closed) => {
				server.close(() => closed());
				server.closeAllConnections();
			}),
	};
}
