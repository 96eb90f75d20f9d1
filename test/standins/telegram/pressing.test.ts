import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type PlainUpdate, plainApi } from "./plain-api.ts";
import { startTelegramStandin, type TelegramStandin } from "./server.ts";
import type { Message } from "./shapes.ts";

let standin: TelegramStandin;
let ada: number;
let api: ReturnType<typeof plainApi>;

beforeEach(async () => {
	standin = await startTelegramStandin({ clock: "manual", limits: "off" });
	ada = standin.addCustomer({ name: "Ada" }).id;
	standin.act({ person: ada }, { do: "start" });
	api = plainApi(standin);
});

afterEach(() => standin.close());

const tooOld = {
	status: 400,
	description: "Bad Request: query is too old and response timeout expired or query ID is invalid",
};

async function lastUpdate(): Promise<PlainUpdate | undefined> {
	standin.advance(4000);
	return (await api<PlainUpdate[]>("getUpdates")).result.at(-1);
}

describe("a button", () => {
	const keyboard = { inline_keyboard: [[{ text: "Buy", callback_data: "buy:1" }]] };

	async function press(): Promise<string> {
		await api("sendMessage", { chat_id: ada, text: "Tea?", reply_markup: keyboard });
		standin.act({ person: ada }, { do: "press", button: "Buy" });
		return (await lastUpdate())?.callback_query?.id ?? "";
	}

	test("is pressed by its label, and the bot's answer is seen", async () => {
		const id = await press();
		expect((await api("answerCallbackQuery", { callback_query_id: id, text: "Bought", show_alert: true })).result).toBe(
			true,
		);
		expect(standin.sees(ada).at(-1)).toMatchObject({ kind: "answer", person: ada, text: "Bought", alert: true });
	});

	test("is answered once, and not too late", async () => {
		const id = await press();
		await api("answerCallbackQuery", { callback_query_id: id });
		expect(await api("answerCallbackQuery", { callback_query_id: id })).toMatchObject(tooOld);

		const late = await press();
		standin.advance(30_000);
		expect(await api("answerCallbackQuery", { callback_query_id: late })).toMatchObject(tooOld);
		expect(standin.violations()).toEqual([]);
	});

	test("may be answered with 200 characters", async () => {
		const id = await press();
		const answer = { callback_query_id: id, text: "x".repeat(201) };
		expect(await api("answerCallbackQuery", answer)).toMatchObject({ description: "Bad Request: MESSAGE_TOO_LONG" });
		expect((await api("answerCallbackQuery", { ...answer, text: "x".repeat(200) })).ok).toBe(true);
	});

	test("that is not there cannot be pressed, and the error names those that are", async () => {
		await press();
		expect(() => standin.act({ person: ada }, { do: "press", button: "Sell" })).toThrow('There are: "Buy"');
	});

	test("can be forged by a modified client", async () => {
		await press();
		standin.act({ person: ada }, { do: "forge", data: "buy:999", messageId: 2 });
		expect((await lastUpdate())?.callback_query?.data).toBe("buy:999");
	});
});

