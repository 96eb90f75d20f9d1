import { aList, anInteger, anObject, aText, type JsonObject } from "#core/json.ts";
import { type Wire, WireError, type WireReply } from "../wire.ts";

/** What came of a call to the Graph API. */
export type Answer =
	| { readonly kind: "yes"; readonly result: JsonObject }
	| ({ readonly kind: "no" } & No)
	/** Nothing was written. */
	| { readonly kind: "unsent"; readonly reason: string }
	/** Written, and no clear answer came back. */
	| { readonly kind: "unanswered"; readonly reason: string };

/** Meta's refusal. `code` is its own, which says more than the status. */
export type No = { readonly status: number; readonly code: number; readonly reason: string };

/** A request below the API's root. */
export type Call = {
	readonly method: "GET" | "POST";
	readonly path: string;
	readonly body?: JsonObject | Form;
	readonly timeout?: number;
};

/** A body that is no JSON: a file on its way. */
export type Form = { readonly type: string; readonly bytes: Buffer };

export type Caller = (call: Call) => Promise<Answer>;

type Telephone = { readonly wire: Wire; readonly token: string; readonly apiRoot: string; readonly timeout: number };

/** Calls to the Graph API with one token. They never throw. */
export function openCaller({ wire, token, apiRoot, timeout: usual }: Telephone): Caller {
	const root = new URL(apiRoot).pathname.replace(/\/$/, "");
	return async ({ method, path, body, timeout = usual }) => {
		try {
			const sent = body && bodyOf(body);
			const reply = await wire.send({
				method,
				path: `${root}/${path}`,
				headers: { authorization: `Bearer ${token}`, ...(sent && { "content-type": sent.type }) },
				...(sent && { body: sent.content }),
				timeout,
			});
			return readAnswer(reply);
		} catch (error) {
			const reason = (error instanceof Error ? error.message : String(error)).replaceAll(token, "<token>");
			return { kind: error instanceof WireError && !error.written ? "unsent" : "unanswered", reason };
		}
	};
}

function bodyOf(body: JsonObject | Form): { type: string; content: string | Buffer } {
	if (isForm(body)) return { type: body.type, content: body.bytes };
	return { type: "application/json", content: JSON.stringify(body) };
}

function isForm(body: JsonObject | Form): body is Form {
	return Buffer.isBuffer(body.bytes);
}

/** The Graph API answers in JSON; a proxy before it may not, and then a 5xx says nothing about our call. */
function readAnswer({ status, body }: WireReply): Answer {
	const answer = parse(body.toString());
	const error = anObject(answer?.error);
	if (error) return { kind: "no", status, code: anInteger(error.code) ?? 0, reason: reasonIn(error) };
	if (status >= 200 && status < 300 && answer) return { kind: "yes", result: answer };
	if (status >= 400 && status < 500) return { kind: "no", status, code: 0, reason: `HTTP ${status}` };
	throw new WireError(`HTTP ${status} without an answer`, { written: true });
}

/** Titles are vague; the details say what is the matter. */
function reasonIn(error: JsonObject): string {
	const words = aText(error.message) ?? "no reason given";
	const details = aText(anObject(error.error_data)?.details);
	return details ? `${words}: ${details}` : words;
}

function parse(text: string): JsonObject | undefined {
	try {
		return anObject(JSON.parse(text));
	} catch {
		return;
	}
}

/** Ids of what was sent. */
export function wamidsIn(result: JsonObject): readonly string[] {
	return aList(result.messages)
		.map((message) => aText(anObject(message)?.id))
		.filter((id) => id !== undefined);
}
