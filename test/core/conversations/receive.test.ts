import { expect, test } from "vitest";
import { laneOf, receive } from "#core/conversations/receive.ts";
import { safeJson } from "#core/conversations/safe-json.ts";
import { heard, writes } from "#test/support/counter.ts";
import { aShop } from "#test/support/shop.ts";

test("what was heard is kept with its bytes, its chat and the place in the queue", async () => {
	const { shop } = await aShop();
	const tea = writes("tea", { chat: "ada", key: "17" });

	await receive(shop, [tea, writes("cake", { chat: "bob", key: "18" })], "19");

	const [row] = await shop.db.inbox.findMany({ orderBy: { id: "asc" } });
	expect(row).toMatchObject({ account: tea.heard.account, key: "17", lane: laneOf(tea.heard), state: "waiting" });
	expect(Buffer.from(row?.raw ?? []).toString()).toBe(Buffer.from(tea.raw).toString());
	expect(row?.receivedAt).toEqual(shop.now());
	expect(await shop.db.chat.count()).toBe(2);
	expect(await shop.db.account.findMany()).toMatchObject([{ id: tea.heard.account, position: "19" }]);
});

test("what comes again is passed over, and does not hold up what is new", async () => {
	const { shop } = await aShop();
	const tea = writes("tea");
	await receive(shop, [tea]);

	expect(await receive(shop, [tea, writes("cake")])).toBe(1);

	expect(await shop.db.inbox.count()).toBe(2);
});

test("characters that PostgreSQL refuses cost nobody a message", async () => {
	const { shop } = await aShop();
	const texts = ["nul \u0000", "half \ud83d", "\ude00 other half", "a path \\u0000 typed by hand", "\\", "emoji 😀"];

	await receive(
		shop,
		texts.map((text) => writes(text)),
	);

	const rows = await shop.db.inbox.findMany({ orderBy: { id: "asc" } });
	const kept = rows.map(({ heard }) => (heard as { what: { text: string } }).what.text);
	expect(kept).toEqual([
		"nul \ufffd",
		"half \ufffd",
		"\ufffd other half",
		"a path \\u0000 typed by hand",
		"\\",
		"emoji 😀",
	]);
});

test("a row that cannot be kept is kept unread, and its batch goes on", async () => {
	const { shop } = await aShop();
	const bad = heard({ kind: "unread", about: "x" });
	const account = { ...bad, heard: { ...bad.heard, key: "with a nul \u0000 inside" } };
	const endless = { ...bad, heard: { ...bad.heard, key: "deep", what: nested(20_000) } };

	await receive(shop, [writes("before"), account, endless, writes("after")]);

	const rows = await shop.db.inbox.findMany({ orderBy: { id: "asc" }, select: { key: true, heard: true } });
	expect(rows).toHaveLength(4);
	expect(rows.find(({ key }) => key === "deep")?.heard).toMatchObject({ what: { kind: "unread" } });
});

test("safe JSON changes nothing that is sound", () => {
	const value = { text: 'quotes " \\ and \\\\u0000', list: [1, null, true], emoji: "👩‍👩‍👧" };
	expect(JSON.parse(safeJson(value))).toEqual(value);
});

/** More brackets than anybody's stack is deep. */
function nested(depth: number) {
	let list: unknown = [];
	for (let level = 0; level < depth; level++) list = [list];
	return { kind: "unread", about: "deep", list } as const;
}
