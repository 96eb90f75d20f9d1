import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Abilities } from "#core/delivery/channel.ts";
import type { Content, ContentMedia } from "#core/delivery/content.ts";
import { plainText } from "#core/delivery/markup.ts";
import { parts } from "#core/delivery/parts.ts";

const ABILITIES: Abilities = {
	channel: "telegram",
	buttons: "inline",
	page: 8,
	textLimit: 40,
	captionLimit: 10,
	album: 3,
	edits: true,
	requests: ["phone", "location"],
};
const photo = (source: string): ContentMedia => ({ kind: "photo", source });
const [A, B, C, D] = [photo("a"), photo("b"), photo("c"), photo("d")];
const manual: ContentMedia = { kind: "document", source: "manual" };
const buttons = [{ label: "Да", token: "t1" }];

describe("where buttons are few and nothing can be changed", () => {
	const few: Abilities = {
		...ABILITIES,
		channel: "whatsapp",
		buttons: "few",
		edits: false,
		album: 0,
		textLimit: 4000,
		captionLimit: 900,
	};
	const menu = ["Торты", "Пироги", "Хлеб", "Чай"].map((label, at) => ({ label, token: `t${at}` }));

	test("a picture carries two answers, and goes before a list", () => {
		expect(parts({ text: "Чай", media: [A], buttons }, few)).toEqual([{ text: "Чай", media: [A], buttons }]);
		expect(parts({ text: "Что?", media: [A], buttons: menu }, few)).toEqual([
			{ text: "", media: [A] },
			{ text: "Что?", buttons: menu },
		]);
		expect(parts({ text: "", media: [A], buttons: menu }, few)).toEqual([
			{ text: "", media: [A] },
			{ text: "👇", buttons: menu },
		]);
	});

	test("a correction is said anew; buttons that were only to change are not", () => {
		expect(parts({ text: "Сумма 200", edits: "7" }, few)).toEqual([{ text: "Сумма 200" }]);
		expect(parts({ text: "", edits: "7" }, few)).toEqual([]);
	});

	test("one approved message stands for all parts", () => {
		const template = { name: "cart", params: [] };
		const letters = parts({ text: "слово ".repeat(1000), template }, few);
		expect(letters.length).toBeGreaterThan(1);
		expect(letters.map((letter) => letter.template)).toEqual([template, ...letters.slice(1).map(() => undefined)]);
	});
});

describe("one content becomes as many calls as it takes", () => {
	test.each<[string, Content, Content[]]>([
		["a short text is one", { text: "Привет", buttons }, [{ text: "Привет", buttons }]],
		["a caption goes under its picture", { text: "Чай", media: [A], buttons }, [{ text: "Чай", media: [A], buttons }]],
		[
			"a long caption follows its picture, with the buttons",
			{ text: "Очень длинно", media: [A], buttons, replyTo: "7" },
			[
				{ text: "", media: [A], replyTo: "7" },
				{ text: "Очень длинно", buttons },
			],
		],
		["an album carries a caption", { text: "Чай", media: [A, B] }, [{ text: "Чай", media: [A, B] }]],
		[
			"an album cannot carry buttons, so the text does",
			{ text: "Чай", media: [A, B], buttons },
			[
				{ text: "", media: [A, B] },
				{ text: "Чай", buttons },
			],
		],
		[
			"without a text the last picture carries the buttons",
			{ text: "", media: [A, B, C], buttons },
			[
				{ text: "", media: [A, B] },
				{ text: "", media: [C], buttons },
			],
		],
		[
			"four pictures where three fit are two albums",
			{ text: "Чай", media: [A, B, C, D] },
			[{ text: "", media: [A, B, C] }, { text: "", media: [D] }, { text: "Чай" }],
		],
		[
			"documents keep to themselves",
			{ text: "", media: [A, manual] },
			[
				{ text: "", media: [A] },
				{ text: "", media: [manual] },
			],
		],
		[
			"a bill comes last and carries the buttons",
			{ text: "Счёт", buttons, invoice: anInvoice() },
			[{ text: "Счёт" }, { text: "", invoice: anInvoice(), buttons }],
		],
		[
			"an edit replaces the first message only",
			{ text: "Чай", media: [A, B], edits: "5" },
			[{ text: "", media: [A], edits: "5" }, { text: "", media: [B] }, { text: "Чай" }],
		],
		[
			"a reaction is no message at all",
			{ text: "", reaction: { message: "3", emoji: "👍" } },
			[{ text: "", reaction: { message: "3", emoji: "👍" } }],
		],
		[
			"the request button goes with the first paragraph when the second brings buttons",
			{ text: "Спасибо!\n\nКак доставить?", closesRequest: true, buttons, language: "ru" },
			[
				{ text: "Спасибо!", closesRequest: true, language: "ru" },
				{ text: "Как доставить?", buttons, language: "ru" },
			],
		],
		[
			"a single paragraph with buttons is preceded by a nod that takes the request button away",
			{ text: "Как доставить?", closesRequest: true, buttons },
			[
				{ text: "👌", closesRequest: true },
				{ text: "Как доставить?", buttons },
			],
		],
		[
			"without buttons the text itself takes the request button away",
			{ text: "Спасибо!\n\nЖдите.", closesRequest: true },
			[{ text: "Спасибо!\n\nЖдите.", closesRequest: true }],
		],
	])("%s", (_, content, expected) => expect(parts(content, ABILITIES)).toEqual(expected));
});

