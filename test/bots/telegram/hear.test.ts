import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hear } from "#bots/telegram/hear.ts";

const NOW = new Date("2026-03-01T09:00:00Z");
const EAR = { account: "telegram:7000001", at: NOW };
const DATE = 1_772_355_600;
const AT = new Date(DATE * 1000);
const chat = { id: 42, type: "private", first_name: "Ада" };
const from = { id: 42, is_bot: false, first_name: "Ада", last_name: "Лавлейс", username: "ada", language_code: "ru" };
const group = { id: -100200, type: "supergroup", title: "Чат" };
const message = (more: object) => ({ update_id: 7, message: { message_id: 5, date: DATE, chat, from, ...more } });
const photo = (file_id: string, side: number) => ({
	file_id,
	file_unique_id: file_id,
	width: side,
	height: side,
	file_size: side,
});
const document = {
	file_id: "doc",
	file_unique_id: "u",
	file_name: "чек.pdf",
	mime_type: "application/pdf",
	file_size: 9,
};
const says = (more: object) => ({ kind: "message", id: "5", text: "", media: [], ...more });

describe("what a customer does is heard", () => {
	test.each<[string, object, object]>([
		["writes", message({ text: "Два чая" }), says({ text: "Два чая" })],
		["writes with broken letters", message({ text: "е\u0308ж\u0000 \ud83d" }), says({ text: "ёж \ufffd" })],
		[
			"answers a message",
			message({ text: "да", reply_to_message: { message_id: 3 } }),
			says({ text: "да", replyTo: "3" }),
		],
		[
			"forwards",
			message({ text: "смотри", forward_origin: { type: "user" } }),
			says({ text: "смотри", forwarded: true }),
		],
		[
			"gives a command",
			message({ text: "/Order@shop_bot чай  зелёный " }),
			{ kind: "command", id: "5", name: "order", argument: "чай  зелёный" },
		],
		["gives a bare command", message({ text: "/menu" }), { kind: "command", id: "5", name: "menu", argument: "" }],
		[
			"gives a command over lines",
			message({ text: "/say раз\nдва" }),
			{ kind: "command", id: "5", name: "say", argument: "раз\nдва" },
		],
		[
			"forwards a command, which is not given",
			message({ text: "/order", forward_origin: {} }),
			says({ text: "/order", forwarded: true }),
		],
		["only seems to give a command", message({ text: "/ заказ" }), says({ text: "/ заказ" })],
		["follows a link", message({ text: "/start promo_7-a" }), { kind: "link", id: "5", payload: "promo_7-a" }],
		["starts without a link", message({ text: "/start" }), { kind: "command", id: "5", name: "start", argument: "" }],
		[
			"starts with something no link can hold",
			message({ text: "/start '; DROP TABLE" }),
			{ kind: "command", id: "5", name: "start", argument: "'; DROP TABLE" },
		],
		[
			"shares the own number",
			message({ contact: { phone_number: "79160000000", first_name: "Ада", user_id: 42 } }),
			says({ contact: { phone: "+79160000000", name: "Ада", own: true } }),
		],
		[
			"sends a friend's card",
			message({ contact: { phone_number: "8 916 111", first_name: "Боб", last_name: "Б", user_id: 43 } }),
			says({ contact: { phone: "8 916 111", name: "Боб Б", own: false } }),
		],
		[
			"sends a card of nobody known",
			message({ contact: { phone_number: "123", first_name: "Х" } }),
			says({ contact: { phone: "123", name: "Х", own: false } }),
		],
		[
			"forwards a card with the own name on it",
			message({ forward_origin: {}, contact: { phone_number: "79160000000", first_name: "Ада", user_id: 42 } }),
			says({ forwarded: true, contact: { phone: "79160000000", name: "Ада", own: false } }),
		],
		[
			"sends a place",
			message({ location: { latitude: 55.7, longitude: 37.6 } }),
			says({ location: { lat: 55.7, lon: 37.6 } }),
		],
		[
			"sends a venue",
			message({
				location: { latitude: 1, longitude: 2 },
				venue: { location: { latitude: 55.7, longitude: 37.6 }, title: "Дом", address: "Лесная, 5" },
			}),
			says({ location: { lat: 55.7, lon: 37.6, title: "Дом", address: "Лесная, 5" } }),
		],
		[
			"sends a photo, of which we take the largest",
			message({ photo: [photo("s", 90), photo("l", 1280), photo("m", 320)], caption: "вот" }),
			says({ text: "вот", media: [{ kind: "photo", ref: "l", size: 1280 }] }),
		],
		[
			"sends a document",
			message({ document }),
			says({ media: [{ kind: "document", ref: "doc", name: "чек.pdf", mime: "application/pdf", size: 9 }] }),
		],
		[
			"sends an animation, which is not a document too",
			message({ animation: { file_id: "gif" }, document }),
			says({ media: [{ kind: "animation", ref: "gif" }] }),
		],
		[
			"sends a video",
			message({ video: { file_id: "v", mime_type: "video/mp4" } }),
			says({ media: [{ kind: "video", ref: "v", mime: "video/mp4" }] }),
		],
		[
			"speaks",
			message({ voice: { file_id: "o", mime_type: "audio/ogg", file_size: 3 } }),
			says({ media: [{ kind: "voice", ref: "o", mime: "audio/ogg", size: 3 }] }),
		],
		[
			"sends a song",
			message({ audio: { file_id: "a", file_name: "a.mp3" } }),
			says({ media: [{ kind: "audio", ref: "a", name: "a.mp3" }] }),
		],
		[
			"sends a round video",
			message({ video_note: { file_id: "n" } }),
			says({ media: [{ kind: "video_note", ref: "n" }] }),
		],
		[
			"sends a sticker",
			message({ sticker: { file_id: "s", emoji: "👍" } }),
			says({ media: [{ kind: "sticker", ref: "s", emoji: "👍" }] }),
		],
		[
			"sends one picture of an album",
			message({ photo: [photo("a", 9)], media_group_id: "111" }),
			says({ media: [{ kind: "photo", ref: "a", size: 9 }], album: "111" }),
		],
		["throws a die", message({ dice: { emoji: "🎲", value: 4 } }), says({ text: "🎲" })],
		["sends a poll", message({ poll: { id: "1", question: "Чай или кофе?" } }), says({ text: "Чай или кофе?" })],
		["sends a story, which we cannot see but answer", message({ story: { id: 1, chat } }), says({})],
		[
			"pays",
			message({
				successful_payment: {
					currency: "RUB",
					total_amount: 45_000,
					invoice_payload: "o7",
					telegram_payment_charge_id: "ch",
				},
			}),
			{ kind: "paid", id: "5", payload: "o7", charge: "ch", amount: 45_000, currency: "RUB" },
		],
		[
			"reacts",
			{
				update_id: 7,
				message_reaction: {
					chat,
					user: from,
					message_id: 3,
					date: DATE,
					old_reaction: [],
					new_reaction: [
						{ type: "emoji", emoji: "❤" },
						{ type: "custom_emoji", custom_emoji_id: "9" },
						{ type: "paid" },
					],
				},
			},
			{ kind: "reacted", message: "3", emojis: ["❤", "❔", "⭐"] },
		],
		[
			"takes a reaction back",
			{ update_id: 7, message_reaction: { chat, user: from, message_id: 3, date: DATE, new_reaction: [] } },
			{ kind: "reacted", message: "3", emojis: [] },
		],
		[
			"blocks the bot",
			{ update_id: 7, my_chat_member: { chat, from, date: DATE, new_chat_member: { status: "kicked" } } },
			{ kind: "blocked" },
		],
		[
			"takes the block back",
			{ update_id: 7, my_chat_member: { chat, from, date: DATE, new_chat_member: { status: "member" } } },
			{ kind: "unblocked" },
		],
		[
			"moves with a whole group",
			{
				update_id: 7,
				message: { message_id: 1, date: DATE, chat: { id: -5, type: "group" }, migrate_to_chat_id: -100777 },
			},
			{ kind: "moved", to: "-100777" },
		],
	])("%s", (_, update, what) => {
		const heard = hear(update, EAR);
		expect(heard).toMatchObject({ account: "telegram:7000001", channel: "telegram", key: "7", at: AT });
		expect(heard.what).toEqual(what);
	});

	test("who writes is named as Telegram knows them", () => {
		expect(hear(message({ text: "я" }), EAR)).toMatchObject({
			chat: "42",
			lane: "42",
			who: { id: "42", firstName: "Ада", lastName: "Лавлейс", username: "ada", language: "ru" },
		});
	});

	test("an edited message is told as a new version, at the time of the edit", () => {
		const update = {
			update_id: 8,
			edited_message: { message_id: 5, date: DATE, edit_date: DATE + 60, chat, from, text: "Три чая" },
		};
		expect(hear(update, EAR)).toMatchObject({
			at: new Date((DATE + 60) * 1000),
			what: { kind: "edited", id: "5", text: "Три чая", media: [] },
		});
	});

	test("a press tells its token, its message and itself, and has no time but ours", () => {
		const press = { id: "991", from, message: { message_id: 12, date: 0, chat }, data: "t_a-1" };
		expect(hear({ update_id: 9, callback_query: press }, EAR)).toMatchObject({
			at: NOW,
			chat: "42",
			what: { kind: "pressed", press: "991", token: "t_a-1", message: "12" },
		});
	});

	test("a checkout has a lane of its own, so that no thinking delays it", () => {
		const query = { id: "q1", from, currency: "RUB", total_amount: 45_000, invoice_payload: "o7" };
		expect(hear({ update_id: 9, pre_checkout_query: query }, EAR)).toMatchObject({
			chat: "42",
			lane: "42:checkout",
			what: { kind: "checkout", checkout: "q1", payload: "o7", amount: 45_000, currency: "RUB" },
		});
	});

	test("ten thousand characters and more are cut between characters", () => {
		const { what } = hear(message({ text: "👨‍👩‍👧‍👦".repeat(2_000) }), EAR);
		expect(what.kind === "message" && what.text).toBe("👨‍👩‍👧‍👦".repeat(Math.floor(10_000 / 11)));
	});
});

