import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { extractMethods } from "./extract-methods.mjs";
import { checkOfType, returnsOf, tableVersion } from "./method-table.ts";
import table from "./methods.json" with { type: "json" };
import { plainApi } from "./plain-api.ts";
import { startTelegramStandin, type TelegramStandin } from "./server.ts";
import type { Message } from "./shapes.ts";

const described = new URL("../../../../shared/data/telegram-bot-api-10.1.json", import.meta.url);

let standin: TelegramStandin;
let ada: number;

beforeEach(async () => {
	standin = await startTelegramStandin({ clock: "manual", limits: "off" });
	ada = standin.addCustomer({ name: "Ada Lovelace", username: "ada" }).id;
});

afterEach(() => standin.close());

/** What the Bot API's description has against a value of this type. */
function complaints(type: string, value: unknown): string[] {
	const found: string[] = [];
	checkOfType(type)(value, type, ({ words }) => found.push(words));
	return found;
}

describe("the table of methods", () => {
	test("is Bot API 10.1 with all its methods", () => {
		expect(tableVersion).toBe("Bot API 10.1");
		expect(Object.keys(table.methods)).toHaveLength(180);
	});

	test("knows the methods that the shop lives by, and is what the full description says where that is at hand", () => {
		expect(Object.keys(table.methods)).toEqual(expect.arrayContaining(["getUpdates", "sendMessage", "setWebhook"]));
		if (existsSync(described)) expect(extractMethods(JSON.parse(readFileSync(described, "utf8")))).toEqual(table);
	});
});

describe("what the stand-in says is what Telegram says", () => {
	test("every update that a customer can cause fits the description", async () => {
		const api = plainApi(standin);
		const all = [
			"message",
			"edited_message",
			"callback_query",
			"my_chat_member",
			"message_reaction",
			"pre_checkout_query",
		];
		await api("getUpdates", { allowed_updates: all });
		const doer = { person: ada };
		standin.act(doer, { do: "start", payload: "spring" });
		for (const kind of [
			"photo",
			"document",
			"video",
			"animation",
			"audio",
			"voice",
			"video_note",
			"sticker",
		] as const) {
			standin.act(doer, { do: "send", what: { kind }, caption: "Look" });
		}
		standin.act(doer, { do: "album", items: [{ kind: "photo" }, { kind: "photo" }], caption: "Two" });
		standin.act(doer, { do: "locate", latitude: 55.75, longitude: 37.61 });
		standin.act(doer, { do: "contact" });
		standin.act(doer, { do: "contact", of: { name: "Bob", phone: "+79001112233" } });
		standin.act(doer, { do: "write", text: "See https://shop.example #tea @bob", replyTo: 1 });
		standin.act(doer, { do: "edit", messageId: 1, text: "/start again" });
		standin.act(doer, { do: "react", messageId: 1, emoji: "👍" });
		const reply_markup = { inline_keyboard: [[{ text: "Buy", callback_data: "buy" }]] };
		await api("sendMessage", { chat_id: ada, text: "Tea?", reply_markup });
		standin.act(doer, { do: "press", button: "Buy" });
		const prices = [{ label: "Tea", amount: 100 }];
		await api("sendInvoice", {
			chat_id: ada,
			title: "Tea",
			description: "Green",
			payload: "1",
			currency: "XTR",
			prices,
		});
		standin.act(doer, { do: "pay" });
		standin.advance(4000);
		const waiting = await api<{ pre_checkout_query?: { id: string } }[]>("getUpdates");
		const checkout = waiting.result.at(-1)?.pre_checkout_query?.id;
		await api("answerPreCheckoutQuery", { pre_checkout_query_id: checkout, ok: true });
		standin.act(doer, { do: "block" });
		standin.act(doer, { do: "unblock" });
		const group = standin.addGroup({ title: "Staff", members: [ada], basic: true });
		standin.upgradeGroup(group);
		standin.kickBot(standin.addGroup({ title: "Others", members: [ada] }), 1);

		standin.advance(4000);
		const { result } = await api<object[]>("getUpdates");
		expect(result.length).toBeGreaterThan(25);
		for (const update of result)
			expect({ update, complaints: complaints("Update", update) }).toEqual({ update, complaints: [] });
		expect(standin.violations()).toEqual([]);
	});

	test("every answer fits the description", async () => {
		const api = plainApi(standin);
		standin.act({ person: ada }, { do: "start" });
		const group = standin.addGroup({ title: "Staff", forum: true, members: [ada] });
		const picture = "https://shop.example/tea.png";
		const toAda = { chat_id: ada };
		const message = await api<Message>("sendPhoto", { ...toAda, photo: picture, caption: "Tea" });
		const { message_id } = message.result;
		const topic = await api<{ message_thread_id: number }>("createForumTopic", { chat_id: group, name: "Orders" });
		const calls: [string, object][] = [
			["getMe", {}],
			["sendMessage", { ...toAda, text: "<b>Hi</b> <a href='https://x.example'>x</a>", parse_mode: "HTML" }],
			["sendDocument", { ...toAda, document: picture }],
			["sendVideo", { ...toAda, video: picture }],
			["sendAnimation", { ...toAda, animation: picture }],
			["sendAudio", { ...toAda, audio: picture }],
			["sendVoice", { ...toAda, voice: picture }],
			["sendSticker", { ...toAda, sticker: picture }],
			["sendVideoNote", { ...toAda, video_note: picture }],
			[
				"sendMediaGroup",
				{
					...toAda,
					media: [
						{ type: "photo", media: picture },
						{ type: "video", media: picture },
					],
				},
			],
			["sendLocation", { ...toAda, latitude: 1, longitude: 2 }],
			["sendVenue", { ...toAda, latitude: 1, longitude: 2, title: "Shop", address: "Main street" }],
			["sendContact", { ...toAda, phone_number: "+7900", first_name: "Shop" }],
			["sendDice", toAda],
			["sendChatAction", { ...toAda, action: "typing" }],
			["sendMessageDraft", { ...toAda, draft_id: 1, text: "…" }],
			["editMessageCaption", { ...toAda, message_id, caption: "Green tea" }],
			[
				"editMessageReplyMarkup",
				{ ...toAda, message_id, reply_markup: { inline_keyboard: [[{ text: "x", callback_data: "x" }]] } },
			],
			["setMessageReaction", { ...toAda, message_id, reaction: [{ type: "emoji", emoji: "👍" }] }],
			["forwardMessage", { ...toAda, from_chat_id: ada, message_id }],
			["copyMessage", { ...toAda, from_chat_id: ada, message_id }],
			["getFile", { file_id: message.result.photo?.[0]?.file_id }],
			["getChat", toAda],
			["getChat", { chat_id: group }],
			["getChatMember", { chat_id: group, user_id: 1 }],
			["getChatMember", { chat_id: group, user_id: ada }],
			["getChatMemberCount", { chat_id: group }],
			["getChatAdministrators", { chat_id: group }],
			["createForumTopic", { chat_id: group, name: "More" }],
			["closeForumTopic", { chat_id: group, message_thread_id: topic.result.message_thread_id }],
			["setMyCommands", { commands: [{ command: "start", description: "Begin" }] }],
			["getMyCommands", {}],
			["getMyDescription", {}],
			["getMyShortDescription", {}],
			["getMyName", {}],
			["getChatMenuButton", {}],
			["getWebhookInfo", {}],
			["deleteMessage", { ...toAda, message_id }],
		];
		for (const [method, params] of calls) {
			const { ok, result, description } = await api(method, params);
			expect({ method, ok, description }).toEqual({ method, ok: true, description: undefined });
			const type = returnsOf(method) ?? "";
			expect({ method, complaints: complaints(type, result) }).toEqual({ method, complaints: [] });
		}
		expect(standin.violations()).toEqual([]);
	});
});

