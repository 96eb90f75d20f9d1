import { expect, test } from "vitest";
import type { Answer } from "#bots/telegram/call.ts";
import { outcomeOf } from "#bots/telegram/outcome.ts";
import type { Outcome } from "#core/delivery/channel.ts";

const NOW = new Date("2026-03-01T09:00:00Z");
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const yes = (result: unknown): Answer => ({ kind: "yes", result });
const no = (code: number, description: string, more: object = {}): Answer => ({
	kind: "no",
	code,
	description,
	...more,
});

test.each<[string, Answer, Outcome]>([
	["a message", yes({ message_id: 5 }), { outcome: "accepted", refs: ["5"] }],
	["an album", yes([{ message_id: 5 }, { message_id: 6 }]), { outcome: "accepted", refs: ["5", "6"] }],
	["a reaction", yes(true), { outcome: "accepted", refs: [] }],
	[
		"429 with its time",
		no(429, "Too Many Requests: retry after 7", { retryAfter: 7 }),
		{ outcome: "wait", until: later(7), scope: "account" },
	],
	[
		"429 with its time in words only",
		no(429, "Too Many Requests: retry after 11"),
		{ outcome: "wait", until: later(11), scope: "account" },
	],
	["429 without a time", no(429, "Too Many Requests"), { outcome: "wait", until: later(3), scope: "account" }],
	[
		"a blocked bot",
		no(403, "Forbidden: bot was blocked by the user"),
		{ outcome: "unreachable", reason: "Forbidden: bot was blocked by the user" },
	],
	[
		"a deleted account",
		no(403, "Forbidden: user is deactivated"),
		{ outcome: "unreachable", reason: "Forbidden: user is deactivated" },
	],
	[
		"a stranger",
		no(400, "Bad Request: chat not found"),
		{ outcome: "unreachable", reason: "Bad Request: chat not found" },
	],
	[
		"a group that moved",
		no(400, "Bad Request: group chat was upgraded to a supergroup chat", { movedTo: "-1007" }),
		{ outcome: "moved", chat: "-1007" },
	],
	[
		"an edit that changes nothing",
		no(400, "Bad Request: message is not modified: specified new message content…"),
		{ outcome: "accepted", refs: [] },
	],
	[
		"a bad request",
		no(400, "Bad Request: message text is empty"),
		{ outcome: "refused", reason: "Bad Request: message text is empty" },
	],
	["too large", no(413, "Request Entity Too Large"), { outcome: "refused", reason: "Request Entity Too Large" }],
	["a revoked token", no(401, "Unauthorized"), { outcome: "account-down", reason: "Unauthorized" }],
	["a token of the wrong form", no(404, "Not Found"), { outcome: "account-down", reason: "Not Found" }],
	["Telegram's own error", no(500, "Internal Server Error"), { outcome: "ambiguous", reason: "Internal Server Error" }],
	["a bad gateway", no(502, "Bad Gateway"), { outcome: "ambiguous", reason: "Bad Gateway" }],
	["nothing written", { kind: "unsent", reason: "ECONNREFUSED" }, { outcome: "not-sent", reason: "ECONNREFUSED" }],
	[
		"written, and silence",
		{ kind: "unanswered", reason: "no answer within 15 s" },
		{ outcome: "ambiguous", reason: "no answer within 15 s" },
	],
])("%s", (_, answer, outcome) => expect(outcomeOf(answer, { chat: "42", now: NOW })).toEqual(outcome));

test("a group's limit is the group's own", () => {
	expect(outcomeOf(no(429, "", { retryAfter: 40 }), { chat: "-1007", now: NOW })).toMatchObject({ scope: "chat" });
});

test("an edit refers to the message that it changed, also when nothing changed", () => {
	const about = { chat: "42", now: NOW, edited: "5" };
	expect(outcomeOf(yes(true), about)).toEqual({ outcome: "accepted", refs: ["5"] });
	expect(outcomeOf(no(400, "Bad Request: message is not modified"), about)).toEqual({
		outcome: "accepted",
		refs: ["5"],
	});
});
