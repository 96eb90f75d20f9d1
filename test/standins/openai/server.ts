import type { IncomingMessage, ServerResponse } from "node:http";
import { aClock, type Clock } from "../clock.ts";
import { someDice } from "../dice.ts";
import { type Fault, Faults, type Mishap } from "../faults.ts";
import { listenOnLoopback, readBody } from "../loopback.ts";
import { isOfTheLine, spoil } from "../spoil.ts";
import { controlDoor } from "./control-door.ts";
import { obeyText } from "./obey.ts";
import { type Asked, RequestFault, readRequest } from "./read-request.ts";
import { completionOf, streamOf } from "./shapes.ts";

/** What the model says to a request: words, or calls of tools whose arguments may be as wrong as a model's may be. */
export type Answer =
	| { readonly says: string }
	| { readonly calls: readonly { readonly name: string; readonly arguments: string }[] };

/** One call, as it came and as it was answered. */
export type CallRecord = {
	readonly at: number;
	readonly path: string;
	/** The body as it came: searched for personal data. */
	readonly body: string;
	readonly status: number | "reset" | "cut" | "silence";
};

export type OpenAiOptions = {
	readonly port?: number;
	/** Keys that are let in. */
	readonly keys?: readonly string[];
	readonly seed?: number;
	/** `manual`: time moves by `clock.advance` only; a number: so many times as fast as the real one. */
	readonly clock?: "running" | "manual" | number;
};

/** A local service that speaks OpenAI's chat completions, on a script: no model, no network, no cost. */
export type OpenAiStandin = {
	/** `http://127.0.0.1:PORT/v1` */
	readonly baseUrl: string;
	readonly root: string;
	readonly port: number;
	readonly clock: Clock;
	readonly faults: Faults;
	/** Answers the next calls so, in order; a function looks at what was asked. With nothing left it says nothing useful. */
	script(...answers: readonly (Answer | ((asked: Asked) => Answer))[]): void;
	/** Does what the texts say, whoever wrote them: the worst model that an attacker could wish for. */
	obey(on?: boolean): void;
	/** Goes wrong from now on; the answer ends it. */
	fault(mishap: Mishap, wishes?: Partial<Omit<Fault, "mishap">>): () => void;
	readonly calls: readonly CallRecord[];
	/** What the real service would have refused. */
	readonly violations: readonly string[];
	/** Resolves when so many calls have come in. */
	heard(calls: number): Promise<void>;
	close(): Promise<void>;
};

const LONGEST_BODY = 4 * 1024 * 1024;
const PATH = "/v1/chat/completions";

