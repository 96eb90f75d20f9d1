import type { Readable } from "node:stream";
import { Pool } from "undici";

/** One HTTP request. A body that is a stream is an upload. */
export type WireRequest = {
	readonly method: "GET" | "POST";
	readonly path: string;
	readonly headers?: Record<string, string>;
	readonly body?: string | Buffer | Readable;
	/** Milliseconds for all of it: waiting for a connection, writing, the answer read to its end. */
	readonly timeout: number;
	/** Bytes of the answer; a longer one is broken off. */
	readonly limit?: number;
	readonly signal?: AbortSignal;
};

/** The answer, read to its end. */
export type WireReply = { readonly status: number; readonly body: Buffer };

/** No answer. `written`: the request may have reached the server; `tooLong`: its answer was broken off. */
export class WireError extends Error {
	override readonly name = "WireError";
	readonly written: boolean;
	readonly tooLong: boolean;

	constructor(reason: string, { written, tooLong = false }: { written: boolean; tooLong?: boolean }) {
		super(reason);
		this.written = written;
		this.tooLong = tooLong;
	}
}

/** A keep-alive pool to one server. */
export type Wire = {
	send(request: WireRequest): Promise<WireReply>;
	/** Ends when calls under way have ended. A call that comes later opens it again: who listens may have to begin anew. */
	close(): Promise<void>;
};

/**
 * The thinnest HTTP client that undici allows: one handler object per call, no streams, no Response. It also knows what
 * `fetch` hides: whether a byte of the request had been written when it failed, which decides whether a message may
 * be sent again.
 */
export function openWire(origin: string): Wire {
	let pool: Pool | undefined;
	return {
		send(request) {
			pool ??= new Pool(origin, { connections: 64, connect: { timeout: 10_000 }, headersTimeout: 0, bodyTimeout: 0 });
			const open = pool;
			return new Promise((resolve, reject) => dispatch(open, request, resolve, reject));
		},
		async close() {
			const open = pool;
			pool = undefined;
			await open?.close();
		},
	};
}

const BIGGEST_ANSWER = 64 * 1024 * 1024;

function dispatch(
	pool: Pool,
	{ timeout, signal, limit = BIGGEST_ANSWER, ...request }: WireRequest,
	resolve: (reply: WireReply) => void,
	reject: (error: WireError) => void,
): void {
	const chunks: Buffer[] = [];
	let bytes = 0;
	let status = 0;
	let written = false;
	let over = false;
	let breakOff: (reason: Error) => void = () => {};

	const end = () => {
		over = true;
		clearTimeout(timer);
		signal?.removeEventListener("abort", abort);
	};
	const fail = (reason: string, tooLong = false) => {
		if (over) return;
		end();
		const error = new WireError(reason, { written, tooLong });
		breakOff(error);
		reject(error);
	};
	const abort = () => fail("stopped");
	const timer = setTimeout(() => fail(`no answer within ${timeout / 1000} s`), timeout);
	signal?.addEventListener("abort", abort);
	if (signal?.aborted) {
		abort();
		return;
	}

	pool.dispatch(request, {
		onRequestStart(controller) {
			// Called right before the first byte is written: what has been given up by now is never written at all.
			if (over) return controller.abort(new Error("given up"));
			breakOff = (reason) => controller.abort(reason);
			written = true;
		},
		onResponseStart(_, code) {
			status = code;
		},
		onResponseData(_, chunk) {
			bytes += chunk.length;
			if (bytes > limit) fail(`the answer is longer than ${limit} bytes`, true);
			else chunks.push(chunk);
		},
		onResponseEnd() {
			if (over) return;
			end();
			const [only = Buffer.alloc(0)] = chunks;
			resolve({ status, body: chunks.length > 1 ? Buffer.concat(chunks) : only });
		},
		onResponseError: (_, error) => fail(describe(error)),
	});
}

/** An AggregateError of undici has an empty message and the reason in its code. */
function describe(error: Error & { code?: unknown }): string {
	const code = typeof error.code === "string" && !error.message.includes(error.code) ? `${error.code} ` : "";
	return `${code}${error.message}`.trim();
}
