import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { plainApi } from "./plain-api.ts";
import { startTelegramStandin, type TelegramStandin } from "./server.ts";
import type { Message } from "./shapes.ts";

let standin: TelegramStandin;
let ada: number;
let api: ReturnType<typeof plainApi>;

beforeEach(async () => {
	standin = await startTelegramStandin({ clock: "manual" });
	ada = standin.addCustomer({ name: "Ada Lovelace", username: "ada" }).id;
	standin.act({ person: ada }, { do: "start" });
	api = plainApi(standin);
});

afterEach(() => standin.close());

function send(params: object) {
	return api<Message>("sendMessage", { chat_id: ada, ...params });
}

const refused = (words: string) => ({ ok: false, status: 400, error_code: 400, description: `Bad Request: ${words}` });

describe("a message", () => {
	test("is answered as Telegram answers, and seen", async () => {
		const { result } = await send({ text: "Hello" });
		expect(result).toMatchObject({
			chat: { id: ada, type: "private", first_name: "Ada", last_name: "Lovelace", username: "ada" },
			from: { id: 1, is_bot: true },
			text: "Hello",
		});
		expect(standin.sees(ada)).toMatchObject([
			{ kind: "message", messageId: result.message_id, text: "Hello", buttons: [] },
		]);
		expect(standin.violations()).toEqual([]);
	});

	test.each([
		["a query string", (root: string) => fetch(`${root}/bot1:t/sendMessage?chat_id=${ada}&text=Hello`)],
		[
			"a form",
			(root: string) =>
				fetch(`${root}/bot1:t/sendMessage`, {
					method: "POST",
					body: new URLSearchParams({ chat_id: String(ada), text: "Hello" }),
				}),
		],
		[
			"multipart",
			(root: string) => {
				const body = new FormData();
				body.set("chat_id", String(ada));
				body.set("text", "Hello");
				body.set("disable_notification", "true");
				return fetch(`${root}/bot1:t/sendMessage`, { method: "POST", body });
			},
		],
		["capitals in the method's name", (root: string) => fetch(`${root}/bot1:t/SENDMESSAGE?chat_id=${ada}&text=Hello`)],
	])("may come as %s", async (_way, call) => {
		expect((await call(standin.root)).status).toBe(200);
		expect(standin.sees(ada)).toMatchObject([{ text: "Hello" }]);
		expect(standin.violations()).toEqual([]);
	});

	test("may have 4,096 characters after its tags are read, and not one more", async () => {
		expect((await send({ text: `<b>${"x".repeat(4096)}</b>`, parse_mode: "HTML" })).ok).toBe(true);
		expect(await send({ text: "x".repeat(4097) })).toMatchObject(refused("message is too long"));
		expect(standin.violations()).toMatchObject([{ method: "sendMessage", words: "Bad Request: message is too long" }]);
	});

	test.each([
		[{ text: "" }, "message text is empty"],
		[{}, "message text is empty"],
		[{ text: "  \n " }, "text must be non-empty"],
		[{ text: "hello", chat_id: 99 }, "chat not found"],
		[{ text: "hello", chat_id: "@nobody" }, "chat not found"],
		[{ text: "hello", parse_mode: "BBCode" }, "unsupported parse_mode"],
		[{ text: "hello", reply_parameters: { message_id: 999 } }, "message to be replied not found"],
		[{ text: "hello", message_thread_id: 5 }, "message thread not found"],
	])("%o is refused: %s", async (params, words) => {
		expect(await send(params)).toMatchObject(refused(words));
		expect(standin.sees(ada)).toEqual([]);
	});

	test("loses the white space at its ends", async () => {
		expect((await send({ text: "\n  hello  \n" })).result.text).toBe("hello");
	});

	test("can answer another", async () => {
		const { result } = await send({ text: "Yes?", reply_parameters: { message_id: 1 } });
		expect(result.reply_to_message).toMatchObject({ message_id: 1, text: "/start" });
		expect(
			(await send({ text: "On", reply_parameters: { message_id: 999, allow_sending_without_reply: true } })).ok,
		).toBe(true);
	});
});

