import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AskType, declines, type Reading, readFree, readTyped, type Said } from "#core/flows/read-answer.ts";

/** A customer in Moscow on Tuesday, 10 March 2026, 15:00. */
const reading: Reading = {
	country: "RU",
	now: new Date("2026-03-10T12:00:00Z"),
	zone: "Europe/Moscow",
	attachment: "[вложение]",
};

function typed(text: string, type: AskType, more: Partial<Reading> = {}) {
	return readTyped({ text }, type, { ...reading, ...more });
}

describe("a number", () => {
	test.each<[string, number | undefined]>([
		["2", 2],
		[" 2 ", 2],
		["2.", 2],
		["2 шт", 2],
		["2шт.", 2],
		["5 штук", 5],
		["3 штуки", 3],
		["+7", 7],
		["-7", -7],
		["−7", -7],
		["1 500", 1500],
		["1\u00a0500\u202f000", 1500000],
		["２", 2],
		["2️⃣", 2],
		["007", 7],
		["-0", 0],
		["две", undefined],
		["десять", undefined],
		["2 торта", undefined],
		["2,5", undefined],
		["1 50", undefined],
		["5²", undefined],
		["①", undefined],
		["½", undefined],
		["1e3", undefined],
		["0x1F", undefined],
		["2; DROP TABLE orders", undefined],
		["🍰🍰", undefined],
		["", undefined],
		["99999999999999999999", undefined],
	])("«%s» where a whole number is asked for", (text, value) => {
		expect(typed(text, "int")).toBe(value);
	});

	test.each<[string, number | undefined]>([
		["2,5", 2.5],
		["2.5", 2.5],
		["1 500,75", 1500.75],
		["3", 3],
		["2,5,1", undefined],
		[",5", undefined],
	])("«%s» where a number is asked for", (text, value) => {
		expect(typed(text, "number")).toBe(value);
	});

	test.each<[string, number | undefined]>([
		["0", 0],
		["10", 10],
		["11", undefined],
		["-1", undefined],
		["9.5", undefined],
	])("«%s» on a scale from 0 to 10", (text, value) => {
		expect(typed(text, "scale", { scale: { from: 0, to: 10 } })).toBe(value);
	});
});

describe("a phone", () => {
	test.each<[string, string | undefined]>([
		["+7 900 123-45-67", "+79001234567"],
		["8 (900) 123-45-67", "+79001234567"],
		["89001234567", "+79001234567"],
		["9001234567", "+79001234567"],
		["79001234567", "+79001234567"],
		["+44 20 7946 0958", "+442079460958"],
		["+7 900 123-45", undefined],
		["123", undefined],
		["позвоните 89001234567", undefined],
		["1-800-FLOWERS", undefined],
	])("%s in a Russian shop", (text, value) => {
		expect(typed(text, "phone")).toBe(value);
	});

	test("the customer's own shared contact counts, somebody else's does not", () => {
		const contact = (own: boolean): Said => ({ text: "", contact: { phone: "79001234567", own } });
		expect(readTyped(contact(true), "phone", reading)).toBe("+79001234567");
		expect(readTyped(contact(false), "phone", reading)).toBeUndefined();
	});

	test("a contact from abroad, without its plus as Telegram sends it", () => {
		const contact = { phone: "442079460958", own: true };
		expect(readTyped({ text: "", contact }, "phone", reading)).toBe("+442079460958");
	});
});

test.each<[string, string | undefined]>([
	["anna@example.ru", "anna@example.ru"],
	[" Anna.B+shop@Example.RU ", "Anna.B+shop@example.ru"],
	["анна@почта.рф", "анна@почта.рф"],
	["anna@example", undefined],
	["anna example.ru", undefined],
	["моя почта anna@example.ru", undefined],
	["<anna@example.ru>", undefined],
])("%s as an email address", (text, value) => {
	expect(typed(text, "email")).toBe(value);
});

test.each<[string, string | undefined]>([
	["18:30", "18:30"],
	["18.30", "18:30"],
	["18", "18:00"],
	["9:05", "09:05"],
	["в 18:30", "18:30"],
	["0:00", "00:00"],
	["24:00", undefined],
	["18:60", undefined],
	["вечером", undefined],
	["", undefined],
])("%s as a time", (text, value) => {
	expect(typed(text, "time")).toBe(value);
});

test.each<[string, string | undefined]>([
	["10.03.1990", "1990-03-10"],
	["1.3.1990", "1990-03-01"],
	["10/03/1990", "1990-03-10"],
	["10.03.90", "1990-03-10"],
	["10.03.30", "2030-03-10"],
	["1990-03-10", "1990-03-10"],
	["10 марта 1990", "1990-03-10"],
	["10 Марта 1990 г.", "1990-03-10"],
	["10 марта 1990 года", "1990-03-10"],
	["10 мар 1990", "1990-03-10"],
	["1 мая 2026", "2026-05-01"],
	["10 March 1990", "1990-03-10"],
	["March 10, 1990", "1990-03-10"],
	["10th of March", "2026-03-10"],
	["10 марта", "2026-03-10"],
	["9 марта", "2027-03-09"],
	["11.03", "2026-03-11"],
	["29 февраля", "2028-02-29"],
	["сегодня", "2026-03-10"],
	["Завтра!", "2026-03-11"],
	["послезавтра", "2026-03-12"],
	["tomorrow", "2026-03-11"],
	["29.02.2025", undefined],
	["31.04.2026", undefined],
	["10.13.1990", undefined],
	["10 мартобря 1990", undefined],
	["вчера", undefined],
	["скоро", undefined],
	["5", undefined],
])("%s as a date", (text, value) => {
	expect(typed(text, "date")).toBe(value);
});

