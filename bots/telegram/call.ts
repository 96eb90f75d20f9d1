import { Readable } from "node:stream";
import { Api, GrammyError, HttpError } from "grammy";
import type { ApiMethods, Opts } from "grammy/types";
import { anId, anInteger, anObject, aText, type JsonObject } from "#core/json.ts";
import { type Wire, WireError, type WireReply } from "../wire.ts";

/** A method of the Bot API. */
export type Method = keyof ApiMethods;

/** A method with its parameters, in the Bot API's own words. */
export type Call<M extends Method = Method> = { [N in M]: { readonly method: N; readonly params: Opts<N> } }[M];

/** What came of a call. */
export type Answer =
	| { readonly kind: "yes"; readonly result: unknown }
	| ({ readonly kind: "no" } & No)
	/** Nothing was written. */
	| { readonly kind: "unsent"; readonly reason: string }
	/** Written, and no clear answer came back. */
	| { readonly kind: "unanswered"; readonly reason: string };

/** `retryAfter` in seconds, `movedTo` the chat's new id. */
export type No = {
	readonly code: number;
	readonly description: string;
	readonly retryAfter?: number;
	readonly movedTo?: string;
};

/** Milliseconds that a call may take. */
export type Timeouts = { readonly call: number; readonly upload: number; readonly poll: number };

/** Calls to the Bot API with one token. They never throw. */
export type Caller = {
	call<M extends Method>(call: Call<M>, options?: { timeout?: number; signal?: AbortSignal }): Promise<Answer>;
	/** For parameters that hold an `InputFile`. */
	upload(call: Call): Promise<Answer>;
};

type Telephone = { readonly wire: Wire; readonly token: string; readonly apiRoot: string; readonly timeouts: Timeouts };

/**
 * Ordinary calls go over the wire as they are; files go through grammY's client on the same wire, which writes the
 * multipart body. (grammY's client for every call costs 25 µs of 30: a timer, an AbortController and a race of promises.)
 */
export function openCaller(telephone: Telephone): Caller {
	const { wire, token, apiRoot, timeouts } = telephone;
	const root = new URL(apiRoot).pathname.replace(/\/$/, "");
	const files = new Api(token, { apiRoot, timeoutSeconds: timeouts.upload / 1000 + 1, fetch: fetchOn(telephone) });
	return {
		call: ({ method, params }, { timeout = timeouts.call, signal } = {}) =>
			answered(token, async () => {
				const path = `${root}/bot${token}/${method}`;
				const body = JSON.stringify(params);
				const call = { method: "POST", path, headers: JSON_HEADERS, body, timeout } as const;
				return readAnswer(await wire.send(signal ? { ...call, signal } : call));
			}),
		upload: ({ method, params }) =>
			answered(token, async () => {
				// grammY types each method by its name; the pair was checked where it was made.
				const send = files.raw[method] as (params: Call["params"]) => Promise<unknown>;
				return { kind: "yes", result: await send(params) };
			}),
	};
}

const JSON_HEADERS = { "content-type": "application/json" };

/** Just as much of `fetch` as grammY's client needs. */
function fetchOn({ wire, timeouts }: Telephone): typeof fetch {
	const send = async (url: string, { body, headers }: { body: string | Readable; headers: Record<string, string> }) => {
		const { pathname } = new URL(url);
		const reply = await wire.send({
			method: "POST",
			path: pathname,
			headers: { "content-type": headers["content-type"] ?? "application/json" },
			body,
			timeout: body instanceof Readable ? timeouts.upload : timeouts.call,
		});
		return { json: async () => readJson(reply) };
	};
	// grammY asks for the whole of `fetch`, and uses this.
	return send as unknown as typeof fetch;
}

async function answered(token: string, ask: () => Promise<Answer>): Promise<Answer> {
	try {
		return await ask();
	} catch (thrown) {
		const error = thrown instanceof HttpError ? thrown.error : thrown;
		if (error instanceof GrammyError) return noFrom({ ...error, parameters: { ...error.parameters } });
		const reason = (error instanceof Error ? error.message : String(error)).replaceAll(token, "<token>");
		return { kind: error instanceof WireError && !error.written ? "unsent" : "unanswered", reason };
	}
}

function readAnswer(reply: WireReply): Answer {
	const body = readJson(reply);
	return body.ok === true ? { kind: "yes", result: body.result } : noFrom(body);
}

/** The Bot API answers in JSON; a proxy before it may not, and then a 5xx says nothing about our call. */
function readJson({ status, body }: WireReply): JsonObject {
	const answer = parse(body.toString());
	if (typeof answer?.ok === "boolean") return answer;
	if (status >= 400 && status < 500) return { ok: false, error_code: status, description: `HTTP ${status}` };
	throw new WireError(`HTTP ${status} without an answer`, { written: true });
}

function parse(text: string): JsonObject | undefined {
	try {
		return anObject(JSON.parse(text));
	} catch {
		return;
	}
}

function noFrom(body: JsonObject): Answer {
	const parameters = anObject(body.parameters);
	const description = aText(body.description) ?? "no reason given";
	const retryAfter = anInteger(parameters?.retry_after);
	const movedTo = anId(parameters?.migrate_to_chat_id);
	return {
		kind: "no",
		code: anInteger(body.error_code) ?? 500,
		description,
		...(retryAfter !== undefined && { retryAfter }),
		...(movedTo && { movedTo }),
	};
}
