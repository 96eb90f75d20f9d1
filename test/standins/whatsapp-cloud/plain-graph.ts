import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { WhatsAppStandin } from "./server.ts";

/** What the Graph API answers, whole. */
export interface Answer {
	status: number;
	body: {
		messages?: { id: string }[];
		contacts?: Record<string, string>[];
		error?: { code: number; message: string; error_data?: { details: string } };
		[key: string]: unknown;
	};
}

/** Calls the Graph API with nothing but HTTP, so that a rule is tested and no program of ours. */
export function plainGraph({ root, facts }: Pick<WhatsAppStandin, "root" | "facts">) {
	const headers = { authorization: `Bearer ${facts.token}`, "content-type": "application/json" };
	const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
		const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
		const response = await fetch(`${root}/${path}`, init);
		return { status: response.status, body: await response.json() };
	};
	return {
		ask,
		/** `POST messages`, with what is always the same. */
		send: (message: object) => ask("POST", `${facts.phoneId}/messages`, { messaging_product: "whatsapp", ...message }),
		text: (to: string, words = "Здравствуйте") =>
			ask("POST", `${facts.phoneId}/messages`, {
				messaging_product: "whatsapp",
				to,
				type: "text",
				text: { body: words },
			}),
	};
}

/** One piece of news as it came: the kind, and the part that tells it. */
export interface PlainNews {
	kind: "message" | "status" | "preference" | "template";
	told: Record<string, unknown>;
}

/** A webhook of plain HTTP that knows the rules of the handshake and of signatures. */
export interface PlainHook {
	url: string;
	/** Every request that was signed rightly. */
	visits: PlainNews[][];
	/** Answers with these statuses from now on, then with 200 again. */
	answers: (...statuses: number[]) => void;
	news: () => PlainNews[];
	close: () => Promise<void>;
}

export const VERIFY_TOKEN = "known-to-both";

/** Opens a webhook; requests whose signature is wrong are counted as nothing. */
export async function aPlainHook(appSecret: string): Promise<PlainHook> {
	const visits: PlainNews[][] = [];
	const statuses: number[] = [];
	const server = createServer((request, response) => {
		const query = new URL(request.url ?? "", "http://127.0.0.1").searchParams;
		if (request.method === "GET") {
			const isKnown = query.get("hub.verify_token") === VERIFY_TOKEN && query.get("hub.mode") === "subscribe";
			response.writeHead(isKnown ? 200 : 403).end(isKnown ? query.get("hub.challenge") : "");
			return;
		}
		const chunks: Buffer[] = [];
		request.on("data", (chunk: Buffer) => chunks.push(chunk));
		request.on("end", () => {
			const body = Buffer.concat(chunks);
			const expected = `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`;
			const status = statuses.shift() ?? 200;
			if (request.headers["x-hub-signature-256"] === expected && status === 200)
				visits.push(newsIn(JSON.parse(body.toString())));
			response.writeHead(status).end();
		});
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	const address = server.address();
	return {
		url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/hook`,
		visits,
		answers: (...given) => void statuses.push(...given),
		news: () => visits.flat(),
		close: () =>
			new Promise((closed) => {
				server.close(() => closed());
				server.closeAllConnections();
			}),
	};
}

interface Envelope {
	entry: { changes: { field: string; value: Record<string, Record<string, unknown>[]> & Record<string, unknown> }[] }[];
}

function newsIn({ entry }: Envelope): PlainNews[] {
	return entry.flatMap(({ changes }) =>
		changes.flatMap(({ field, value }): PlainNews[] => {
			if (field === "message_template_status_update") return [{ kind: "template", told: value }];
			const of = (kind: PlainNews["kind"], told: Record<string, unknown>[] | undefined) =>
				(told ?? []).map((one): PlainNews => ({ kind, told: one }));
			return [
				...of("message", value.messages),
				...of("status", value.statuses),
				...of("preference", value.user_preferences),
			];
		}),
	);
}
