import { expect, test } from "vitest";
import { hear } from "#bots/console/hear.ts";
import type { HeardWhat } from "#core/conversations/heard.ts";

const menu = { message: "m7", tokens: ["tea", "coffee"] };

test.each<[string, HeardWhat]>([
	["Два чая", { kind: "message", id: "l1", text: "Два чая", media: [] }],
	["2", { kind: "pressed", press: "l1", token: "coffee", message: "m7" }],
	[" 1 ", { kind: "pressed", press: "l1", token: "tea", message: "m7" }],
	["3", { kind: "message", id: "l1", text: "3", media: [] }],
	["0", { kind: "message", id: "l1", text: "0", media: [] }],
	["2 пачки", { kind: "message", id: "l1", text: "2 пачки", media: [] }],
	["/Menu", { kind: "command", id: "l1", name: "menu", argument: "" }],
	["/order чай", { kind: "command", id: "l1", name: "order", argument: "чай" }],
	["/start promo-7", { kind: "link", id: "l1", payload: "promo-7" }],
	["/start", { kind: "command", id: "l1", name: "start", argument: "" }],
	["a\u001b[2Jb", { kind: "message", id: "l1", text: "a[2Jb", media: [] }],
])("typing %j", (text, what) => {
	const heard = hear({ text, id: "l1", at: new Date("2026-03-01T09:00:00Z"), menu });
	expect(heard).toMatchObject({ account: "console:local", channel: "console", key: "l1", chat: "terminal" });
	expect(heard.what).toEqual(what);
});
