import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { telegramChannel } from "#bots/telegram/telegram.ts";
import type { Channel, Outcome } from "#core/delivery/channel.ts";
import type { Content } from "#core/delivery/content.ts";
import { parts } from "#core/delivery/parts.ts";
import { anInbox } from "#test/contracts/channel.ts";
import type { Fault } from "#test/standins/faults.ts";
import { CANARY, type Desk, telegramCounter } from "./counter.ts";

let desk: Desk;
afterEach(() => desk.close());

const QUICK = { call: 200, upload: 400, poll: 60_000 };

/** A bot that Ada has started, with an inbox; its own doings are over. */
async function open(options: Parameters<typeof telegramCounter>[0] = {}) {
	desk = await telegramCounter(options);
	const inbox = anInbox();
	await desk.channel.start(inbox.receive, null);
	desk.writes("Здравствуйте");
	await inbox.next("message");
	return { ...desk, inbox };
}

function deliver(channel: Channel, content: Content, chat = desk.chat): Promise<Outcome> {
	return channel.deliver({ id: "letter", attempt: 1, chat, content });
}

describe("a letter's outcome is told by what happened to the call", () => {
	const quick = { otherwise: (usual: Parameters<typeof telegramChannel>[0]) => ({ ...usual, timeouts: QUICK }) };

	test.each<[string, Omit<Fault, "method" | "times">, object, number]>([
		["a reset before delivery", { mishap: { kind: "reset" }, when: "before" }, { outcome: "ambiguous" }, 0],
		["a reset after delivery", { mishap: { kind: "reset" }, when: "after" }, { outcome: "ambiguous" }, 1],
		["an answer that breaks off", { mishap: { kind: "cut" }, when: "after" }, { outcome: "ambiguous" }, 1],
		[
			"silence before delivery",
			{ mishap: { kind: "half-open" }, when: "before" },
			{ outcome: "ambiguous", reason: "no answer within 0.2 s" },
			0,
		],
		[
			"silence after delivery",
			{ mishap: { kind: "half-open" }, when: "after" },
			{ outcome: "ambiguous", reason: "no answer within 0.2 s" },
			1,
		],
		["a proxy's page", { mishap: { kind: "garbage" }, when: "after" }, { outcome: "ambiguous" }, 1],
		["500", { mishap: { kind: "status", status: 500 }, when: "before" }, { outcome: "ambiguous" }, 0],
		[
			"429",
			{ mishap: { kind: "status", status: 429, retryAfter: 5 }, when: "before" },
			{ outcome: "wait", scope: "account" },
			0,
		],
		["401", { mishap: { kind: "status", status: 401 }, when: "before" }, { outcome: "account-down" }, 0],
	])("%s", async (_, fault, outcome, delivered) => {
		const { channel, standin } = await open(quick);
		standin.fault({ ...fault, method: "sendMessage", times: 1 });
		expect(await deliver(channel, { text: "Заказ №7 принят" })).toMatchObject(outcome);
		expect(
			standin.sees(desk.ada).filter((sight) => sight.kind === "message" && sight.text === "Заказ №7 принят"),
		).toHaveLength(delivered);
	});

	test("a server that is not there has been told nothing", async () => {
		const { channel, standin } = await open();
		await channel.stop();
		await standin.close();
		const orphan = telegramChannel({
			token: CANARY,
			apiRoot: standin.root,
			mode: "polling",
			log: { info() {}, warn() {}, error() {} },
			now: () => new Date(),
			readMedia: () => Promise.reject(new Error()),
		});
		expect(await deliver(orphan, { text: "Есть кто?" })).toMatchObject({ outcome: "not-sent" });
		await orphan.stop();
	});

	test("a customer who blocked the bot is out of reach, and telling so is heard", async () => {
		const { channel, standin, ada, inbox } = await open();
		standin.act({ person: ada }, { do: "block" });
		expect((await inbox.next("blocked")).chat).toBe(String(ada));
		expect(await deliver(channel, { text: "Скидка" })).toMatchObject({ outcome: "unreachable" });
		standin.act({ person: ada }, { do: "unblock" });
		expect((await inbox.next("unblocked")).chat).toBe(String(ada));
	});

	test("a stranger is out of reach", async () => {
		const { channel } = await open();
		expect(await deliver(channel, { text: "Скидка" }, "99999")).toMatchObject({ outcome: "unreachable" });
	});

	test("the same correction twice is accepted twice", async () => {
		const { channel } = await open();
		const first = await deliver(channel, { text: "Сумма 100" });
		const [edits = ""] = first.outcome === "accepted" ? first.refs : [];
		expect(await deliver(channel, { text: "Сумма 200", edits })).toEqual({ outcome: "accepted", refs: [edits] });
		expect(await deliver(channel, { text: "Сумма 200", edits })).toEqual({ outcome: "accepted", refs: [edits] });
	});

	test("correcting the words under a picture changes its caption", async () => {
		const { channel, standin, picture } = await open();
		const first = await deliver(channel, { text: "Чай", media: [{ kind: "photo", source: picture }] });
		const [edits = ""] = first.outcome === "accepted" ? first.refs : [];
		expect(await deliver(channel, { text: "Чай *Ассам*", edits })).toEqual({ outcome: "accepted", refs: [edits] });
		expect(standin.screen(desk.ada).messages.at(-1)?.caption).toBe("Чай Ассам");
	});
});

