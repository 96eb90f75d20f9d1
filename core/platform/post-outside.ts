import { lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, request } from "undici";
import type { Post } from "#core/webhooks/deliver-webhooks.ts";
import { isPublicAddress } from "#core/webhooks/public-address.ts";

/** An address that is slower than this is not waited for. */
const PATIENCE_MS = 15_000;
/** So much of an answer is read and kept. */
const KEPT_CHARACTERS = 500;

/**
 * Brings letters to addresses that members named. A name is resolved once, by the connection itself, and only addresses
 * that were judged are connected to: a name that shows one address to a check and another to the call gains nothing.
 * Redirects are answers like any other, and are not followed.
 */
export function openPost({
	allowPrivate,
	lookup = systemLookup,
}: {
	/** Also this machine and its network: for integrations that live there. */
	allowPrivate: boolean;
	lookup?: typeof systemLookup;
}): { readonly post: Post; close(): Promise<void> } {
	const agent = new Agent({
		connect: { lookup: allowPrivate ? undefined : judged(lookup), timeout: 5_000 },
		headersTimeout: PATIENCE_MS,
		bodyTimeout: PATIENCE_MS,
		connections: 4,
	});

	const post: Post = async (url, { headers, body }) => {
		const began = performance.now();
		const tookMs = () => Math.round(performance.now() - began);
		try {
			refuseUnfit(url, allowPrivate);
			const signal = AbortSignal.timeout(PATIENCE_MS);
			const answer = await request(url, { dispatcher: agent, method: "POST", headers, body, signal });
			return { outcome: "answered", status: answer.statusCode, text: await beginning(answer.body), tookMs: tookMs() };
		} catch (error) {
			return { outcome: "failed", reason: reasonOf(error), tookMs: tookMs() };
		}
	};
	return { post, close: () => agent.close() };
}

/** Resolves as the system does, and leaves out what is not public; where nothing is left there is nobody to call. */
function judged(lookup: typeof systemLookup): LookupFunction {
	return (hostname, options, done) => {
		lookup(hostname, { ...options, all: true }, (error, found) => {
			if (error) return done(error, "", 0);
			const open = found.filter(({ address }) => isPublicAddress(address));
			const [first] = open;
			if (!first) return done(new Error(`${hostname} leads to no public address`), "", 0);
			return options.all ? done(null, open) : done(null, first.address, first.family);
		});
	};
}

/** An address written in numbers is never looked up. */
function refuseUnfit(url: string, allowPrivate: boolean): void {
	const { protocol, hostname } = new URL(url);
	if (allowPrivate) return;
	if (protocol !== "https:") throw new Error("only https is called");
	const bare = hostname.replace(/^\[|\]$/g, "");
	if (isIP(bare) !== 0 && !isPublicAddress(bare)) throw new Error(`${bare} is no public address`);
}

async function beginning(body: AsyncIterable<Uint8Array> & { destroy(): unknown }): Promise<string> {
	let text = "";
	for await (const piece of body) {
		text += Buffer.from(piece).toString("utf8");
		if (text.length >= KEPT_CHARACTERS) break;
	}
	body.destroy();
	return text.slice(0, KEPT_CHARACTERS).replaceAll("\0", "");
}

function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const cause = error.cause instanceof Error ? error.cause.message : "";
	const code = "code" in error && typeof error.code === "string" ? error.code : "";
	return [error.message || code, cause].filter(Boolean).join(": ").slice(0, KEPT_CHARACTERS);
}
