import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { someDice } from "../dice.ts";
import { type PlainUpdate, plainApi } from "./plain-api.ts";
import { startTelegramStandin, type TelegramStandin } from "./server.ts";
import { UpdateQueue } from "./update-queue.ts";

let standin: TelegramStandin;
let ada: number;
let api: ReturnType<typeof plainApi>;

beforeEach(async () => {
	standin = await startTelegramStandin({ clock: "manual", startsAt: Date.parse("2026-03-01T09:00:00Z") });
	ada = standin.addCustomer({ name: "Ada Lovelace" }).id;
	api = plainApi(standin);
});

afterEach(async () => {
	expect(standin.violations()).toEqual([]);
	await standin.close();
});

function write(text: string): void {
	standin.act({ person: ada }, { do: "write", text });
}

/** Each look moves the clock on, so that no rule about haste gets in the way. */
async function poll(params: object = {}): Promise<PlainUpdate[]> {
	standin.advance(4000);
	return (await api<PlainUpdate[]>("getUpdates", params)).result;
}

const texts = (updates: PlainUpdate[]) => updates.map(({ message }) => message?.text);
const idAt = (updates: PlainUpdate[], place: number) => updates.at(place)?.update_id ?? Number.NaN;

describe("offsets", () => {
	test("updates come again and again until a later offset confirms them", async () => {
		write("one");
		write("two");
		write("three");

		const first = await poll();
		expect(texts(first)).toEqual(["one", "two", "three"]);
		expect(texts(await poll())).toEqual(["one", "two", "three"]);
		expect(texts(await poll({ offset: idAt(first, 1) }))).toEqual(["two", "three"]);
		expect(texts(await poll({ offset: 0 }))).toEqual(["two", "three"]);
		expect(await poll({ offset: idAt(first, 2) + 1 })).toEqual([]);
		expect(standin.pending()).toBe(0);
	});

	test("ids grow by one", async () => {
		write("one");
		write("two");
		const updates = await poll();
		expect(idAt(updates, 1)).toBe(idAt(updates, 0) + 1);
	});

	test("a limit is kept between 1 and 100", async () => {
		for (let count = 1; count <= 120; count += 1) write(`message ${count}`);
		expect(await poll({ limit: 7 })).toHaveLength(7);
		expect(await poll({ limit: 0 })).toHaveLength(1);
		expect(await poll({ limit: 1000 })).toHaveLength(100);
	});

	test("a negative offset forgets all but the newest", async () => {
		for (const text of ["one", "two", "three", "four"]) write(text);
		expect(texts(await poll({ offset: -2 }))).toEqual(["three", "four"]);
		expect(texts(await poll())).toEqual(["three", "four"]);
	});

	test("an offset up to ten beyond the end confirms everything; further out it is overlooked", async () => {
		write("one");
		const last = idAt(await poll(), -1);
		expect(texts(await poll({ offset: last + 12 }))).toEqual(["one"]);
		expect(texts(await poll({ offset: last + 5_000_000 }))).toEqual(["one"]);
		expect(await poll({ offset: last + 11 })).toEqual([]);
		expect(standin.pending()).toBe(0);
	});

	test("an offset more than 100,000 before the head is overlooked", async () => {
		write("one");
		const id = idAt(await poll(), 0);
		expect(texts(await poll({ offset: Math.max(1, id - 200_000) }))).toEqual(["one"]);
	});

	test("after a silent week the next id is another, and a poller that trusts its old number still hears", async () => {
		write("before");
		const before = await poll();
		await poll({ offset: idAt(before, 0) + 1 });
		standin.advance(7 * 24 * 3600 * 1000);

		write("after");
		write("and on");
		const after = await poll({ offset: idAt(before, 0) + 1 });
		expect(texts(after)).toEqual(["after", "and on"]);
		expect(idAt(after, 0)).not.toBe(idAt(before, 0) + 1);

		// max()+1 would ask for the same for ever; the last id received confirms, whichever of the two is larger.
		expect(await poll({ offset: idAt(after, 1) + 1 })).toEqual([]);
	});

	test("six days of silence change nothing", async () => {
		write("before");
		const before = await poll();
		await poll({ offset: idAt(before, 0) + 1 });
		standin.advance(6 * 24 * 3600 * 1000);
		write("after");
		expect(idAt(await poll(), 0)).toBe(idAt(before, 0) + 1);
	});
});

describe("expiry", () => {
	test("a message waits for 24 hours and then is gone", async () => {
		write("one");
		standin.advance(23 * 3600 * 1000);
		expect(texts(await poll())).toEqual(["one"]);
		standin.advance(3600 * 1000);
		expect(await poll()).toEqual([]);
		expect([...standin.journal.updates.values()].map(({ fate }) => fate)).toEqual(["expired"]);
	});

	test("a press waits for 150 seconds only", async () => {
		standin.act({ person: ada }, { do: "start" });
		const keyboard = { inline_keyboard: [[{ text: "Buy", callback_data: "buy" }]] };
		await api("sendMessage", { chat_id: ada, text: "Tea?", reply_markup: keyboard });
		standin.act({ person: ada }, { do: "press", button: "Buy" });
		standin.advance(140_000);
		expect((await poll()).map(({ callback_query }) => callback_query?.data)).toEqual([undefined, "buy"]);
		standin.advance(10_000);
		expect((await poll()).map(({ callback_query }) => callback_query?.data)).toEqual([undefined]);
	});
});