describe("files", () => {
	test("a picture is uploaded once, and shown by Telegram's own id from then on", async () => {
		const { channel, standin, picture } = await open();
		const photo = { kind: "photo", source: picture } as const;
		await deliver(channel, { text: "", media: [photo] });
		await deliver(channel, { text: "", media: [photo] });
		const [first, second] = standin.calls("sendPhoto").map(({ params }) => String(params.photo));
		expect(first).toMatch(/^attach:/);
		expect(second).not.toMatch(/^attach:|^tea/);
		expect(standin.violations()).toEqual([]);
	});

	test("a picture that cannot be read is refused with its name, and nothing is sent", async () => {
		const { channel, standin } = await open();
		const outcome = await deliver(channel, { text: "Чай", media: [{ kind: "photo", source: "no/such.gif" }] });
		expect(outcome).toEqual({ outcome: "refused", reason: "There is no no/such.gif in the media folder." });
		expect(standin.calls("sendPhoto")).toEqual([]);
	});

	test("what a customer sends is fetched, and counted while it comes", async () => {
		const { channel, standin, ada, inbox } = await open();
		const bytes = Buffer.from("%PDF-1.7 чек");
		standin.act(
			{ person: ada },
			{ do: "send", what: { kind: "document", name: "чек.pdf", mime: "application/pdf", bytes } },
		);
		const { what } = await inbox.next("message");
		const [file] = what.kind === "message" ? what.media : [];
		expect(file).toMatchObject({ kind: "document", name: "чек.pdf" });
		const fetched = await channel.fetchMedia(file?.ref ?? "", 1000);
		expect(Buffer.from(fetched.bytes)).toEqual(bytes);
		await expect(channel.fetchMedia(file?.ref ?? "", 5)).rejects.toMatchObject({ code: "limit" });
	});

	test("a file that grows on the way is broken off at the limit", async () => {
		const server = createServer((request, response) => {
			if (request.url?.endsWith("/getFile"))
				response.end('{"ok":true,"result":{"file_path":"photos/a.jpg","file_size":3}}');
			else response.end(Buffer.alloc(50_000));
		});
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		desk = await telegramCounter({ otherwise: (usual) => ({ ...usual, apiRoot }) });
		await expect(desk.channel.fetchMedia("x", 10_000)).rejects.toMatchObject({ code: "limit" });
		const whole = await desk.channel.fetchMedia("x", 60_000);
		expect(whole).toMatchObject({ mime: "image/jpeg", name: "a.jpg" });
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
});

describe("listening", () => {
	test("a bot killed between commit and confirmation hears the same again, under the same key", async () => {
		const { channel, standin, inbox, ada } = await open();
		await channel.stop();
		standin.act({ person: ada }, { do: "write", text: "Два чая" });
		const firstLife = anInbox();
		const committed = new Promise<void>((resolve) => {
			const second = telegramChannel({ ...usualOptions(standin.root), wait: () => new Promise(() => {}) });
			void second.start(async (parcels, next) => {
				await firstLife.receive(parcels, next);
				resolve();
				// Dies here: the commit is done, the next getUpdates never goes out.
				await new Promise(() => {});
			}, inbox.position() ?? null);
		});
		await committed;
		const third = telegramChannel(usualOptions(standin.root));
		const secondLife = anInbox();
		await third.start(secondLife.receive, inbox.position() ?? null);
		const again = await secondLife.next("message");
		expect(again.key).toBe(firstLife.all.at(-1)?.key);
		expect(again.what).toMatchObject({ text: "Два чая" });
		await third.stop();
	});

	test("of two pollers the loser says so, and comes back", async () => {
		const { standin, inbox } = await open();
		const getUpdates = () => fetch(`${standin.root}/bot${CANARY}/getUpdates?timeout=1`).then((answer) => answer.json());
		await standin.polling();
		await getUpdates();
		desk.writes("Я ещё здесь");
		expect((await inbox.next("message")).what).toMatchObject({ text: "Я ещё здесь" });
		expect(desk.logged.map(({ level, fields }) => [level, String(fields?.detail ?? "")])).toContainEqual([
			"warn",
			expect.stringContaining("Conflict"),
		]);
	});

	test("a bot whose token is revoked stops asking and says which setting to look at", async () => {
		desk = await telegramCounter({ otherwise: (usual) => ({ ...usual, token: "7000002:wrong" }) });
		await desk.channel.start(anInbox().receive, null);
		expect(desk.channel.health().state).toBe("unauthorized");
		expect(desk.logged.at(-1)).toMatchObject({ level: "error", message: expect.stringContaining("TELEGRAM_TOKEN") });
		expect(desk.pauses).toEqual([]);
	});

	test("a shop opened while Telegram is away opens all the same, and listens once it is back", async () => {
		desk = await telegramCounter();
		const { channel, standin } = desk;
		standin.fault({ mishap: { kind: "status", status: 502 }, when: "before", method: "getMe", times: 2 });
		const inbox = anInbox();
		await channel.start(inbox.receive, null);
		expect(channel.health().state).toBe("down");
		desk.writes("Здравствуйте");
		await inbox.next("message");
		expect(desk.pauses.slice(0, 2)).toEqual([3_000, 6_000]);
		expect(channel.health().state).toBe("ok");
	});

	test("stopping ends at once, in the middle of a long poll", async () => {
		const { channel, standin } = await open();
		await standin.polling();
		const started = performance.now();
		await channel.stop();
		expect(performance.now() - started).toBeLessThan(1_000);
		expect(desk.logged.filter(({ level }) => level !== "info")).toEqual([]);
	});

	test("who lost the right to listen and gets it back listens and speaks again", async () => {
		const { channel, inbox, standin } = await open();
		await standin.polling();
		await channel.stop();
		await channel.start(inbox.receive, inbox.position() ?? null);
		await desk.writes("Вы ещё тут?");
		await inbox.next("message");
		const letter = { id: "1", attempt: 1, chat: desk.chat, content: { text: "Тут" } };
		expect(await channel.deliver(letter)).toMatchObject({ outcome: "accepted" });
	});

	test("the start link is known once Telegram has told the bot's name", async () => {
		const { channel } = await open();
		expect(channel.abilities.startLink).toMatch(/^https:\/\/t\.me\/\w+\?start=$/);
	});
});

describe("by webhook", () => {
	test("an update comes through the door, is committed, and only then answered", async () => {
		const inbox = anInbox();
		let channel: Channel | undefined;
		const web = createServer(async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk);
			const raw = Buffer.concat(chunks);
			const door = channel?.door;
			if (!door || request.url !== door.path || !door.verify(request.headers, raw))
				return void response.writeHead(401).end();
			await inbox.receive(door.hear(raw));
			response.end();
		});
		await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
		const publicUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
		desk = await telegramCounter({
			otherwise: (usual) => ({
				...usual,
				mode: "webhook",
				secret: "s-0123456789abcdef",
				publicUrl,
				wait: untilStopped,
			}),
		});
		channel = desk.channel;
		await channel.start(inbox.receive, null);
		expect(channel.health()).toMatchObject({ state: "ok" });
		desk.writes("Два чая");
		expect((await inbox.next("message")).what).toMatchObject({ text: "Два чая" });
		expect(desk.standin.calls("setWebhook")[0]?.params).toMatchObject({
			allowed_updates: expect.arrayContaining(["message_reaction", "pre_checkout_query"]),
		});
		web.closeAllConnections();
		await new Promise((resolve) => web.close(resolve));
	});
});

