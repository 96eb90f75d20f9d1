import type { IncomingMessage, ServerResponse } from "node:http";
import type { Fault, Mishap } from "../faults.ts";
import { isOfTheLine, spoil } from "../spoil.ts";
import { answerMethods } from "./answer-methods.ts";
import { ApiError } from "./api-error.ts";
import type { Bot } from "./bot.ts";
import { type Call, checkCall, type Sent } from "./call.ts";
import { chatMethods } from "./chat-methods.ts";
import { editMethods } from "./edit-methods.ts";
import { Described, type Handlers, Written } from "./handlers.ts";
import type { CallRecord } from "./journal.ts";
import { findMethod } from "./method-table.ts";
import { profileMethods } from "./profile-methods.ts";
import { readRequest } from "./read-request.ts";
import { receiveMethods } from "./receive-methods.ts";
import { sendMethods } from "./send-methods.ts";
import type { Service } from "./service.ts";

/** The Bot API's own door: `/bot<token>/<method>` and `/file/bot<token>/<path>`. */
export class ApiDoor {
	readonly #service: Service;

	constructor(service: Service) {
		this.#service = service;
		service.onReply = (bot, { method, ...params }) => void this.#runReply(bot, String(method), params);
	}

	/** Answers one request for `/bot…`. */
	async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { token, method, query } = readPath(request.url ?? "");
		const bot = this.#service.bots.get(token);
		if (!bot || method === undefined) return refuse(response, unknownBot(token, method));
		let sent: Sent;
		try {
			sent = await readRequest(request, query);
		} catch (error) {
			return this.#refuseUnread(bot, method, error, response);
		}
		const fault = this.#service.faults.meet(nameOf(method), chatOf(sent));
		if (fault) return this.#answerBadly(fault, bot, method, sent, response);
		answerWith(response, await this.#perform(bot, method, sent, response));
	}

	/** Does what was asked, and notes it. */
	async #perform(bot: Bot, method: string, sent: Sent, response: ServerResponse, fault?: Fault): Promise<CallRecord> {
		const running = this.#run(bot, method, sent);
		forgetGonePoller(bot, response);
		const record = await running;
		if (fault) record.fault = spoken(fault);
		this.#service.journal.call(record);
		return record;
	}

	/** A call that meets a scripted fault. */
	async #answerBadly(fault: Fault, bot: Bot, method: string, sent: Sent, response: ServerResponse): Promise<void> {
		const { when, mishap } = fault;
		if (when === "before" && mishap.kind !== "delay") return this.#failBefore(bot, method, sent, fault, response);
		if (when === "before") await this.#pause(mishap);
		const record = await this.#perform(bot, method, sent, response, fault);
		if (when === "after" && mishap.kind === "delay") await this.#pause(mishap);
		this.#fail(bot, mishap, response, record, sent);
	}

	/** Answers a download. */
	download(url: string, response: ServerResponse): void {
		const [, token = "", path = ""] = /^\/file\/bot([^/]+)\/([^?]+)/.exec(url) ?? [];
		const bot = this.#service.bots.get(token);
		const file = bot && this.#service.world.files.download(bot.id, decodeURIComponent(path), this.#service.clock.now());
		if (!file) {
			refuse(response, new ApiError(404, "Not Found"));
			return;
		}
		response.writeHead(200, { "content-type": "application/octet-stream", "content-length": file.bytes.length });
		response.end(file.bytes);
	}

	/** Runs one call, and tells what became of it. */
	async #run(bot: Bot, method: string, sent: Sent): Promise<CallRecord> {
		const { clock } = this.#service;
		const record: CallRecord = {
			at: clock.now(),
			bot: bot.id,
			method: nameOf(method),
			params: sent.params,
			outcome: { kind: "nothing" },
		};
		try {
			const call = this.#check(bot, method, sent);
			this.#mindPauses(call);
			const handler = handlers[call.method];
			if (!handler)
				throw new ApiError(501, `Not Implemented: the stand-in does not know ${call.method} yet`, { blame: "caller" });
			const result = handler(this.#service, call);
			record.outcome = { kind: "ok", result: result instanceof Promise ? await result : result };
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			if (error.blame === "caller") this.#violation(bot, record.method, error.message);
			record.outcome = { kind: "refused", code: error.code, description: error.message };
			refusals.set(record, error);
		}
		return record;
	}

	#check(bot: Bot, name: string, sent: Sent): Call {
		const method = findMethod(name);
		if (!method) throw new ApiError(404, "Not Found: method not found", { blame: "caller" });
		const { call, overlooked } = checkCall(bot, method, sent);
		for (const words of overlooked) this.#violation(bot, method.name, words);
		return call;
	}

	/** Telegram asked for a pause: whoever sends before it is over breaks a rule. */
	#mindPauses({ bot, method, params }: Call): void {
		if (!isSend(method)) return;
		const early = bot.gate.tooEarlyBy(Number(params.chat_id), this.#service.clock.now());
		if (early > 0) this.#violation(bot, method, `sent ${Math.round(early)} ms before retry_after was over`);
	}

	#violation(bot: Bot, method: string, words: string): void {
		this.#service.journal.violation({ at: this.#service.clock.now(), bot: bot.id, method, words });
	}

	/** Nothing is done, and the call learns of it or not. */
	#failBefore(bot: Bot, method: string, sent: Sent, fault: Fault, response: ServerResponse): void {
		const { clock, journal } = this.#service;
		const record: CallRecord = {
			at: clock.now(),
			bot: bot.id,
			method: nameOf(method),
			params: sent.params,
			outcome: { kind: "nothing" },
			fault: spoken(fault),
		};
		journal.call(record);
		this.#fail(bot, fault.mishap, response, record, sent);
	}

	#fail(bot: Bot, mishap: Mishap, response: ServerResponse, record: CallRecord, sent: Sent): void {
		if (isOfTheLine(mishap)) spoil(response, mishap, { begun: '{"ok":true,"resu' });
		else if (mishap.kind === "delay") answerWith(response, record);
		else {
			if (mishap.retryAfter !== undefined)
				bot.gate.pause(chatOf(sent) ?? "account", mishap.retryAfter, this.#service.clock.now());
			refuse(response, scripted(mishap));
		}
	}

	#pause(mishap: Mishap): Promise<void> {
		return new Promise((resume) => {
			this.#service.clock.after(mishap.kind === "delay" ? mishap.milliseconds : 0, resume);
			this.#service.journal.changed();
		});
	}

	#refuseUnread(bot: Bot, method: string, error: unknown, response: ServerResponse): void {
		if (!(error instanceof ApiError)) {
			response.socket?.destroy();
			return;
		}
		this.#violation(bot, nameOf(method), error.message);
		refuse(response, error);
	}

	/** A webhook's answer may hold a call; its result is lost, which is why the product never uses it. */
	async #runReply(bot: Bot, method: string, params: Record<string, unknown>): Promise<void> {
		const record = await this.#run(bot, method, { params, files: new Map(), textOnly: false });
		this.#violation(bot, record.method, "called in a webhook's answer, where its result is lost");
		this.#service.journal.call(record);
	}
}