describe("what has no word is kept unread", () => {
	test.each<[string, unknown, object]>([
		[
			"a message in a group",
			{ update_id: 1, message: { message_id: 1, date: DATE, chat: group, from, text: "/order" } },
			{ chat: "-100200", what: { kind: "unread", about: "message in a supergroup" } },
		],
		[
			"a press in a group",
			{ update_id: 1, callback_query: { id: "1", from, data: "t", message: { message_id: 1, chat: group } } },
			{ chat: "-100200", what: { kind: "unread", about: "callback_query in a supergroup" } },
		],
		[
			"a press on a message nobody sent here",
			{ update_id: 1, callback_query: { id: "1", from, data: "t", inline_message_id: "i" } },
			{ chat: "42", what: { kind: "unread", about: "callback_query" } },
		],
		[
			"a service message",
			message({ pinned_message: { message_id: 1 } }),
			{ chat: "42", what: { kind: "unread", about: "message" } },
		],
		[
			"a channel's post",
			{ update_id: 1, channel_post: { message_id: 1, date: DATE, chat: { id: -1001, type: "channel" }, text: "x" } },
			{ chat: "-1001", what: { kind: "unread", about: "channel_post in a channel" } },
		],
		[
			"an inline query",
			{ update_id: 1, inline_query: { id: "1", from, query: "чай" } },
			{ chat: "42", what: { kind: "unread", about: "inline_query" } },
		],
		[
			"a poll's state",
			{ update_id: 1, poll: { id: "1" } },
			{ chat: "nowhere", what: { kind: "unread", about: "poll" } },
		],
		[
			"something of next year",
			{ update_id: 1, telepathy: { from } },
			{ chat: "42", what: { kind: "unread", about: "telepathy" } },
		],
		["nothing", { update_id: 1 }, { chat: "nowhere", what: { kind: "unread", about: "nothing" } }],
		[
			"a message without an id",
			{ update_id: 1, message: { chat, from, date: DATE, text: "x" } },
			{ chat: "42", what: { kind: "unread", about: "message" } },
		],
		[
			"a payment without a charge",
			message({ successful_payment: { currency: "RUB" } }),
			{ what: { kind: "unread", about: "message" } },
		],
	])("%s", (_, update, expected) => expect(hear(update, EAR)).toMatchObject(expected));

	test("an update without an id is known again by being the same", () => {
		const odd = { message: { text: "x" } };
		expect(hear(odd, EAR).key).toBe(hear({ message: { text: "x" } }, EAR).key);
		expect(hear(odd, EAR).key).not.toBe(hear({ message: { text: "y" } }, EAR).key);
	});
});

