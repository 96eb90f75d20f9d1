import { expect, test } from "vitest";
import { findOwn } from "#bots/whatsapp/linked-history.ts";
import { sayLinked } from "#bots/whatsapp/linked-say.ts";

test("buttons are numbered lines whose tokens are kept in that order, links stand below", () => {
	const buttons = [
		{ label: "Курьер", token: "a" },
		{ label: "Карта", url: "https://shop.example/map" },
		{ label: "Сам", token: "b" },
	];
	expect(sayLinked({ text: "*Как?*", buttons, replyTo: "true_x_1" })).toEqual({
		say: { say: "text", text: "*Как?*\n1. Курьер\n2. Сам\nКарта: https://shop.example/map", quotes: "true_x_1" },
		tokens: ["a", "b"],
	});
});

test("a picture goes with its caption, a file as a file, and an address of elsewhere as its words", () => {
	const file = { bytes: Buffer.from("x"), name: "tea.jpg" };
	const photo = { kind: "photo", source: "tea.jpg" } as const;
	expect(sayLinked({ text: "Чай", media: [photo] }, file).say).toMatchObject({
		say: "file",
		mime: "image/jpeg",
		caption: "Чай",
		asDocument: false,
	});
	expect(sayLinked({ text: "", media: [{ ...photo, kind: "document", name: "счёт.pdf" }] }, file).say).toMatchObject({
		name: "счёт.pdf",
		asDocument: true,
	});
	expect(sayLinked({ text: "Чай", media: [{ kind: "photo", source: "https://x.example/a.jpg" }] }).say).toMatchObject({
		say: "text",
		text: "Чай\nhttps://x.example/a.jpg",
	});
});

test.each([
	[
		{ text: "Сумма 200", edits: "true_x_1" },
		{ say: "edit", message: "true_x_1", text: "Сумма 200" },
	],
	[
		{ text: "", reaction: { message: "true_x_1", emoji: "👍" } },
		{ say: "react", message: "true_x_1", emoji: "👍" },
	],
	[{ text: "x\ud83d\u0000" }, { say: "text", text: "x\ufffd" }],
	[{ text: "  " }, "nothing"],
	[{ text: "", invoice: { title: "", description: "", payload: "", currency: "RUB", lines: [] } }, "nothing"],
])("%o is said as %o", (content, say) => {
	expect(sayLinked(content).say).toEqual(say);
});

const own = (id: string, { text = "Заказ 7", t = 100, ack = 1 } = {}) => ({ id, text, t, ack });

test.each([
	["exactly one own message of that text", [own("a"), own("b", { text: "другое" })], { found: "sent", ref: "a" }],
	["one that the service has not taken yet", [own("a", { ack: 0 })], { found: "held" }],
	["one from before the attempt", [own("a", { t: 98 })], { found: "nothing" }],
	["two of the same words", [own("a"), own("b")], { found: "several" }],
])("%s settles an unclear send, or does not", (_, messages, finding) => {
	expect(findOwn(messages, "Заказ 7", 99)).toEqual(finding);
});
