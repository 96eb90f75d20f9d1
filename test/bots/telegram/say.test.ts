import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Means, say } from "#bots/telegram/say.ts";
import type { Content, ContentButton, ContentMedia } from "#core/delivery/content.ts";

const means: Means = { fileOf: ({ source }) => source, paymentToken: "provider" };
const call = (content: Content) => say(content, "42", means);
const text = (source: string) => call({ text: source }).params;
const press = (label: string): ContentButton => ({ label, token: `t${label}` });
const key = (label: string) => ({ text: label, callback_data: `t${label}` });
const photo: ContentMedia = { kind: "photo", source: "p1" };

describe("light markup becomes Telegram's HTML, and nothing else does", () => {
	test.each<[string, object]>([
		["Два чая", { text: "Два чая" }],
		["5 < 7 & <b>", { text: "5 < 7 & <b>" }],
		["\\*звезда\\*", { text: "*звезда*" }],
		["*5 < 7*", { text: "<b>5 &lt; 7</b>", parse_mode: "HTML" }],
		["_а_ ~б~ `в`", { text: "<i>а</i> <s>б</s> <code>в</code>", parse_mode: "HTML" }],
		["*а _б_*", { text: "<b>а </b><b><i>б</i></b>", parse_mode: "HTML" }],
		["*а `б`*", { text: "<b>а </b><code>б</code>", parse_mode: "HTML" }],
		[
			'[а"б](https://a.example/?x=1&y="2")',
			{ text: '<a href="https://a.example/?x=1&amp;y=&quot;2&quot;">а&quot;б</a>', parse_mode: "HTML" },
		],
		["*не закрыто", { text: "*не закрыто" }],
	])("%s", (source, params) => expect(text(source)).toEqual({ chat_id: "42", ...params }));

	test("a customer called <script> in a bold line harms nobody", () => {
		expect(text("*Здравствуйте, <script>&amp;!*")).toMatchObject({
			text: "<b>Здравствуйте, &lt;script&gt;&amp;amp;!</b>",
		});
	});

	test("whatever is written, the HTML holds only our tags, opened and closed in order", () => {
		const word = fc.constantFrom(
			"*",
			"_",
			"~",
			"`",
			"[",
			"](https://a.example)",
			"\\",
			" ",
			"\n\n",
			"слово",
			"<b>",
			"</b>",
			"&",
			'"',
		);
		fc.assert(
			fc.property(fc.array(word), (words) => {
				const params = text(words.join(""));
				if ("parse_mode" in params && "text" in params) expectWellFormed(params.text ?? "");
			}),
			{ numRuns: 1_000 },
		);
	});

	test.each<[string, object | undefined]>([
		["без ссылок", undefined],
		["одна https://a.example", undefined],
		["одна дважды https://a.example и [тут](https://a.example)", undefined],
		["две https://a.example и https://b.example", { is_disabled: true }],
		["две [а](https://a.example) [б](https://b.example)", { is_disabled: true }],
	])("preview of %s", (source, preview) => {
		const params = text(source);
		expect("link_preview_options" in params ? params.link_preview_options : undefined).toEqual(preview);
	});
});

