import type { z } from "zod";
import { refusal } from "#admin/contract/shared.ts";

/** The server said no: `message` is for people. */
export class ApiRefusal extends Error {
	override readonly name = "ApiRefusal";
	readonly code: string;
	readonly status: number;

	constructor(status: number, code: string, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}
}

/** Asks for something and reads it by the contract: a server of another version is an error, not a riddle. */
export async function get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
	const answer = await fetch(path, { headers: { accept: "application/json" } });
	if (!answer.ok) throw await refusalOf(answer);
	return schema.parse(await answer.json());
}

/** Changes something; most changes answer nothing. A button pressed twice in a hurry asks once, and both hear the answer. */
export function send(method: "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<unknown> {
	const text = body === undefined ? undefined : JSON.stringify(body);
	// The last word counts of what is set: one that is said again after another may not be taken for the first.
	if (method === "PUT") return ask(method, path, text);
	const name = `${method} ${path} ${text}`;
	const asked = underWay.get(name) ?? ask(method, path, text).finally(() => underWay.delete(name));
	underWay.set(name, asked);
	return asked;
}

/** What has been asked for and not been answered yet. */
const underWay = new Map<string, Promise<unknown>>();

async function ask(method: string, path: string, body: string | undefined): Promise<unknown> {
	const answer = await fetch(path, {
		method,
		...(body !== undefined && { headers: { "content-type": "application/json" }, body }),
	});
	if (!answer.ok) throw await refusalOf(answer);
	const text = await answer.text();
	return text ? JSON.parse(text) : null;
}

/** Brings a file. */
export async function sendFile<Schema extends z.ZodType>(
	path: string,
	file: File,
	schema: Schema,
): Promise<z.output<Schema>> {
	const body = new FormData();
	body.append("file", file);
	const answer = await fetch(path, { method: "POST", body });
	if (!answer.ok) throw await refusalOf(answer);
	return schema.parse(await answer.json());
}

async function refusalOf(answer: Response): Promise<ApiRefusal> {
	const said = refusal.safeParse(await answer.json().catch(() => null));
	return new ApiRefusal(
		answer.status,
		said.data?.code ?? "failed",
		said.data?.message ?? `${answer.status} ${answer.statusText}`,
	);
}
