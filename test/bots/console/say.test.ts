import { expect, test } from "vitest";
import { say } from "#bots/console/say.ts";
import type { Content } from "#core/delivery/content.ts";

const lines = [
	{ label: "Чай", amount: 45_000 },
	{ label: "Доставка", amount: 5_050 },
];

test.each<[string, Content, string]>([
	["words", { text: "*Два* чая" }, "Два чая"],
	[
		"buttons as numbers",
		{
			text: "?",
			buttons: [
				{ label: "Да", token: "y" },
				{ label: "Сайт", url: "https://a.example" },
				{ label: "Нет", token: "n" },
			],
		},
		"?\n  1. Да\n  2. Нет\n  Сайт: https://a.example",
	],
	["a link with its address", { text: "[Сайт](https://a.example)" }, "Сайт (https://a.example)"],
	[
		"a picture by its name",
		{
			text: "Чай",
			media: [
				{ kind: "photo", source: "tea/a.jpg" },
				{ kind: "document", source: "x", name: "чек.pdf" },
			],
		},
		"[photo: tea/a.jpg]\n[document: чек.pdf]\nЧай",
	],
	[
		"a request in brackets",
		{ text: "Телефон?", request: { kind: "phone", label: "Отправить номер" } },
		"Телефон?\n(Отправить номер)",
	],
	["a correction with a pen", { text: "Сумма 200", edits: "m1" }, "✎\nСумма 200"],
	["a quote with an arrow", { text: "Да", replyTo: "m1" }, "↪\nДа"],
	["a reaction by itself", { text: "", reaction: { message: "m1", emoji: "👍" } }, "👍"],
	[
		"a bill with its sum",
		{ text: "", invoice: { title: "Заказ №7", description: "", payload: "o7", currency: "RUB", lines } },
		"Заказ №7\n  Чай: 450\u00a0₽\n  Доставка: 50,50\u00a0₽\n  = 500,50\u00a0₽",
	],
	[
		"no order to the terminal",
		{ text: "a\u001b[2J\u202eb", buttons: [{ label: "\u001b[1mx", token: "t" }] },
		"a[2Jb\n  1. [1mx",
	],
])("shows %s", (_, content, text) => expect(say(content, { styled: false }).text).toBe(text));

test("numbers stand for the buttons that can be pressed", () => {
	const buttons = [
		{ label: "Сайт", url: "https://a.example" },
		{ label: "Да", token: "y" },
		{ label: "Нет", token: "n" },
	];
	expect(say({ text: "?", buttons }, { styled: false }).tokens).toEqual(["y", "n"]);
});

test("a terminal that knows bold sets it", () => {
	expect(say({ text: "*Да* _и_ ~нет~" }, { styled: true }).text).toBe(
		"\u001b[1mДа\u001b[22m \u001b[3mи\u001b[23m \u001b[9mнет\u001b[29m",
	);
});
