import { describe, expect, test } from "vitest";
import { type Answer, openCaller } from "#bots/telegram/call.ts";
import { type Wire, WireError, type WireRequest } from "#bots/wire.ts";

const token = "7000001:canary";
const timeouts = { call: 15_000, upload: 60_000, poll: 60_000 };

/** A caller whose wire answers, or fails, as told. */
function calling(
	send: (request: WireRequest) => Promise<{ status: number; body: string }>,
	apiRoot = "https://api.example/tg",
) {
	const wire: Wire = {
		send: async (request) => {
			const { status, body } = await send(request);
			return { status, body: Buffer.from(body) };
		},
		close: async () => {},
	};
	return openCaller({ wire, token, apiRoot, timeouts });
}

const hello = { method: "sendMessage", params: { chat_id: "42", text: "Здравствуйте" } } as const;

describe("an answer is read as what it is", () => {
	test.each<[string, number, string, Answer]>([
		["yes", 200, '{"ok":true,"result":{"message_id":5}}', { kind: "yes", result: { message_id: 5 } }],
		[
			"no",
			400,
			'{"ok":false,"error_code":400,"description":"Bad Request: x"}',
			{ kind: "no", code: 400, description: "Bad Request: x" },
		],
		[
			"no, with a time",
			429,
			'{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":7}}',
			{ kind: "no", code: 429, description: "x", retryAfter: 7 },
		],
		[
			"no, with a new chat",
			400,
			'{"ok":false,"error_code":400,"description":"x","parameters":{"migrate_to_chat_id":-1007}}',
			{ kind: "no", code: 400, description: "x", movedTo: "-1007" },
		],
		["a proxy's refusal", 413, "<html>too large</html>", { kind: "no", code: 413, description: "HTTP 413" }],
		[
			"a proxy's trouble",
			502,
			"<html>bad gateway</html>",
			{ kind: "unanswered", reason: "HTTP 502 without an answer" },
		],
		[
			"a page that is no answer",
			200,
			"<html>hello</html>",
			{ kind: "unanswered", reason: "HTTP 200 without an answer" },
		],
		["half an answer", 200, '{"ok":true,"resu', { kind: "unanswered", reason: "HTTP 200 without an answer" }],
		["a list", 200, "[]", { kind: "unanswered", reason: "HTTP 200 without an answer" }],
	])("%s", async (_, status, body, answer) => {
		expect(await calling(async () => ({ status, body })).call(hello)).toEqual(answer);
	});
});

test("a call goes to the method's own path below the root, with its time limit", async () => {
	const seen: WireRequest[] = [];
	await calling(async (request) => {
		seen.push(request);
		return { status: 200, body: '{"ok":true,"result":true}' };
	}).call(hello);
	expect(seen).toEqual([
		{
			method: "POST",
			path: "/tg/bot7000001:canary/sendMessage",
			headers: { "content-type": "application/json" },
			body: '{"chat_id":"42","text":"Здравствуйте"}',
			timeout: 15_000,
		},
	]);
});

test.each([true, false])("a failure (written: %s) keeps the token to itself, called or uploaded", async (written) => {
	const caller = calling(async () => {
		throw new WireError(`cannot reach https://api.example/bot${token}/sendMessage`, { written });
	});
	const expected = {
		kind: written ? "unanswered" : "unsent",
		reason: "cannot reach https://api.example/bot<token>/sendMessage",
	};
	expect(await caller.call(hello)).toEqual(expected);
	expect(await caller.upload(hello)).toEqual(expected);
});