const handlers: Handlers = {
	...receiveMethods,
	...sendMethods,
	...editMethods,
	...answerMethods,
	...profileMethods,
	...chatMethods,
};

function unknownBot(token: string, method: string | undefined): ApiError {
	const isToken = /^\d+:[\w-]+$/.test(token) && method !== undefined;
	return isToken ? new ApiError(401, "Unauthorized") : new ApiError(404, "Not Found");
}

/** Parameters of a refusal are for the answer only, not for the journal. */
const refusals = new WeakMap<CallRecord, ApiError>();

const sending = /^(send(?!ChatAction|MessageDraft)|edit|copy|forward)/;
const sendCache = new Map<string, boolean>();

function isSend(method: string): boolean {
	let is = sendCache.get(method);
	if (is === undefined) {
		is = sending.test(method);
		sendCache.set(method, is);
	}
	return is;
}

/** A poller that waits and whose connection ends must not swallow the next updates. */
function forgetGonePoller(bot: Bot, response: ServerResponse): void {
	const seat = bot.poll.takeSeat();
	if (seat) response.once("close", () => response.writableFinished || seat.leave());
}

function nameOf(method: string): string {
	return findMethod(method)?.name ?? method;
}

function chatOf({ params }: Sent): number | undefined {
	const chat = Number(params.chat_id);
	return Number.isNaN(chat) ? undefined : chat;
}

function readPath(url: string): { token: string; method: string | undefined; query: string | undefined } {
	const mark = url.indexOf("?");
	const path = mark < 0 ? url : url.slice(0, mark);
	const slash = path.indexOf("/", 4);
	return {
		token: decodeToken(slash < 0 ? path.slice(4) : path.slice(4, slash)),
		method: slash < 0 ? undefined : path.slice(slash + 1),
		query: mark < 0 ? undefined : url.slice(mark + 1),
	};
}

function decodeToken(token: string): string {
	return token.includes("%") ? token.replace(/%3a/i, ":") : token;
}

function answerWith(response: ServerResponse, record: CallRecord): void {
	const { outcome } = record;
	if (outcome.kind === "ok") write(response, 200, okBody(outcome.result));
	else refuse(response, refusals.get(record) ?? new ApiError(500, "Internal Server Error"));
}

function okBody(result: unknown): string {
	if (result instanceof Written) return `{"ok":true,"result":${result.json}}`;
	if (result instanceof Described) {
		return JSON.stringify({ ok: true, result: result.result, description: result.description });
	}
	return `{"ok":true,"result":${JSON.stringify(result)}}`;
}

function refuse(response: ServerResponse, { code, message, parameters }: ApiError): void {
	const body = { ok: false, error_code: code, description: message, ...(parameters ? { parameters } : {}) };
	write(response, code, JSON.stringify(body), parameters?.retry_after);
}

function write(response: ServerResponse, status: number, body: string, retryAfter?: number): void {
	if (retryAfter !== undefined) response.setHeader("retry-after", retryAfter);
	response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
	response.end(body);
}

function scripted({ status, description, retryAfter }: Extract<Mishap, { kind: "status" }>): ApiError {
	const words =
		description ??
		(status === 429 ? `Too Many Requests: retry after ${retryAfter ?? 1}` : (statusWords[status] ?? "Bad Request"));
	return new ApiError(status, words, retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } });
}

const statusWords: Record<number, string> = {
	401: "Unauthorized",
	403: "Forbidden: bot was blocked by the user",
	404: "Not Found",
	409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
	500: "Internal Server Error",
	502: "Bad Gateway",
	503: "Service Unavailable",
};

function spoken({ mishap, when }: Fault): string {
	return `${mishap.kind}${mishap.kind === "status" ? ` ${mishap.status}` : ""} ${when} delivery`;
}
