import { expect, test } from "vitest";
import { hearLinked, type PhoneEvent } from "#bots/whatsapp/linked-hear.ts";

const ADA = "79991234567@c.us";
const LID = "120000000001@lid";
const menu = { message: `true_${ADA}_3EB0`, tokens: ["tok_A", "tok_B"] };
const ear = { account: "linked-phone:shop", menuOf: (chat: string) => (chat === ADA ? menu : undefined) };

function message(about: Record<string, unknown>, { chat = ADA, fromMe = false, phone = "" } = {}): PhoneEvent {
	const id = { fromMe, _serialized: `${fromMe}_${chat}_3A01` };
	const facts = { id, t: 1_772_442_000, type: "chat", body: "", notifyName: "Ada", ...about };
	return { event: "message", message: facts, ...(phone && { phone }) };
}

test("a message brings its words, its time and its sender, whose phone WhatsApp vouches for", () => {
	expect(hearLinked(message({ body: "Два чая" }), ear)).toEqual({
		account: "linked-phone:shop",
		channel: "linked-phone",
		key: `false_${ADA}_3A01`,
		chat: ADA,
		lane: ADA,
		at: new Date("2026-03-02T09:00:00Z"),
		who: { id: "79991234567", firstName: "Ada", attestedPhone: "+79991234567" },
		what: { kind: "message", id: `false_${ADA}_3A01`, text: "Два чая", media: [] },
	});
});

test("behind a LID stands a phone where the service tells it; otherwise the LID is all we know", () => {
	expect(hearLinked(message({ body: "?" }, { chat: LID, phone: "79997654321" }), ear)).toMatchObject({
		chat: LID,
		who: { id: "79997654321", alias: LID, attestedPhone: "+79997654321" },
	});
	const unknown = hearLinked(message({ body: "?" }, { chat: LID }), ear);
	expect(unknown?.who).toEqual({ id: LID, firstName: "Ada" });
});

test.each([
	["2", { kind: "pressed", token: "tok_B", message: menu.message }],
	["3", { kind: "message", text: "3" }],
	["/Order чай", { kind: "command", name: "order", argument: "чай" }],
	["/start promo_7-a", { kind: "link", payload: "promo_7-a" }],
	["/ не команда", { kind: "message" }],
])("%j is read as %o", (body, what) => {
	expect(hearLinked(message({ body }), ear)?.what).toMatchObject(what);
});

test.each([
	[
		{ type: "image", caption: "вот", mimetype: "image/jpeg", size: 10 },
		{ text: "вот", media: [{ kind: "photo", size: 10 }] },
	],
	[{ type: "ptt" }, { media: [{ kind: "voice" }] }],
	[{ type: "document", filename: "счёт.pdf" }, { media: [{ kind: "document", name: "счёт.pdf" }] }],
	[
		{ type: "location", lat: 55.7, lng: 37.6, loc: "Дом\nТверская, 1" },
		{ location: { lat: 55.7, lon: 37.6, title: "Дом", address: "Тверская, 1" } },
	],
	[
		{ type: "vcard", body: "BEGIN:VCARD\nFN:Боб\nTEL;waid=7:+7 999 765-43-21\nEND:VCARD" },
		{ contact: { phone: "+79997654321", name: "Боб", own: false } },
	],
	[
		{ body: "да", quotedStanzaID: "3EB0", quotedParticipant: { _serialized: "79990000001@c.us" } },
		{ replyTo: `true_${ADA}_3EB0` },
	],
	[{ type: "revoked" }, { kind: "unread" }],
])("%o is heard as %o", (about, what) => {
	expect(hearLinked(message(about), ear)?.what).toMatchObject(what);
});

test("what the owner writes on the phone itself is an answer to the customer", () => {
	const heard = hearLinked(message({ body: "Сейчас посмотрю", notifyName: "Shop" }, { fromMe: true }), ear);
	expect(heard).toMatchObject({ chat: ADA, what: { kind: "answered", text: "Сейчас посмотрю" } });
	expect(heard?.who?.firstName).toBeUndefined();
});

test.each([
	"120363000000000000@g.us",
	"status@broadcast",
	"120363000000000000@newsletter",
])("%s is nobody's business", (chat) => {
	expect(hearLinked(message({ body: "?" }, { chat }), ear)).toBeUndefined();
	const acked = { id: { _serialized: `true_${chat}_1` } };
	expect(hearLinked({ event: "ack", message: acked, ack: 2 }, ear)).toBeUndefined();
});

test("a reaction is the customer's only where they made it, and taking it back leaves none", () => {
	const parentMsgKey = { _serialized: menu.message };
	const react = (senderUserJid: string, reactionText: string) =>
		hearLinked({ event: "reaction", reaction: { parentMsgKey, senderUserJid, reactionText, timestamp: 1 } }, ear);
	expect(react(ADA, "👍")?.what).toEqual({ kind: "reacted", message: menu.message, emojis: ["👍"] });
	expect(react(ADA, "")?.what).toMatchObject({ emojis: [] });
	expect(react("79990000001@c.us", "👍")).toBeUndefined();
});

test.each([
	[-1, "failed"],
	[1, "sent"],
	[2, "delivered"],
	[3, "read"],
	[4, "played"],
])("ack %i is told as %s, with our mark on the letter", (ack, state) => {
	const told: PhoneEvent = { event: "ack", message: { id: { _serialized: menu.message }, t: 1 }, letter: "42", ack };
	expect(hearLinked(told, ear)).toMatchObject({
		key: `${menu.message} ${state}`,
		what: { kind: "status", message: menu.message, state, letter: "42" },
	});
});

test.each([
	null,
	7,
	"x",
	[],
	{},
	{ id: 5 },
	{ id: { _serialized: 7 } },
	{ id: { _serialized: "a_b_c" }, t: "now" },
])("%j breaks nothing", (odd) => {
	for (const event of ["message", "edited"] as const)
		expect(() => hearLinked({ event, message: odd }, ear)).not.toThrow();
	expect(() => hearLinked({ event: "reaction", reaction: odd }, ear)).not.toThrow();
	expect(() => hearLinked({ event: "ack", message: odd, ack: 1 }, ear)).not.toThrow();
});
