import { expect, test } from "vitest";
import { openHealth } from "#bots/health.ts";
import type { Answer } from "#bots/telegram/call.ts";
import { TELEGRAM_HEALTH } from "#bots/telegram/health.ts";
import { watch } from "#bots/telegram/watch.ts";

const NOW = new Date("2026-03-01T09:00:00Z");
const SECONDS = NOW.getTime() / 1000;
const hook = { url: "https://shop.example/hooks/telegram/1", secret: "0123456789abcdef" };
const info = (more: object = {}): Answer => ({
	kind: "yes",
	result: { url: hook.url, pending_update_count: 0, ...more },
});

/** Looks once a minute until the scripted answers are used up. */
async function watching(answers: readonly Answer[]) {
	const stopping = new AbortController();
	const script = [...answers];
	const methods: string[] = [];
	const pauses: number[] = [];
	const health = openHealth({
		log: { info() {}, warn() {}, error() {} },
		now: () => NOW,
		account: "telegram:1",
		words: TELEGRAM_HEALTH,
	});
	const seen: string[] = [];
	await watch({
		async call({ method }) {
			methods.push(method);
			if (method !== "getWebhookInfo") return { kind: "yes", result: true };
			return script.shift() ?? { kind: "unsent", reason: "stopped" };
		},
		health,
		hook,
		now: () => NOW,
		async wait(ms) {
			if (pauses.length > 0) seen.push(health.now().state);
			pauses.push(ms);
			if (script.length === 0) stopping.abort();
		},
		signal: stopping.signal,
	});
	return { methods, pauses, seen, health: health.now() };
}

test.each<[string, Answer, string]>([
	["a webhook that works", info(), "ok"],
	["an error of just now", info({ last_error_date: SECONDS - 30, last_error_message: "Connection refused" }), "down"],
	[
		"an error of yesterday",
		info({ last_error_date: SECONDS - 86_400, last_error_message: "Connection refused" }),
		"ok",
	],
	["a webhook that points elsewhere", info({ url: "https://rival.example" }), "conflict"],
	["Telegram away", { kind: "unanswered", reason: "socket hang up" }, "down"],
	["a revoked token", { kind: "no", code: 401, description: "Unauthorized" }, "unauthorized"],
])("%s is seen within a minute", async (_, answer, state) => {
	const { health, pauses } = await watching([answer]);
	expect(health.state).toBe(state);
	expect(pauses[0]).toBe(60_000);
});

test("a webhook that was taken is taken back, and then all is well", async () => {
	const { methods, seen } = await watching([info({ url: "" }), info()]);
	expect(methods).toEqual(["getWebhookInfo", "setWebhook", "getWebhookInfo"]);
	expect(seen).toEqual(["conflict", "ok"]);
});
