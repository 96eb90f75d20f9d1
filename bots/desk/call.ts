import { Telegraf, TelegramError } from "telegraf";
import type { Opts, Telegram } from "telegraf/types";

/** A method of the Bot API. */
export type Method = keyof Telegram;

/** What came of a call, as far as the desk has to know. */
export type Outcome<Result = unknown> =
	| { readonly kind: "done"; readonly result: Result }
	/** It stands there as wanted already. */
	| { readonly kind: "same" }
	| { readonly kind: "wait"; readonly seconds: number }
	/** The group has another id now. */
	| { readonly kind: "moved"; readonly to: string }
	/** The message, the topic or the group is not there any more. */
	| { readonly kind: "gone"; readonly what: "message" | "topic" | "group"; readonly reason: string }
	| { readonly kind: "refused"; readonly reason: string }
	/** Another program asks for this bot's updates, or a webhook takes them. */
	| { readonly kind: "conflict"; readonly reason: string }
	/** The token is not valid any more. */
	| { readonly kind: "unauthorized"; readonly reason: string }
	/** No clear answer: it may have happened. */
	| { readonly kind: "unclear"; readonly reason: string };

/** Calls to the Bot API through Telegraf. They never throw. */
export type Caller = {
	readonly bot: Telegraf;
	call<M extends Method>(
		method: M,
		params: Opts<M>,
		options?: { readonly timeout?: number; readonly signal?: AbortSignal },
	): Promise<Outcome<ReturnType<Telegram[M]>>>;
};

const TIMEOUT_MS = 30_000;

/** Opens the desk's bot. Nothing is asked of Telegram yet. */
export function openCaller({ token, apiRoot }: { token: string; apiRoot: string }): Caller {
	// An update is worked off however long it takes; the row waits for the end of it.
	const bot = new Telegraf(token, {
		handlerTimeout: Number.POSITIVE_INFINITY,
		telegram: { apiRoot, webhookReply: false },
	});
	bot.catch((error) => {
		throw error;
	});
	return {
		bot,
		async call(method, params, { timeout = TIMEOUT_MS, signal } = {}) {
			const patience = AbortSignal.timeout(timeout);
			const until = signal ? AbortSignal.any([signal, patience]) : patience;
			try {
				// Telegraf types the signal by a shim of 2016; the machine's own is what its client takes.
				const options = { signal: until as unknown as NonNullable<CallOptions["signal"]> };
				return { kind: "done", result: await bot.telegram.callApi(method, params, options) };
			} catch (error) {
				return error instanceof TelegramError ? outcomeOf(error) : { kind: "unclear", reason: wordsOf(error, token) };
			}
		},
	};
}

type CallOptions = NonNullable<Parameters<Telegraf["telegram"]["callApi"]>[2]>;

function outcomeOf({ code, description, parameters }: TelegramError): Exclude<Outcome, { kind: "done" }> {
	const movedTo = parameters?.migrate_to_chat_id;
	if (movedTo !== undefined) return { kind: "moved", to: String(movedTo) };
	if (code === 429) return { kind: "wait", seconds: parameters?.retry_after ?? 5 };
	// A token of the wrong form is answered with 404.
	if (code === 401 || code === 404) return { kind: "unauthorized", reason: description };
	if (code === 409) return { kind: "conflict", reason: description };
	if (code >= 500) return { kind: "unclear", reason: description };
	if (/not modified|TOPIC_NOT_MODIFIED/i.test(description)) return { kind: "same" };
	const what = whatIsGone(code, description);
	return what ? { kind: "gone", what, reason: description } : { kind: "refused", reason: description };
}

function whatIsGone(code: number, description: string): "message" | "topic" | "group" | undefined {
	if (/thread not found|TOPIC_(ID_INVALID|DELETED)/i.test(description)) return "topic";
	if (/message .*not found|MESSAGE_ID_INVALID|message can't be (edited|deleted)/i.test(description)) return "message";
	if (code === 403 || /chat not found|not a forum|not enough rights/i.test(description)) return "group";
	return undefined;
}

function wordsOf(error: unknown, token: string): string {
	return (error instanceof Error ? error.message : String(error)).replaceAll(token, "<token>");
}