describe("the journal", () => {
	test("tells each call, its outcome, and what became of each update", async () => {
		const api = plainApi(standin);
		standin.act({ person: ada }, { do: "start" });
		const [update] = (await api<{ update_id: number }[]>("getUpdates")).result;
		await api("getUpdates", { offset: (update?.update_id ?? 0) + 1 });
		await api("sendMessage", { chat_id: ada, text: "Welcome" });
		await api("sendMessage", { chat_id: 5, text: "Who?" });

		expect(standin.calls("sendMessage")).toMatchObject([
			{ params: { text: "Welcome" }, outcome: { kind: "ok", result: { text: "Welcome" } } },
			{ params: { text: "Who?" }, outcome: { kind: "refused", code: 400, description: "Bad Request: chat not found" } },
		]);
		expect([...standin.journal.updates.values()]).toMatchObject([{ kind: "message", handed: 1, fate: "confirmed" }]);
		expect(standin.journal.counts).toMatchObject({
			sendMessage: { ok: 1, refused: 1 },
			getUpdates: { ok: 2, refused: 0 },
		});
	});

	test("of a benchmark keeps numbers only, and anyone may be written to", async () => {
		const bench = await startTelegramStandin({ journal: "counts", strangers: "welcome", limits: "off" });
		const api = plainApi(bench);
		for (const chat_id of [11, 12, 13]) expect((await api("sendMessage", { chat_id, text: "News" })).ok).toBe(true);
		expect(bench.journal.counts.sendMessage).toEqual({ ok: 3, refused: 0 });
		expect(bench.calls()).toEqual([]);
		expect(bench.journal.sights).toEqual([]);
		await bench.close();
	});
});
