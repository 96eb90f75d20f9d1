import type { IncomingMessage } from "node:http";
import { Busboy } from "@fastify/busboy";
import { readBody } from "../loopback.ts";
import { ApiError, badRequest } from "./api-error.ts";
import type { Sent, Upload } from "./call.ts";
import { isObject } from "./method-table.ts";

/** Reads a call's parameters from wherever the Bot API allows them: query, JSON, form, or multipart with files. */
export async function readRequest(request: IncomingMessage, query: string | undefined): Promise<Sent> {
	const fromQuery = query ? Object.fromEntries(new URLSearchParams(query)) : undefined;
	if (request.method === "GET" || request.method === "HEAD") {
		return { params: fromQuery ?? {}, files: noFiles, textOnly: true };
	}
	const type = request.headers["content-type"] ?? "";
	const body = await readBody(request, longestBody);
	if (body === undefined) throw new ApiError(413, "Request Entity Too Large", { blame: "caller" });
	const sent = body.length === 0 ? empty : await readContent(type, body);
	return fromQuery ? { ...sent, params: { ...fromQuery, ...sent.params } } : sent;
}

/** 50 MB of file, and its clothes. */
const longestBody = 52 * 1024 * 1024;

const noFiles: ReadonlyMap<string, Upload> = new Map();
const empty: Sent = { params: {}, files: noFiles, textOnly: true };

async function readContent(type: string, body: Buffer): Promise<Sent> {
	if (type.startsWith("application/json"))
		return { params: readJson(body.toString("utf8")), files: noFiles, textOnly: false };
	if (type.startsWith("multipart/form-data")) return readMultipart(type, body);
	return { params: Object.fromEntries(new URLSearchParams(body.toString("utf8"))), files: noFiles, textOnly: true };
}

function readJson(body: string): Record<string, unknown> {
	let value: unknown;
	try {
		value = JSON.parse(body);
	} catch {
		throw badRequest("can't parse JSON object");
	}
	if (!isObject(value)) throw badRequest("object expected");
	return value;
}

function readMultipart(type: string, body: Buffer): Promise<Sent> {
	return new Promise((read, refused) => {
		const params: Record<string, unknown> = {};
		const files = new Map<string, Upload>();
		const broken = () => refused(badRequest("can't parse multipart form data"));
		try {
			const form = new Busboy({ headers: { "content-type": type }, limits: { fieldSize: longestBody } });
			form.on("field", (name, value) => {
				params[name] = value;
			});
			form.on("file", (part, stream, name, _encoding, mime) => {
				const chunks: Buffer[] = [];
				stream.on("data", (chunk: Buffer) => chunks.push(chunk));
				stream.on("end", () => files.set(part, { name, mime, bytes: Buffer.concat(chunks) }));
			});
			form.on("finish", () => read({ params, files, textOnly: true }));
			form.on("error", broken);
			form.end(body);
		} catch {
			broken();
		}
	});
}