describe("an invoice", () => {
	const invoice = {
		title: "Order 7",
		description: "Green tea",
		payload: "order-7",
		provider_token: "test:1",
		currency: "RUB",
		prices: [{ label: "Tea", amount: 10_000 }],
	};

	async function checkout(): Promise<string> {
		await api("sendInvoice", { chat_id: ada, ...invoice });
		standin.act({ person: ada }, { do: "pay" });
		return (await lastUpdate())?.pre_checkout_query?.id ?? "";
	}

	test("is paid when the bot agrees: the proof follows", async () => {
		const id = await checkout();
		await api("answerPreCheckoutQuery", { pre_checkout_query_id: id, ok: true });
		expect((await lastUpdate())?.message).toMatchObject({
			successful_payment: { total_amount: 10_000, currency: "RUB", invoice_payload: "order-7" },
		});
		expect(standin.sees(ada).at(-1)).toMatchObject({ kind: "payment", outcome: "paid" });
	});

	test("is not paid when the bot refuses, and the person reads why", async () => {
		const id = await checkout();
		await api("answerPreCheckoutQuery", { pre_checkout_query_id: id, ok: false, error_message: "Sold out" });
		expect(standin.sees(ada).at(-1)).toMatchObject({ kind: "payment", outcome: "refused", words: "Sold out" });
	});

	test("is lost when the bot stays silent for ten seconds, and the answer comes too late", async () => {
		const id = await checkout();
		standin.advance(10_001);
		expect(standin.sees(ada).at(-1)).toMatchObject({ kind: "payment", outcome: "timed out" });
		expect(await api("answerPreCheckoutQuery", { pre_checkout_query_id: id, ok: true })).toMatchObject(tooOld);
	});

	test.each([
		[{ title: "x".repeat(33) }, "INVOICE_TITLE_INVALID"],
		[{ description: "" }, "INVOICE_DESCRIPTION_INVALID"],
		[{ payload: "я".repeat(65) }, "INVOICE_PAYLOAD_INVALID"],
		[{ provider_token: "" }, "PAYMENT_PROVIDER_INVALID"],
		[{ currency: "XTR" }, "PAYMENT_PROVIDER_INVALID"],
		[
			{
				currency: "XTR",
				provider_token: "",
				prices: [
					{ label: "a", amount: 1 },
					{ label: "b", amount: 1 },
				],
			},
			"STARS_INVOICE_INVALID",
		],
		[{ prices: [{ label: "Gift", amount: 0 }] }, "CURRENCY_TOTAL_AMOUNT_INVALID"],
	])("%o is refused", async (change, words) => {
		expect(await api("sendInvoice", { chat_id: ada, ...invoice, ...change })).toMatchObject({
			status: 400,
			description: `Bad Request: ${words}`,
		});
	});
});

describe("a forum of the staff", () => {
	test("has topics, and a message knows its topic both ways", async () => {
		const group = standin.addGroup({ title: "Staff", forum: true, members: [ada] });
		const topic = await api<{ message_thread_id: number }>("createForumTopic", { chat_id: group, name: "Ada's order" });
		const thread = topic.result.message_thread_id;
		const sent = await api<Message>("sendMessage", { chat_id: group, message_thread_id: thread, text: "New order" });
		expect(sent.result).toMatchObject({ message_thread_id: thread, is_topic_message: true });

		standin.act({ person: ada, group, thread }, { do: "write", text: "I take it" });
		expect((await lastUpdate())?.message).toMatchObject({
			text: "I take it",
			message_thread_id: thread,
			chat: { id: group },
		});

		expect((await api("closeForumTopic", { chat_id: group, message_thread_id: thread })).ok).toBe(true);
		expect(await api("closeForumTopic", { chat_id: group, message_thread_id: thread })).toMatchObject({
			description: "Bad Request: TOPIC_NOT_MODIFIED",
		});
		expect((await api("deleteForumTopic", { chat_id: group, message_thread_id: thread })).ok).toBe(true);
		expect(await api("sendMessage", { chat_id: group, message_thread_id: thread, text: "Hello?" })).toMatchObject({
			description: "Bad Request: message thread not found",
		});
	});

	test("lets only administrators make topics, with a name of 1 to 128 characters", async () => {
		const guest = standin.addGroup({ title: "Staff", forum: true, members: [ada], as: "member" });
		expect(await api("createForumTopic", { chat_id: guest, name: "x" })).toMatchObject({
			description: "Bad Request: not enough rights to create a topic",
		});
		const group = standin.addGroup({ title: "Staff", forum: true, members: [ada] });
		expect(await api("createForumTopic", { chat_id: group, name: "x".repeat(129) })).toMatchObject({
			description: "Bad Request: TOPIC_TITLE_INVALID",
		});
		const plain = standin.addGroup({ title: "Friends", members: [ada] });
		expect(await api("createForumTopic", { chat_id: plain, name: "x" })).toMatchObject({
			description: "Bad Request: the chat is not a forum",
		});
	});

	test("a bot without rights hears commands and replies only", async () => {
		const group = standin.addGroup({ title: "Friends", members: [ada], as: "member" });
		standin.act({ person: ada, group }, { do: "write", text: "small talk" });
		standin.act({ person: ada, group }, { do: "write", text: "/help" });
		standin.advance(4000);
		const { result } = await api<PlainUpdate[]>("getUpdates");
		expect(result.flatMap(({ message }) => message?.text ?? [])).toEqual(["/start", "/help"]);
	});
});