describe("waiting", () => {
	test("a poller with a timeout is answered as soon as somebody writes", async () => {
		const waiting = api<PlainUpdate[]>("getUpdates", { timeout: 30 });
		await standin.polling();
		write("hello");
		expect(texts((await waiting).result)).toEqual(["hello"]);
	});

	test("a timeout that passes in silence is answered with nothing", async () => {
		const waiting = api<PlainUpdate[]>("getUpdates", { timeout: 30 });
		await standin.polling();
		standin.advance(30_000);
		expect((await waiting).result).toEqual([]);
	});

	test("a timeout over 50 seconds is cut", async () => {
		const waiting = api<PlainUpdate[]>("getUpdates", { timeout: 3600 });
		await standin.polling();
		standin.advance(50_000);
		expect((await waiting).result).toEqual([]);
	});

	test("whoever repeats an offset within half a second gets one update only", async () => {
		write("one");
		write("two");
		standin.advance(10_000);
		expect((await api<PlainUpdate[]>("getUpdates", { offset: 0 })).result).toHaveLength(2);
		standin.advance(400);
		expect((await api<PlainUpdate[]>("getUpdates", { offset: 0 })).result).toHaveLength(1);
		standin.advance(600);
		expect((await api<PlainUpdate[]>("getUpdates", { offset: 0 })).result).toHaveLength(2);
	});

	test("whoever repeats an offset within three seconds is kept waiting for three, if there is nothing", async () => {
		expect((await api("getUpdates", { timeout: 0 })).result).toEqual([]);
		standin.advance(1000);
		const hasty = api<PlainUpdate[]>("getUpdates", { timeout: 0 });
		await standin.polling();
		standin.advance(3000);
		expect((await hasty).result).toEqual([]);
	});

	test("a poller whose connection ends does not swallow the next message", async () => {
		const gone = new AbortController();
		const hanging = fetch(`${standin.root}/bot1:t/getUpdates?timeout=30`, { signal: gone.signal });
		await standin.polling();
		gone.abort();
		await expect(hanging).rejects.toThrow();
		const waiting = api<PlainUpdate[]>("getUpdates", { timeout: 30, offset: 0 });
		write("still here");
		expect(texts((await waiting).result)).toEqual(["still here"]);
	});
});

describe("conflicts", () => {
	test("a second poller ends the first with 409", async () => {
		const first = api("getUpdates", { timeout: 30 });
		await standin.polling();
		const second = api<PlainUpdate[]>("getUpdates", { timeout: 30, offset: 0 });
		expect(await first).toMatchObject({
			status: 409,
			error_code: 409,
			description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
		});
		await standin.polling();
		write("for the second");
		expect(texts((await second).result)).toEqual(["for the second"]);
	});

	test("polling while a webhook is set is a conflict, and the second in haste is answered late", async () => {
		await api("setWebhook", { url: "https://shop.example/hook" });
		const words =
			"Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
		expect(await api("getUpdates")).toMatchObject({ status: 409, description: words });

		let isAnswered = false;
		const second = api("getUpdates").then((answer) => {
			isAnswered = true;
			return answer;
		});
		await standin.polling();
		expect(isAnswered).toBe(false);
		standin.advance(3000);
		expect(await second).toMatchObject({ status: 409 });

		await api("deleteWebhook");
		expect(await api("getUpdates")).toMatchObject({ status: 200, result: [] });
	});

	test("setting a webhook ends the poller", async () => {
		const poller = api("getUpdates", { timeout: 30 });
		await standin.polling();
		await api("setWebhook", { url: "https://shop.example/hook" });
		expect(await poller).toMatchObject({ status: 409, description: "Conflict: terminated by setWebhook request" });
	});
});

describe("allowed_updates", () => {
	test("by default reactions are not sent", async () => {
		standin.act({ person: ada }, { do: "start" });
		standin.act({ person: ada }, { do: "react", messageId: 1, emoji: "👍" });
		expect(await poll()).toHaveLength(1);
	});

	test("what was asked for once stays, until something else is asked for", async () => {
		await poll({ allowed_updates: ["message_reaction"] });
		await poll();
		standin.act({ person: ada }, { do: "start" });
		standin.act({ person: ada }, { do: "react", messageId: 1, emoji: "👍" });
		const updates = await poll();
		expect(updates).toHaveLength(1);
		expect(updates[0]).toHaveProperty("message_reaction.new_reaction", [{ type: "emoji", emoji: "👍" }]);
		expect((await api("getWebhookInfo")).result).toMatchObject({ allowed_updates: ["message_reaction"] });

		await poll({ allowed_updates: [] });
		write("hello");
		expect(await poll()).toHaveLength(2);
	});
});

test("a block and its end reach the bot as my_chat_member", async () => {
	standin.act({ person: ada }, { do: "start" });
	standin.act({ person: ada }, { do: "block" });
	standin.act({ person: ada }, { do: "unblock" });
	const [, blocked, back] = await poll();
	expect(blocked?.my_chat_member?.new_chat_member.status).toBe("kicked");
	expect(back?.my_chat_member?.new_chat_member.status).toBe("member");
});

test("a text of 10,000 characters arrives as the three messages that a phone makes of it", async () => {
	write("x".repeat(10_000));
	expect(texts(await poll()).map((text) => text?.length)).toEqual([4096, 4096, 1808]);
});

describe("the queue's own limits", () => {
	const queue = () => new UpdateQueue(someDice(1), () => undefined);

	test("an update of more than half a megabyte is dropped", () => {
		expect(queue().push("message", JSON.stringify("x".repeat(600_000)), "chat/1", 0, 1000)).toBeUndefined();
	});

	test("of more than 100,000 updates the newest are dropped", () => {
		const full = queue();
		for (let count = 0; count < 100_000; count += 1) full.push("message", "{}", "chat/1", 0, 86_400_000);
		expect(full.push("message", "{}", "chat/1", 0, 86_400_000)).toBeUndefined();
		expect(full.size).toBe(100_000);
	});
});