test("the next day is told by the customer's clock, not by the server's", () => {
	const lateEvening = new Date("2026-03-10T22:30:00Z");
	expect(typed("завтра", "date", { now: lateEvening })).toBe("2026-03-12");
	expect(typed("завтра", "date", { now: lateEvening, zone: "UTC" })).toBe("2026-03-11");
});

test.each<[string, boolean | undefined]>([
	["да", true],
	["Да!", true],
	["ага", true],
	["конечно", true],
	["+", true],
	["👍", true],
	["нет", false],
	["Не надо.", false],
	["нет, спасибо", false],
	["👎", false],
	["yes please", true],
	["No, thanks", false],
	["конечно нет", false],
	["yes", true],
	["да ну вас", undefined],
	["может быть", undefined],
	["", undefined],
])("«%s» to a question of yes or no", (text, value) => {
	expect(typed(text, "yesno", {})).toBe(value);
});

test("the labels of the buttons say yes and no too", () => {
	expect(typed("Присылайте", "yesno", { yes: ["Присылайте"], no: ["Обойдусь"] })).toBe(true);
	expect(typed("обойдусь", "yesno", { yes: ["Присылайте"], no: ["Обойдусь"] })).toBe(false);
});

describe("what is not words", () => {
	const location = { lat: 55.75, lon: 37.61, address: "Красная площадь" };
	const photo = { kind: "photo", source: "media/1" };
	const document = { kind: "document", source: "media/2" };

	test("a place is read where a place is asked for", () => {
		expect(readTyped({ text: "", location }, "location", reading)).toEqual({ id: "55.75,37.61", ...location });
		expect(typed("Красная площадь", "location")).toBeUndefined();
	});

	test("a picture is a photo and a file, a document is a file", () => {
		expect(readTyped({ text: "вот", media: [document, photo] }, "photo", reading)).toBe("media/1");
		expect(readTyped({ text: "", media: [document] }, "photo", reading)).toBeUndefined();
		expect(readTyped({ text: "", media: [document] }, "file", reading)).toBe("media/2");
		expect(typed("вот", "file")).toBeUndefined();
	});

	test("a message without words is an attachment where a text is asked for, one with a caption is its caption", () => {
		expect(readFree({ text: "", media: [photo] }, "text", reading)).toBe("[вложение]");
		expect(readFree({ text: "Торт мятый", media: [photo] }, "text", reading)).toBe("Торт мятый");
		expect(readFree({ text: "" }, "text", reading)).toBeUndefined();
	});

	test("a shared place is an address", () => {
		expect(readFree({ text: "", location }, "address", reading)).toEqual({
			id: "55.75,37.61",
			text: "Красная площадь",
			location: { id: "55.75,37.61", ...location },
		});
		expect(readFree({ text: "", location: { lat: 55.7512345, lon: 37.61 } }, "address", reading)).toMatchObject({
			text: "55.75123, 37.61000",
		});
	});
});

test("an address has at least five characters", () => {
	expect(readFree({ text: "Ленина 10, кв. 4" }, "address", reading)).toEqual({
		id: "Ленина 10, кв. 4",
		text: "Ленина 10, кв. 4",
	});
	expect(readFree({ text: "дом" }, "address", reading)).toBeUndefined();
});

test("a text is kept up to 4,000 characters, and never ends in half an emoji", () => {
	const long = readFree({ text: `${"а".repeat(3999)}😀😀` }, "text", reading);
	expect(long).toBe("а".repeat(3999));
});

test("free types are not read exactly, exact types not freely", () => {
	expect(typed("Ленина 10", "address")).toBeUndefined();
	expect(typed("привет", "text")).toBeUndefined();
	expect(readFree({ text: "2" }, "int", reading)).toBeUndefined();
});

test.each<[string, boolean]>([
	["Без пожеланий", true],
	["без пожеланий!", true],
	["нет", true],
	["не надо", true],
	["-", true],
	[" — ", true],
	["нет лука, пожалуйста", false],
	["", false],
	["🙂", false],
])("«%s» declines a question with the button «Без пожеланий»: %s", (text, value) => {
	expect(declines(text, "Без пожеланий")).toBe(value);
});

test("whatever a customer sends, however long, it is read as a plain value or as nothing", () => {
	const types: AskType[] = ["text", "address", "int", "number", "scale", "phone", "email", "date", "time", "yesno"];
	const anyText = fc.oneof(
		fc.string({ unit: "binary", maxLength: 80 }),
		fc.stringMatching(/^[\d\s.,:+\-@a-zшт]{0,60}$/),
		fc.constantFrom(
			" ".repeat(100_000),
			"1 ".repeat(50_000),
			"a@".repeat(50_000),
			"(".repeat(100_000),
			"a.".repeat(9_000),
		),
	);
	fc.assert(
		fc.property(anyText, fc.constantFrom(...types), (text, type) => {
			const value = readTyped({ text }, type, reading) ?? readFree({ text }, type, reading) ?? null;
			expect(JSON.parse(JSON.stringify(value))).toEqual(value);
		}),
		{ numRuns: 2000 },
	);
});