test("a day's work breaks none of Telegram's rules", async () => {
	const { channel, standin, picture } = await open({ otherwise: (usual) => ({ ...usual, paymentToken: "provider" }) });
	const photo = { kind: "photo", source: picture } as const;
	const buttons = [
		{ label: "Да", token: "t-1" },
		{ label: "Сайт", url: "https://shop.example" },
	];
	const lines = [{ label: "Чай", amount: 45_000 }];
	const invoice = { title: "Заказ", description: "Чай", payload: "o7", currency: "RUB", lines };
	const day: Content[] = [
		{ text: "*Чай* <b> & \\_мёд\\_ [сайт](https://shop.example)", buttons },
		{ text: `${"*Слово* и ещё _одно_. ".repeat(600)}`, buttons },
		{ text: "Телефон?", request: { kind: "phone", label: "Отправить" }, buttons },
		{ text: "Спасибо!\n\nКак доставить?", closesRequest: true, buttons },
		{ text: "Как?", closesRequest: true, buttons },
		{ text: "я".repeat(1_500), media: [photo], buttons },
		{ text: "Альбом", media: Array.from({ length: 13 }, () => photo), buttons },
		{ text: "", media: [photo, photo], buttons },
		{ text: "Файлы", media: [photo, { kind: "document", source: picture }] },
		{ text: "Счёт", invoice, buttons, language: "ru" },
	];
	for (const content of day) {
		for (const part of parts(content, channel.abilities)) {
			expect(await deliver(channel, part)).toMatchObject({ outcome: "accepted" });
		}
	}
	await channel.typing(desk.chat);
	await channel.setMenu([{ name: "order", title: "Заказать" }]);
	expect(standin.violations()).toEqual([]);
});