/** Starts a stand-in on 127.0.0.1. */
export async function startOpenAiStandin({
	port = 0,
	keys = ["sk-standin"],
	seed = 1,
	clock: pace = "running",
}: OpenAiOptions = {}): Promise<OpenAiStandin> {
	const clock = aClock({ factor: pace === "running" ? 1 : pace === "manual" ? 0 : pace });
	const faults = new Faults(someDice(seed));
	const calls: CallRecord[] = [];
	const violations: string[] = [];
	const waiters = new Set<() => void>();
	let script: (Answer | ((asked: Asked) => Answer))[] = [];
	let obedient = false;
	let heard = 0;
	let numbers = 0;

	function note(path: string, body: string, status: CallRecord["status"]) {
		calls.push({ at: clock.now(), path, body, status });
	}

	function arrived() {
		heard += 1;
		for (const waiter of waiters) waiter();
	}

	/** What the model says; it has said it also where the answer is lost on the way. */
	function answerTo(asked: Asked): Answer {
		if (obedient) return obeyText(asked);
		const next = script.shift();
		if (next) return typeof next === "function" ? next(asked) : next;
		return { says: "I do not know." };
	}

	async function complete(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
		const body = (await readBody(request, LONGEST_BODY))?.toString("utf8");
		arrived();
		const fault = faults.meet(PATH, undefined);
		if (fault?.mishap.kind === "delay") await pause(fault.mishap.milliseconds, request);
		else if (fault) return fail(response, fault.mishap, (status) => note(path, body ?? "", status));
		try {
			const asked = readRequest(request.headers.authorization, body, keys);
			const answer = answerTo(asked);
			numbers += 1;
			const about = { id: `chatcmpl-${numbers}`, model: asked.model, created: Math.floor(clock.now() / 1000) };
			note(path, body ?? "", 200);
			if (asked.stream) stream(response, streamOf(answer, about));
			else json(response, 200, completionOf(answer, about));
		} catch (error) {
			if (!(error instanceof RequestFault)) throw error;
			noteFault(error);
			note(path, body ?? "", error.status);
			refuse(response, error.status, error.message, error.type);
		}
	}

	/** A wrong key is the tester's wish, all else somebody's mistake. */
	function noteFault({ status, message }: RequestFault): void {
		if (status !== 401) violations.push(message);
	}

	/** Whoever gives up meanwhile is not waited for. */
	function pause(milliseconds: number, request: IncomingMessage): Promise<void> {
		return new Promise((resume) => {
			const cancel = clock.after(milliseconds, resume);
			request.socket.once("close", () => {
				cancel();
				resume();
			});
		});
	}

	const server = await listenOnLoopback((request, response) => {
		const { pathname } = new URL(request.url ?? "", "http://127.0.0.1");
		if (pathname.startsWith("/control/")) return void control.answer(request, response);
		if (pathname === PATH && request.method === "POST") return void complete(request, response, pathname);
		note(pathname, "", 404);
		refuse(response, 404, `Unknown request URL: ${request.method} ${pathname}.`, "invalid_request_error");
	}, port);

	const standin: OpenAiStandin = {
		baseUrl: `${server.root}/v1`,
		root: server.root,
		port: server.port,
		clock,
		faults,
		calls,
		violations,
		script: (...answers) => void script.push(...answers),
		obey(on = true) {
			obedient = on;
			script = [];
		},
		fault: (mishap, wishes = {}) => faults.script({ when: "before", ...wishes, mishap }),
		heard: (count) =>
			new Promise((resolve) => {
				const look = () => {
					if (heard < count) return;
					waiters.delete(look);
					resolve();
				};
				waiters.add(look);
				look();
			}),
		async close() {
			clock.stop();
			await server.close();
		},
	};
	const control = controlDoor(standin);
	return standin;
}

/** What the journal says of a call whose answer was lost on the line. */
const LOST = { reset: "reset", "half-open": "silence", cut: "cut", garbage: 200 } as const;

function fail(response: ServerResponse, mishap: Mishap, note: (status: CallRecord["status"]) => void): void {
	if (isOfTheLine(mishap)) {
		note(LOST[mishap.kind]);
		spoil(response, mishap, {
			begun: '{"id":"chatcmpl-cut","choices":[{"mess',
			page: [200, "<html>It works!</html>"],
		});
	} else if (mishap.kind === "status") {
		note(mishap.status);
		if (mishap.retryAfter !== undefined) response.setHeader("retry-after", mishap.retryAfter);
		refuse(response, mishap.status, mishap.description ?? wordsFor(mishap.status), typeFor(mishap.status));
	} else throw new Error("A delay is no answer.");
}

function stream(response: ServerResponse, events: readonly string[]): void {
	response.writeHead(200, { "content-type": "text/event-stream" });
	for (const event of events) response.write(`data: ${event}\n\n`);
	response.end("data: [DONE]\n\n");
}

function refuse(response: ServerResponse, status: number, message: string, type: string): void {
	json(response, status, { error: { message, type, param: null, code: null } });
}

function json(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function wordsFor(status: number): string {
	return status === 429 ? "Rate limit reached for requests" : "The server had an error while processing your request";
}

function typeFor(status: number): string {
	return status === 429 ? "requests" : "server_error";
}
