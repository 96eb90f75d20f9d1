import { expect, test } from "vitest";
import { webhookDoor } from "#bots/telegram/door.ts";

const NOW = new Date("2026-03-01T09:00:00Z");
const secret = "0123456789abcdef";
const door = webhookDoor({ secret, ear: () => ({ account: "telegram:1", at: NOW }) });
const HEADER = "x-telegram-bot-api-secret-token";

test.each<[string, Record<string, string | string[] | undefined>, boolean]>([
	["the secret", { [HEADER]: secret }, true],
	["another of the same length", { [HEADER]: "0123456789abcdeF" }, false],
	["a short one", { [HEADER]: "0" }, false],
	["a longer one that begins alike", { [HEADER]: `${secret}0` }, false],
	["an empty one", { [HEADER]: "" }, false],
	["two", { [HEADER]: [secret, secret] }, false],
	["none", {}, false],
])("whoever brings %s", (_, headers, opens) => expect(door.verify(headers, new Uint8Array())).toBe(opens));

test("the path cannot be guessed, tells nothing of the secret, and is the same in every process", () => {
	expect(door.path).toMatch(/^\/hooks\/telegram\/[0-9a-f]{32}$/);
	expect(door.path).not.toContain(secret);
	expect(webhookDoor({ secret, ear: () => ({ account: "telegram:1", at: NOW }) }).path).toBe(door.path);
	expect(webhookDoor({ secret: "another", ear: () => ({ account: "telegram:1", at: NOW }) }).path).not.toBe(door.path);
});

test("an update is heard, with the very bytes that came", () => {
	const raw = Buffer.from(
		'{"update_id":7,  "message":{"message_id":5,"date":1,"chat":{"id":42,"type":"private"},"text":"да"}}',
	);
	const [parcel] = door.hear(raw);
	expect(parcel?.heard).toMatchObject({ key: "7", chat: "42", what: { kind: "message", text: "да" } });
	expect(parcel?.raw).toBe(raw);
});

test.each(["", "not JSON", "[1,2", "null", "\u0000", '{"update_id":'])("a body like %j is kept unread", (body) => {
	const [parcel] = door.hear(Buffer.from(body));
	expect(parcel?.heard.what.kind).toBe("unread");
	expect(parcel?.heard.key).toMatch(/^sha256:/);
});