test("Ada pays: asked, allowed, paid", async () => {
	const { channel, standin, inbox, ada } = await open({
		otherwise: (usual) => ({ ...usual, paymentToken: "provider" }),
	});
	const lines = [{ label: "Чай", amount: 45_000 }];
	const invoice = { title: "Заказ", description: "Чай", payload: "o7", currency: "RUB", lines };
	await deliver(channel, { text: "", invoice });
	standin.act({ person: ada }, { do: "pay" });
	const { what, lane } = await inbox.next("checkout");
	expect(lane).toBe(`${ada}:checkout`);
	expect(what).toMatchObject({ payload: "o7", amount: 45_000, currency: "RUB" });
	const checkout = what.kind === "checkout" ? what.checkout : "";
	expect(await channel.answerCheckout(checkout, { ok: true })).toEqual({ outcome: "accepted", refs: [] });
	expect((await inbox.next("paid")).what).toMatchObject({ payload: "o7", amount: 45_000, charge: expect.any(String) });
	expect(await channel.answerCheckout(checkout, { ok: true })).toMatchObject({ outcome: "refused" });
});

test("the token is in no log line, no outcome and no health report, whatever goes wrong", async () => {
	const { channel, standin, picture } = await open({ otherwise: (usual) => ({ ...usual, timeouts: QUICK }) });
	const said: unknown[] = [];
	const photo = { kind: "photo", source: picture } as const;
	for (const kind of ["reset", "half-open", "cut", "garbage"] as const) {
		standin.fault({ mishap: { kind }, when: "before", times: 3 });
		said.push(await deliver(channel, { text: "x" }), await deliver(channel, { text: "x", media: [photo] }));
		said.push(await channel.fetchMedia("x", 10).catch(String), channel.health());
	}
	await channel.stop();
	said.push(await deliver(channel, { text: "x" }), await deliver(channel, { text: "x", media: [photo] }));
	said.push(await channel.fetchMedia("x", 10).catch(String), desk.logged);
	expect(JSON.stringify(said)).not.toContain("canary");
	expect(said.length).toBe(20);
});

function untilStopped(_: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}

function usualOptions(apiRoot: string): Parameters<typeof telegramChannel>[0] {
	return {
		token: CANARY,
		apiRoot,
		mode: "polling",
		log: { info() {}, warn() {}, error() {} },
		now: () => new Date(),
		readMedia: () => Promise.reject(new Error("no media here")),
	};
}