describe("a long text is cut where it hurts least", () => {
	test.each<[string, string, string[]]>([
		[
			"between paragraphs",
			"Первый абзац письма, он недлинный.\n\nВторой абзац.",
			["Первый абзац письма, он недлинный.", "Второй абзац."],
		],
		[
			"between lines",
			"Первая строка письма, недлинная\nвторая строка письма",
			["Первая строка письма, недлинная", "вторая строка письма"],
		],
		[
			"between sentences",
			"Первое предложение тут. Второе предложение там.",
			["Первое предложение тут.", "Второе предложение там."],
		],
		[
			"between words",
			"слово слово слово слово слово слово слово слово",
			["слово слово слово слово слово слово", "слово слово"],
		],
		["inside a word when there is no other way", "я".repeat(50), ["я".repeat(40), "я".repeat(10)]],
		["never inside a family of emoji", `${"я".repeat(38)}👨‍👩‍👧‍👦`, ["я".repeat(38), "👨‍👩‍👧‍👦"]],
		["never inside an accented letter", `${"я".repeat(39)}е\u0301!`, ["я".repeat(39), "е\u0301!"]],
		[
			"and bold goes on behind the cut",
			"*слово слово слово слово слово слово слово*",
			["*слово слово слово слово слово слово*", "*слово*"],
		],
	])("%s", (_, text, pieces) => expect(parts({ text }, ABILITIES).map((part) => part.text)).toEqual(pieces));

	test("its buttons are under the last piece, its quote over the first", () => {
		const pieces = parts({ text: "слово ".repeat(15).trim(), buttons, replyTo: "9" }, ABILITIES);
		expect(pieces.map((piece) => [piece.replyTo, piece.buttons])).toEqual([
			["9", undefined],
			[undefined, undefined],
			[undefined, buttons],
		]);
	});

	test("markup does not count, so a text that fits without it stays whole", () => {
		const text = `*${"а".repeat(20)}* _${"б".repeat(19)}_`;
		expect(parts({ text }, ABILITIES)).toEqual([{ text }]);
	});

	test("no letter is lost, whatever the text, and every piece fits", () => {
		const word = fc.oneof(
			fc.string({ unit: "grapheme", maxLength: 60 }),
			fc.constantFrom("*", "_", "~", "`", "[", "](https://a.example)", "\\", " ", "\n", "\n\n", ". ", "слово"),
		);
		fc.assert(
			fc.property(fc.array(word, { minLength: 10, maxLength: 80 }), (words) => {
				const text = words.join("");
				const pieces = parts({ text }, ABILITIES).map((part) => plainText(part.text));
				expect(pieces.join("").replace(/\s/g, "")).toBe(plainText(text).replace(/\s/g, ""));
				for (const piece of pieces) expect(piece.trim().length).toBeLessThanOrEqual(ABILITIES.textLimit);
			}),
		);
	});
});

function anInvoice() {
	return { title: "Заказ", description: "Чай", payload: "o1", currency: "RUB", lines: [{ label: "Чай", amount: 100 }] };
}