describe("who it goes to", () => {
	test("nobody who has not written first", async () => {
		const bob = standin.addCustomer({ name: "Bob" }).id;
		expect(await send({ chat_id: bob, text: "Buy!" })).toMatchObject(refused("chat not found"));
	});

	test("not to one who blocked the bot, until the block is taken back", async () => {
		standin.act({ person: ada }, { do: "block" });
		expect(await send({ text: "Please!" })).toMatchObject({
			status: 403,
			description: "Forbidden: bot was blocked by the user",
		});
		standin.act({ person: ada }, { do: "unblock" });
		expect((await send({ text: "Welcome back" })).ok).toBe(true);
		expect(standin.violations()).toEqual([]);
	});

	test("not to an account that is gone", async () => {
		standin.act({ person: ada }, { do: "deactivate" });
		expect(await send({ text: "Hello?" })).toMatchObject({
			status: 403,
			description: "Forbidden: user is deactivated",
		});
	});

	test("not to a group that threw the bot out", async () => {
		const group = standin.addGroup({ title: "Staff", members: [ada] });
		standin.kickBot(group, 1);
		expect(await send({ chat_id: group, text: "Hi" })).toMatchObject({
			status: 403,
			description: "Forbidden: bot was kicked from the supergroup chat",
		});
	});

	test("to a group that became a supergroup: the answer says where it went", async () => {
		const group = standin.addGroup({ title: "Staff", members: [ada], basic: true });
		const moved = standin.upgradeGroup(group);
		expect(await send({ chat_id: group, text: "Hi" })).toMatchObject({
			...refused("group chat was upgraded to a supergroup chat"),
			parameters: { migrate_to_chat_id: moved },
		});
		expect((await send({ chat_id: moved, text: "Hi" })).ok).toBe(true);
	});
});

describe("tokens and methods", () => {
	test("an unknown token is 401, a token that is none 404", async () => {
		expect(await plainApi(standin, "2:other")("getMe")).toMatchObject({ status: 401, description: "Unauthorized" });
		expect(await plainApi(standin, "nonsense")("getMe")).toMatchObject({ status: 404, description: "Not Found" });
	});

	test("an unknown method is 404, and a violation", async () => {
		expect(await api("sendLove")).toMatchObject({ status: 404, description: "Not Found: method not found" });
		expect(standin.violations()).toHaveLength(1);
	});

	test("a method of Telegram's that the stand-in lacks says so", async () => {
		expect(await api("getStarTransactions")).toMatchObject({ status: 501 });
	});

	test("a parameter that does not exist is overlooked, as Telegram does, and noted", async () => {
		expect((await send({ text: "Hello", txet: "Hello" })).ok).toBe(true);
		expect(standin.violations()).toMatchObject([{ words: 'sendMessage has no parameter "txet"' }]);
	});

	test("a field of an object that does not exist is noted too", async () => {
		const keyboard = { inline_keyboard: [[{ text: "Go", callback_data: "go", colour: "red" }]] };
		await send({ text: "Hello", reply_markup: keyboard });
		expect(standin.violations()).toMatchObject([{ words: 'inline_keyboard has no field "colour"' }]);
	});

	test.each([
		["getUpdates", { limit: "many" }, 'can\'t parse limit: field "limit" must be of type Number'],
		["setMyCommands", { commands: [{ command: "start" }] }, "can't parse commands: can't find field \"description\""],
		["setMyCommands", { commands: [{ command: "Start!", description: "x" }] }, "BOT_COMMAND_INVALID"],
		["sendLocation", { latitude: 100, longitude: 0 }, "invalid location specified"],
		["sendContact", { phone_number: "+7900", first_name: "" }, "first name must be non-empty"],
		["sendChatAction", { action: "dancing" }, "wrong parameter action in request"],
		["setMessageReaction", { message_id: 1, reaction: [{ type: "emoji", emoji: "🚜" }] }, "REACTION_INVALID"],
		["sendMessageDraft", { draft_id: 0, text: "…" }, "draft identifier must be non-zero"],
	])("%s %o is refused", async (method, params, words) => {
		const withChat =
			method.startsWith("send") || method === "setMessageReaction" ? { chat_id: ada, ...params } : params;
		expect(await api(method, withChat)).toMatchObject(refused(words));
	});

	test("JSON that is none is refused", async () => {
		const response = await fetch(`${standin.root}/bot1:t/getMe`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: "{",
		});
		expect(await response.json()).toMatchObject({ ok: false, error_code: 400 });
	});
});

