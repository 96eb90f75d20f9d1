import type { Update } from "telegraf/types";
import type { Shop } from "#core/shop.ts";
import type { Timers } from "#core/timers.ts";
import type { Health } from "../health.ts";
import type { Caller, Outcome } from "./call.ts";
import { keepUpdates, positionOf } from "./updates.ts";

type Listener = {
	readonly shop: Shop;
	readonly account: string;
	readonly caller: Caller;
	readonly timers: Timers;
	readonly health: Health;
	/** Something new was kept. */
	readonly kept: () => void;
	readonly random: () => number;
	readonly signal: AbortSignal;
};

/** The list sticks at Telegram, and its default lacks what is not named. */
const ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"] as const;

/** A webhook that somebody left set keeps polling from working; what waits in the queue is kept. */
const KEEP_WAITING = { drop_pending_updates: false };

const LONG_POLL_S = 50;
const BREATH_MS = 3_000;

/**
 * Fetches updates until stopped. Telegraf's own polling confirms an update before its handler has ended; here it is confirmed
 * by asking for what follows it, and that is asked only once the update is committed.
 */
export async function listen(listener: Listener): Promise<void> {
	const { shop, account, caller, health, signal } = listener;
	let from = await positionOf(shop, account);
	await caller.call("deleteWebhook", KEEP_WAITING, { signal });
	while (!signal.aborted) {
		const askedAt = Date.now();
		const asked = {
			limit: 100,
			timeout: LONG_POLL_S,
			allowed_updates: ALLOWED,
			...(from !== undefined && { offset: from }),
		};
		const answer = await caller.call("getUpdates", asked, { timeout: (LONG_POLL_S + 15) * 1000, signal });
		if (signal.aborted) return;
		if (answer.kind === "unauthorized") return health.report("unauthorized", answer.reason);
		if (answer.kind === "done") from = (await takeIn(listener, answer.result, askedAt)) ?? from;
		else await breathe(listener, answer);
	}
}

/** Keeps what came; the position from which to ask on, undefined where it stays as it was. */
async function takeIn(listener: Listener, updates: readonly Update[], askedAt: number): Promise<number | undefined> {
	const { shop, account, timers, health, kept, signal } = listener;
	health.report("ok");
	const last = updates.at(-1);
	if (!last) {
		// Long polling answers late. Whoever answers "nothing" at once must not be asked in circles.
		if (Date.now() - askedAt < 500) await rest(timers, 1_000, signal);
		return undefined;
	}
	try {
		await keepUpdates(shop, { account, updates, next: String(last.update_id + 1) });
	} catch (error) {
		health.report("down", `the desk's inbox did not take what came: ${String(error)}`);
		await rest(timers, BREATH_MS, signal);
		return undefined;
	}
	kept();
	return last.update_id + 1;
}

async function breathe(listener: Listener, answer: Exclude<Outcome, { kind: "done" | "unauthorized" }>): Promise<void> {
	const { caller, timers, health, signal } = listener;
	if (answer.kind !== "conflict") {
		health.report("down", "reason" in answer ? answer.reason : answer.kind);
		return rest(timers, answer.kind === "wait" ? answer.seconds * 1000 : BREATH_MS, signal);
	}
	health.report("conflict", answer.reason);
	if (/webhook/i.test(answer.reason)) await caller.call("deleteWebhook", KEEP_WAITING, { signal });
	// Two pollers that wait equally long would meet for ever.
	await rest(timers, BREATH_MS + listener.random() * 12_000, signal);
}

function rest(timers: Timers, milliseconds: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const cancel = timers.after(milliseconds, rested);
		signal.addEventListener("abort", rested);
		function rested() {
			cancel();
			signal.removeEventListener("abort", rested);
			resolve();
		}
	});
}