describe("buttons are laid out so that no label is cut", () => {
	const rows = (buttons: ContentButton[]) => {
		const { params } = call({ text: "?", buttons });
		const markup = "reply_markup" in params ? params.reply_markup : undefined;
		return markup && "inline_keyboard" in markup
			? markup.inline_keyboard.map((row) => row.map((button) => button.text))
			: [];
	};

	test.each<[string, string[], string[][]]>([
		["short ones in pairs", ["Чай", "Кофе", "Мёд зелёный"], [["Чай", "Кофе"], ["Мёд зелёный"]]],
		[
			"long ones each in a row",
			["Чай чёрный байховый", "Чай зелёный", "Кофе"],
			[["Чай чёрный байховый"], ["Чай зелёный", "Кофе"]],
		],
		[
			"a scale from 0 to 10 in even rows",
			["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
			[
				["0", "1", "2", "3", "4", "5"],
				["6", "7", "8", "9", "10"],
			],
		],
		["five stars in one", ["1", "2", "3", "4", "5"], [["1", "2", "3", "4", "5"]]],
		["yes and no side by side", ["Да", "Нет"], [["Да", "Нет"]]],
	])("%s", (_, labels, expected) => expect(rows(labels.map(press))).toEqual(expected));

	test("a label without end is cut, an empty one is a dot", () => {
		expect(rows([press("я".repeat(100)), press(" ")])).toEqual([[`${"я".repeat(63)}…`], ["·"]]);
	});

	test("links open; an address that Telegram would refuse is left out", () => {
		const buttons = [
			press("Да"),
			{ label: "Сайт", url: "https://a.example" },
			{ label: "Зло", url: "javascript:alert(1)" },
			{ label: "Никуда", url: "https://" },
		];
		expect(call({ text: "?", buttons }).params).toMatchObject({
			reply_markup: { inline_keyboard: [[key("Да"), { text: "Сайт", url: "https://a.example" }]] },
		});
	});
});

describe("each kind of content is one call", () => {
	const invoice = {
		title: "Заказ №7 на дачу, очень длинное название",
		description: "",
		payload: "o7",
		currency: "RUB",
		lines: [
			{ label: "Чай", amount: 45_000 },
			{ label: "Доставка", amount: 5_000 },
		],
	};
	test.each<[string, Content, object]>([
		[
			"an answer to a message",
			{ text: "да", replyTo: "5" },
			{
				method: "sendMessage",
				params: { text: "да", reply_parameters: { message_id: 5, allow_sending_without_reply: true } },
			},
		],
		[
			"a photo",
			{ text: "*Чай*", media: [photo], buttons: [press("Да")] },
			{
				method: "sendPhoto",
				params: {
					photo: "p1",
					caption: "<b>Чай</b>",
					parse_mode: "HTML",
					reply_markup: { inline_keyboard: [[key("Да")]] },
				},
			},
		],
		["a photo without words", { text: "", media: [photo] }, { method: "sendPhoto", params: { photo: "p1" } }],
		[
			"a video",
			{ text: "x", media: [{ kind: "video", source: "v" }] },
			{ method: "sendVideo", params: { video: "v", caption: "x" } },
		],
		[
			"a document",
			{ text: "x", media: [{ kind: "document", source: "d" }] },
			{ method: "sendDocument", params: { document: "d", caption: "x" } },
		],
		[
			"an album",
			{ text: "x", media: [photo, { kind: "video", source: "v" }] },
			{
				method: "sendMediaGroup",
				params: {
					media: [
						{ type: "photo", media: "p1", caption: "x" },
						{ type: "video", media: "v" },
					],
				},
			},
		],
		[
			"an album of goods, each with its own name",
			{
				text: "",
				media: [
					{ ...photo, caption: "Медовик <1 кг> — 1 500 ₽" },
					{ kind: "photo", source: "p2", caption: "Эклеры" },
				],
			},
			{
				method: "sendMediaGroup",
				params: {
					media: [
						{ type: "photo", media: "p1", caption: "Медовик <1 кг> — 1 500 ₽" },
						{ type: "photo", media: "p2", caption: "Эклеры" },
					],
				},
			},
		],
		[
			"a request for the phone",
			{
				text: "Телефон?",
				request: { kind: "phone", label: "Отправить" },
				buttons: [press("Пропустить"), { label: "Зачем?", url: "https://a.example" }],
			},
			{
				method: "sendMessage",
				params: {
					text: 'Телефон?\n<a href="https://a.example">Зачем?</a>',
					reply_markup: {
						keyboard: [[{ text: "Отправить", request_contact: true }], [{ text: "Пропустить" }]],
						resize_keyboard: true,
						one_time_keyboard: true,
					},
				},
			},
		],
		[
			"a request for the place",
			{ text: "Где?", request: { kind: "location", label: "Я тут" } },
			{ method: "sendMessage", params: { reply_markup: { keyboard: [[{ text: "Я тут", request_location: true }]] } } },
		],
		[
			"the end of a request",
			{ text: "Спасибо", closesRequest: true },
			{ method: "sendMessage", params: { reply_markup: { remove_keyboard: true } } },
		],
		[
			"a bill",
			{ text: "", invoice },
			{
				method: "sendInvoice",
				params: {
					title: "Заказ №7 на дачу, очень длинное…",
					description: invoice.title,
					payload: "o7",
					provider_token: "provider",
					currency: "RUB",
					prices: invoice.lines,
				},
			},
		],
		[
			"a bill with a way out",
			{ text: "", invoice, buttons: [press("Отмена")], language: "en" },
			{
				method: "sendInvoice",
				params: { reply_markup: { inline_keyboard: [[{ text: "💳 RUB\u00a0500", pay: true }], [key("Отмена")]] } },
			},
		],
		[
			"a bill in Stars",
			{ text: "", invoice: { ...invoice, currency: "XTR" } },
			{ method: "sendInvoice", params: { provider_token: "" } },
		],
		[
			"a corrected text",
			{ text: "*200*", edits: "5", buttons: [press("Да")] },
			{
				method: "editMessageText",
				params: { message_id: 5, text: "<b>200</b>", reply_markup: { inline_keyboard: [[key("Да")]] } },
			},
		],
		[
			"a corrected text without its buttons",
			{ text: "готово", edits: "5" },
			{ method: "editMessageText", params: { text: "готово", reply_markup: { inline_keyboard: [] } } },
		],
		[
			"other buttons",
			{ text: "", edits: "5", buttons: [press("Нет")] },
			{
				method: "editMessageReplyMarkup",
				params: { message_id: 5, reply_markup: { inline_keyboard: [[key("Нет")]] } },
			},
		],
		[
			"another picture",
			{ text: "б", edits: "5", media: [photo] },
			{ method: "editMessageMedia", params: { message_id: 5, media: { type: "photo", media: "p1", caption: "б" } } },
		],
		[
			"a reaction",
			{ text: "", reaction: { message: "5", emoji: "👍" } },
			{ method: "setMessageReaction", params: { message_id: 5, reaction: [{ type: "emoji", emoji: "👍" }] } },
		],
		[
			"a reaction taken back",
			{ text: "", reaction: { message: "5", emoji: "" } },
			{ method: "setMessageReaction", params: { reaction: [] } },
		],
	])("%s", (_, content, expected) =>
		expect(call(content)).toMatchObject({
			...expected,
			params: {
				chat_id: "42",
				...("params" in expected && typeof expected.params === "object" ? expected.params : {}),
			},
		}));
});

/** Our tags, closed in order, and between them nothing that Telegram could take for a tag. */
function expectWellFormed(html: string): void {
	const open: string[] = [];
	for (const [, slash, tag = ""] of html.matchAll(TAG)) {
		if (slash) expect(open.pop()).toBe(tag);
		else open.push(tag);
	}
	expect(open).toEqual([]);
	expect(html.replace(TAG, "").replace(/&(?:lt|gt|amp|quot);/g, "")).not.toMatch(/[<>&"]/);
}

const TAG = /<(\/?)(b|i|s|code|a)(?: href="[^"<>]*")?>/g;