describe("hostile updates", () => {
	const well = (update: unknown) => {
		const heard = hear(update, EAR);
		expect(heard.chat).not.toBe("");
		expect(Number.isNaN(heard.at.getTime())).toBe(false);
		const texts = JSON.stringify(heard);
		expect(texts).not.toMatch(/\\u0000|\\ud[89a-f]/);
		return heard;
	};

	test("any JSON at all is heard as something", () => {
		fc.assert(
			fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 6 }), (json) => void well(json)),
			{ numRuns: 2_000 },
		);
	});

	test("so is any JSON in the places where we look", () => {
		const any = fc.oneof(
			fc.jsonValue({ noUnicodeString: false, maxDepth: 2 }),
			fc.constantFrom<unknown>(42, "42", -1, 1e300, 2 ** 63, "", "private", "\ud83d\u0000", null, [], {}),
		);
		const user = fc.record({ id: any, first_name: any, username: any, language_code: any }, { requiredKeys: [] });
		const place = fc.record({ id: any, type: fc.oneof(fc.constant("private"), any) }, { requiredKeys: [] });
		const fields = [
			"message_id",
			"date",
			"text",
			"caption",
			"photo",
			"document",
			"sticker",
			"contact",
			"location",
			"venue",
			"dice",
			"poll",
			"successful_payment",
			"reply_to_message",
			"media_group_id",
			"forward_origin",
			"new_reaction",
			"new_chat_member",
			"migrate_to_chat_id",
			"data",
			"id",
			"invoice_payload",
			"total_amount",
			"currency",
		];
		const told = fc.record(
			{
				chat: fc.oneof(fc.constant(chat), place),
				from: fc.oneof(user, any),
				message: any,
				...Object.fromEntries(fields.map((name) => [name, any])),
			},
			{ requiredKeys: ["chat"] },
		);
		const kinds = fc.constantFrom(
			"message",
			"edited_message",
			"callback_query",
			"message_reaction",
			"my_chat_member",
			"pre_checkout_query",
			"poll",
			"__proto__",
			"constructor",
		);
		fc.assert(
			fc.property(any, kinds, told, (update_id, kind, body) => void well({ update_id, [kind]: body })),
			{ numRuns: 3_000 },
		);
	});

	test("prototypes stay as they are", () => {
		well(
			JSON.parse('{"update_id":1,"__proto__":{"message":{"chat":{"id":1,"type":"private"}}},"constructor":{"a":1}}'),
		);
		expect({}).not.toHaveProperty("message");
	});

	test("a megabyte of text and a tower of brackets take no time", () => {
		const started = process.cpuUsage();
		well(message({ text: "*_[(".repeat(250_000) }));
		well(message({ text: `/start ${" ".repeat(1_000_000)}x` }));
		well(message({ text: JSON.parse("[".repeat(5_000) + "]".repeat(5_000)) }));
		const { user, system } = process.cpuUsage(started);
		expect((user + system) / 1000).toBeLessThan(500);
	});
});