describe("keyboards", () => {
	const button = (more: object) => ({ inline_keyboard: [[{ text: "Go", ...more }]] });

	test.each([
		["no object", "object expected as reply markup"],
		[{ inline_keyboard: "no rows" }, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'],
		[{ inline_keyboard: [[{ callback_data: "x" }]] }, "can't parse inline keyboard button: Can't find field \"text\""],
		[button({}), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"],
		[
			button({ callback_data: "" }),
			"can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
		],
		[button({ callback_data: "я".repeat(33) }), "BUTTON_DATA_INVALID"],
		[button({ url: "ftp://x.example" }), "inline keyboard button URL 'ftp://x.example' is invalid: Wrong HTTP URL"],
		[button({ pay: true }), "BUTTON_TYPE_INVALID"],
		[
			{ inline_keyboard: Array.from({ length: 101 }, (_, at) => [{ text: "x", callback_data: String(at) }]) },
			"reply markup is too long",
		],
	])("%o is refused", async (reply_markup, words) => {
		expect(await send({ text: "Hello", reply_markup })).toMatchObject(refused(words));
	});

	test("64 bytes of data are allowed, in any letters", async () => {
		expect((await send({ text: "Hello", reply_markup: button({ callback_data: "я".repeat(32) }) })).ok).toBe(true);
	});

	test("may come as JSON in a form", async () => {
		const body = new URLSearchParams({
			chat_id: String(ada),
			text: "Hello",
			reply_markup: JSON.stringify(button({ callback_data: "x" })),
		});
		expect((await fetch(`${standin.root}/bot1:t/sendMessage`, { method: "POST", body })).status).toBe(200);
		expect(standin.sees(ada)).toMatchObject([{ buttons: [["Go"]], keyboard: "inline" }]);
		expect(standin.violations()).toEqual([]);
	});

	test("JSON that is none is refused", async () => {
		expect(await send({ text: "Hello", reply_markup: "{nonsense" })).toMatchObject(
			refused("can't parse reply keyboard markup JSON object"),
		);
	});

	test("a keyboard in place of the letters stays until it is taken away", async () => {
		await send({
			text: "Where to?",
			reply_markup: { keyboard: [["Here", { text: "My place", request_location: true }]] },
		});
		expect(
			standin
				.screen(ada)
				.keyboard?.keyboard.flat()
				.map(({ text }) => text),
		).toEqual(["Here", "My place"]);
		standin.act({ person: ada }, { do: "press", button: "My place" });
		expect(standin.screen(ada).messages.at(-1)).toMatchObject({ location: { latitude: 55.7522 } });
		await send({ text: "Thanks", reply_markup: { remove_keyboard: true } });
		expect(standin.screen(ada).keyboard).toBeUndefined();
	});

	test("a telephone number can be asked for in private chats only", async () => {
		const group = standin.addGroup({ title: "Staff", members: [ada] });
		const reply_markup = { keyboard: [[{ text: "Number", request_contact: true }]] };
		expect(await send({ chat_id: group, text: "?", reply_markup })).toMatchObject(
			refused("phone number can be requested in private chats only"),
		);
	});
});

describe("too much, too fast", () => {
	test("to one person: a small burst, then one a second", async () => {
		for (let count = 0; count < 3; count += 1) expect((await send({ text: `${count}` })).ok).toBe(true);
		expect(await send({ text: "too fast" })).toMatchObject({
			status: 429,
			description: "Too Many Requests: retry after 1",
			parameters: { retry_after: 1 },
		});
		standin.advance(1000);
		expect((await send({ text: "in time" })).ok).toBe(true);
		expect(standin.sees(ada)).toHaveLength(4);
	});

	test("to a group: twenty a minute, edits among them", async () => {
		const group = standin.addGroup({ title: "Staff", members: [ada] });
		for (let count = 0; count < 19; count += 1)
			expect((await send({ chat_id: group, text: `${count}` })).ok).toBe(true);
		expect((await api("editMessageText", { chat_id: group, message_id: 1, text: "edited" })).ok).toBe(true);
		expect(await send({ chat_id: group, text: "21" })).toMatchObject({ status: 429, parameters: { retry_after: 3 } });
		standin.advance(3000);
		expect((await send({ chat_id: group, text: "21" })).ok).toBe(true);
	});

	test("to everyone: thirty a second", async () => {
		const people = Array.from({ length: 31 }, (_, at) => standin.addCustomer({ name: `Customer ${at}` }).id);
		for (const person of people) standin.act({ person }, { do: "start" });
		const answers = [];
		for (const person of people) answers.push((await send({ chat_id: person, text: "News" })).status);
		expect(answers).toEqual([...Array(30).fill(200), 429]);
	});

	test("whoever sends before the pause is over breaks a rule, once the 429 had time to arrive", async () => {
		for (let count = 0; count < 4; count += 1) await send({ text: `${count}` });
		await send({ text: "was on its way" });
		expect(standin.violations()).toEqual([]);
		standin.advance(400);
		await send({ text: "too early" });
		expect(standin.violations()).toMatchObject([{ words: "sent 600 ms before retry_after was over" }]);
	});
});

describe("albums", () => {
	const picture = "https://shop.example/tea.jpg";

	test("two to ten pictures arrive as one group, the caption on the first", async () => {
		const media = [
			{ type: "photo", media: picture, caption: "<b>Tea</b>", parse_mode: "HTML" },
			{ type: "video", media: picture },
		];
		const { result } = await api<Message[]>("sendMediaGroup", { chat_id: ada, media });
		expect(result).toHaveLength(2);
		expect(result[0]).toMatchObject({ caption: "Tea", caption_entities: [{ type: "bold", offset: 0, length: 3 }] });
		expect(new Set(result.map(({ media_group_id }) => media_group_id)).size).toBe(1);
		expect(standin.violations()).toEqual([]);
	});

	test.each([1, 11])("%i are refused", async (count) => {
		const media = Array.from({ length: count }, () => ({ type: "photo", media: picture }));
		expect(await api("sendMediaGroup", { chat_id: ada, media })).toMatchObject(
			refused("media group must include 2-10 items"),
		);
	});

	test("documents and pictures do not mix", async () => {
		const media = [
			{ type: "photo", media: picture },
			{ type: "document", media: picture },
		];
		expect(await api("sendMediaGroup", { chat_id: ada, media })).toMatchObject(
			refused("can't mix documents and audio with other media in an album"),
		);
	});

	test("a caption may have 1,024 characters", async () => {
		expect((await api("sendPhoto", { chat_id: ada, photo: picture, caption: "x".repeat(1024) })).ok).toBe(true);
		expect(await api("sendPhoto", { chat_id: ada, photo: picture, caption: "x".repeat(1025) })).toMatchObject(
			refused("message caption is too long"),
		);
	});
});

test("a bot's typing and its drafts are seen and leave nothing behind", async () => {
	await api("sendChatAction", { chat_id: ada, action: "typing" });
	await api("sendMessageDraft", { chat_id: ada, draft_id: 7, text: "I am thin" });
	expect(standin.sees(ada)).toMatchObject([
		{ kind: "action", action: "typing" },
		{ kind: "draft", draftId: 7, text: "I am thin" },
	]);
	expect(standin.screen(ada).messages).toHaveLength(1);
});

test("commands and descriptions are kept by scope and language", async () => {
	const commands = [{ command: "order", description: "Order something" }];
	await api("setMyCommands", { commands });
	await api("setMyCommands", { commands: [], scope: { type: "chat", chat_id: ada } });
	await api("setMyDescription", { description: "A village shop", language_code: "en" });
	expect((await api("getMyCommands")).result).toEqual(commands);
	expect((await api("getMyCommands", { scope: { type: "chat", chat_id: ada } })).result).toEqual([]);
	expect((await api("getMyDescription", { language_code: "en" })).result).toEqual({ description: "A village shop" });
	expect((await api("getMyDescription")).result).toEqual({ description: "" });
	expect(standin.violations()).toEqual([]);
});

test("forwarding names the writer, copying does not", async () => {
	const forwarded = await api<Message>("forwardMessage", { chat_id: ada, from_chat_id: ada, message_id: 1 });
	expect(forwarded.result).toMatchObject({
		text: "/start",
		forward_origin: { type: "user", sender_user: { id: ada } },
	});
	const copied = await api<Message>("copyMessage", { chat_id: ada, from_chat_id: ada, message_id: 1 });
	expect(Object.keys(copied.result)).toEqual(["message_id"]);
});
