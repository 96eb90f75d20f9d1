import OpenAI, { APIError } from "openai";
import type { Timers } from "#core/timers.ts";
import type { Log } from "./log.ts";

/** Where the model is; any service that speaks OpenAI's chat completions with tools will do. */
export type ModelSettings = { readonly key: string; readonly baseUrl?: string; readonly model: string };

export type ModelParts = { readonly timers: Timers; readonly now: () => Date; readonly log: Log };

/** What it is asked: messages, and tools that it may call. */
export type ModelWish = Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, "model">;

/** A model that is asked once, for a bounded time. Whatever fails is no answer: it never throws. */
export type Model = {
	ask<Said>(
		wish: ModelWish,
		how: {
			readonly patience: number;
			/** What of the completion counts; throws where it is none at all. */
			readonly read: (completion: unknown) => Said;
		},
	): Promise<Said | undefined>;
};

/** After so many failures in a row it is left in peace for a while: rules alone, and nobody waits for it. */
const FAILURES = 3;
const REST_MS = 60_000;

export function openModel(settings: ModelSettings, { timers, now, log }: ModelParts): Model {
	const client = new OpenAI({
		apiKey: settings.key,
		...(settings.baseUrl && { baseURL: settings.baseUrl }),
		maxRetries: 0,
		logLevel: "off",
	});
	let failures = 0;
	let restsUntil = 0;

	function rest(milliseconds: number) {
		failures = 0;
		restsUntil = now().getTime() + milliseconds;
	}

	function failed(error: unknown) {
		failures += 1;
		const asked = error instanceof APIError && error.status === 429 ? secondsAsked(error) : undefined;
		if (asked !== undefined) rest(asked * 1000);
		else if (failures >= FAILURES) rest(REST_MS);
		// Reasons only: the words are the customer's.
		log.warn("the assistant did not answer", { reason: reasonOf(error) });
	}

	return {
		async ask(wish, { patience, read }) {
			if (now().getTime() < restsUntil) return undefined;
			const limit = new AbortController();
			const cancel = timers.after(patience, () => limit.abort());
			try {
				const request = { ...wish, model: settings.model };
				const said = read(await client.chat.completions.create(request, { signal: limit.signal }));
				failures = 0;
				return said;
			} catch (error) {
				failed(error);
				return undefined;
			} finally {
				cancel();
			}
		},
	};
}

/** `Retry-After` in seconds; a service that names none means a while. */
function secondsAsked({ headers }: APIError): number {
	const seconds = Number(headers?.get("retry-after"));
	return seconds > 0 ? Math.min(seconds, 3_600) : REST_MS / 1000;
}

function reasonOf(error: unknown): string {
	if (error instanceof APIError && error.status !== undefined) return `status ${error.status}`;
	return error instanceof Error ? error.name : "unknown";
}
