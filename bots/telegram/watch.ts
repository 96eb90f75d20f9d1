import { anInteger, anObject, aText, type JsonObject } from "#core/json.ts";
import type { Call } from "./call.ts";
import { reportTrouble } from "./health.ts";
import { ALLOWED_UPDATES, type Poller } from "./poll.ts";

/** Where Telegram is to bring updates, and how it is known there. */
export type Hook = { readonly url: string; readonly secret: string };

/** The call that sets the webhook. */
export function hang({ url, secret }: Hook): Call<"setWebhook"> {
	return {
		method: "setWebhook",
		params: { url, secret_token: secret, allowed_updates: ALLOWED_UPDATES, max_connections: 40 },
	};
}

type Watcher = Pick<Poller, "call" | "health" | "now" | "wait" | "signal"> & { readonly hook: Hook };

/**
 * Looks after a webhook once a minute, until stopped or refused for good: Telegram tells nobody that it cannot reach us,
 * or that another program has taken the webhook.
 */
export async function watch(watcher: Watcher): Promise<void> {
	const { call, health, wait, signal } = watcher;
	for (;;) {
		await wait(60_000, signal);
		if (signal.aborted) return;
		const answer = await call({ method: "getWebhookInfo", params: {} }, { signal });
		if (signal.aborted) return;
		if (answer.kind === "yes") await look(watcher, anObject(answer.result) ?? {});
		else if (reportTrouble(health, answer) === "unauthorized") return;
	}
}

async function look({ call, health, hook, now, signal }: Watcher, info: JsonObject): Promise<void> {
	if (info.url === hook.url) {
		const error = recentError(info, now());
		health.report(error ? "down" : "ok", error);
	} else {
		health.report("conflict", "the webhook pointed elsewhere and was set again");
		await call(hang(hook), { signal });
	}
}

/** Telegram keeps the last error for ever; an old one is history. */
function recentError(info: JsonObject, now: Date): string | undefined {
	const age = now.getTime() / 1000 - (anInteger(info.last_error_date) ?? 0);
	return age < 120 ? aText(info.last_error_message) : undefined;
}
