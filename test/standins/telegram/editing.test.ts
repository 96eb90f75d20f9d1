import { afterEach, beforeEach, expect, test } from "vitest";
import { plainApi } from "./plain-api.ts";
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

const keyboard = { inline_keyboard: [[{ text: "Buy", callback_data: "buy" }]] };
const refused = (words: string) => ({ status: 400, description: `Bad Request: ${words}` });

async function sent(params: object): Promise<number> {
	return (await api<Message>("sendMessage", { chat_id: ada, ...params })).result.message_id;
}

test("a text and its keyboard are replaced, and the phone shows the new version", async () => {
	const message_id = await sent({ text: "Tea: 100 ₽", reply_markup: keyboard });
	standin.advance(5000);
	const { result } = await api<Message>("editMessageText", { chat_id: ada, message_id, text: "Tea: 90 ₽" });
	expect(result).toMatchObject({ text: "Tea: 90 ₽", edit_date: Math.floor(standin.clock.now() / 1000) });
	expect(result.reply_markup).toBeUndefined();
	expect(standin.sees(ada).at(-1)).toMatchObject({
		kind: "edit",
		messageId: message_id,
		text: "Tea: 90 ₽",
		buttons: [],
	});
	expect(standin.screen(ada).messages.at(-1)?.text).toBe("Tea: 90 ₽");
});

test("an edit that changes nothing is refused, and is nobody's fault", async () => {
	const message_id = await sent({ text: "<b>Tea</b>", parse_mode: "HTML", reply_markup: keyboard });
	const same = { chat_id: ada, message_id, text: "<strong>Tea</strong>", parse_mode: "HTML", reply_markup: keyboard };
	expect(await api("editMessageText", same)).toMatchObject(
		refused(
			"message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
		),
	);
	expect((await api("editMessageText", { ...same, text: "Tea" })).ok).toBe(true);
	expect(standin.violations()).toEqual([]);
});

test.each([
	["a message that is not there", 999, "message to edit not found"],
	["somebody else's message", 1, "message can't be edited"],
])("%s cannot be edited", async (_what, message_id, words) => {
	expect(await api("editMessageText", { chat_id: ada, message_id, text: "x" })).toMatchObject(refused(words));
});

test("a message that brought a keyboard in place of the letters cannot be edited", async () => {
	const message_id = await sent({ text: "Where to?", reply_markup: { keyboard: [["Home"]] } });
	expect(await api("editMessageText", { chat_id: ada, message_id, text: "Where?" })).toMatchObject(
		refused("message can't be edited"),
	);
});

test("a text has no caption, and a picture no text", async () => {
	const text = await sent({ text: "Tea" });
	const photo = (
		await api<Message>("sendPhoto", { chat_id: ada, photo: "https://shop.example/tea.png", caption: "Tea" })
	).result;
	expect(await api("editMessageCaption", { chat_id: ada, message_id: text, caption: "x" })).toMatchObject(
		refused("there is no caption in the message to edit"),
	);
	expect(await api("editMessageText", { chat_id: ada, message_id: photo.message_id, text: "x" })).toMatchObject(
		refused("there is no text in the message to edit"),
	);
	const edited = await api<Message>("editMessageCaption", {
		chat_id: ada,
		message_id: photo.message_id,
		caption: "Green tea",
	});
	expect(edited.result).toMatchObject({ caption: "Green tea", photo: photo.photo });
});

test("a picture is replaced by another", async () => {
	const photo = (await api<Message>("sendPhoto", { chat_id: ada, photo: "https://shop.example/tea.png" })).result;
	const media = { type: "photo", media: "https://shop.example/coffee.png", caption: "Coffee" };
	const { result } = await api<Message>("editMessageMedia", { chat_id: ada, message_id: photo.message_id, media });
	expect(result.caption).toBe("Coffee");
	expect(result.photo?.[0]?.file_id).not.toBe(photo.photo?.[0]?.file_id);
});

test("only the buttons are replaced", async () => {
	const message_id = await sent({ text: "Tea", reply_markup: keyboard });
	const { result } = await api<Message>("editMessageReplyMarkup", { chat_id: ada, message_id });
	expect(result.text).toBe("Tea");
	expect(result.reply_markup).toBeUndefined();
});

test("a deleted message is gone from the phone, once", async () => {
	const message_id = await sent({ text: "Oops" });
	expect((await api("deleteMessage", { chat_id: ada, message_id })).result).toBe(true);
	expect(standin.screen(ada).messages.map(({ text }) => text)).toEqual(["/start"]);
	expect(standin.sees(ada).at(-1)).toMatchObject({ kind: "deletion", messageIds: [message_id] });
	expect(await api("deleteMessage", { chat_id: ada, message_id })).toMatchObject(
		refused("message to delete not found"),
	);
});

test("after 48 hours a message stays", async () => {
	const message_id = await sent({ text: "Old" });
	standin.advance(49 * 3600 * 1000);
	expect(await api("deleteMessage", { chat_id: ada, message_id })).toMatchObject(
		refused("message can't be deleted for everyone"),
	);
});

test("a person's edit arrives as edited_message", async () => {
	standin.act({ person: ada }, { do: "edit", messageId: 1, text: "/start please" });
	const { result } = await api<object[]>("getUpdates");
	expect(result.at(-1)).toMatchObject({ edited_message: { message_id: 1, text: "/start please" } });
});
