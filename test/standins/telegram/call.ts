import { badRequest } from "./api-error.ts";
import type { Bot } from "./bot.ts";
import type { Complaint, Method } from "./method-table.ts";

/** A file that came with a call. */
export interface Upload {
	name: string;
	mime: string;
	bytes: Uint8Array;
}

/** The parameters of a call, as they were sent. */
export interface Sent {
	params: Record<string, unknown>;
	files: ReadonlyMap<string, Upload>;
	/** Forms and query strings know only text; there, a number as text is no mistake. */
	textOnly: boolean;
}

/** A call of a method, its parameters checked against the table. */
export class Call {
	readonly bot: Bot;
	readonly method: string;
	readonly params: Readonly<Record<string, unknown>>;
	readonly files: ReadonlyMap<string, Upload>;

	constructor(bot: Bot, method: string, params: Record<string, unknown>, files: ReadonlyMap<string, Upload>) {
		this.bot = bot;
		this.method = method;
		this.params = params;
		this.files = files;
	}

	/** A text, if it was given. */
	text(name: string): string | undefined {
		const value = this.params[name];
		return typeof value === "string" ? value : undefined;
	}

	/** A whole number, if it was given. */
	integer(name: string): number | undefined {
		const value = this.params[name];
		if (typeof value === "number") return value;
		return typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : undefined;
	}

	/** Whether a switch was turned on. */
	on(name: string): boolean {
		return this.params[name] === true;
	}

	/** A JSON object or array, as it was given. */
	json(name: string): unknown {
		return this.params[name];
	}
}

/** Reads what was sent as the method's table says: the checked call, and what Telegram overlooked. */
export function checkCall(
	bot: Bot,
	method: Method,
	{ params, files, textOnly }: Sent,
): { call: Call; overlooked: string[] } {
	const read: Record<string, unknown> = {};
	const overlooked: string[] = [];
	for (const name in params) {
		const value = params[name];
		if (value === undefined || value === null) continue;
		const check = method.fields.get(name);
		if (check)
			read[name] = check(unpack(value, name), name, (complaint) => weigh(complaint, name, textOnly, overlooked));
		// Telegraf repeats the method's name beside a file; the server reads it nowhere.
		else if (name !== "method" || value !== method.name) overlooked.push(`${method.name} has no parameter "${name}"`);
	}
	if (files.size > 0) attachByName(method, files, read);
	refuseMissing(method, read);
	return { call: new Call(bot, method.name, read, files), overlooked };
}

function refuseMissing(method: Method, read: Record<string, unknown>): void {
	for (const name of method.required) if (read[name] === undefined) throw missing(name);
}

/** A file may also come as a part of the parameter's own name. */
function attachByName(method: Method, files: Sent["files"], read: Record<string, unknown>): void {
	for (const name of files.keys()) {
		if (method.fields.has(name) && read[name] === undefined) read[name] = `attach://${name}`;
	}
}

function weigh({ weight, words }: Complaint, name: string, textOnly: boolean, overlooked: string[]): void {
	// Keyboards are read button by button later, where Telegram's own words for each mistake are known.
	if (weight === "refuse" && name !== "reply_markup") throw refusal(name, words);
	if (weight === "tolerate" && !textOnly) overlooked.push(words);
}

/** JSON may come as text: in a form it must, in a JSON body Telegram does not mind. */
function unpack(value: unknown, name: string): unknown {
	if (typeof value !== "string") return value;
	const first = value.charCodeAt(0);
	if ((first !== 0x7b && first !== 0x5b) || !jsonFields.has(name)) return value;
	try {
		return JSON.parse(value);
	} catch {
		throw refusal(name, `can't parse ${spoken(name)} JSON object`);
	}
}

const jsonFields = new Set(
	(
		"allowed_updates caption_entities commands entities link_preview_options media menu_button message_ids permissions " +
		"prices provider_data reaction reply_markup reply_parameters rights scope text_entities"
	).split(" "),
);

function refusal(name: string, words: string) {
	if (words.startsWith("can't parse ")) return badRequest(words);
	if (name === "chat_id") return badRequest("chat not found");
	return badRequest(`can't parse ${spoken(name)}: ${words}`);
}

/** Telegram names the missing parameter in words of its own, where the official server has such words. */
function missing(name: string) {
	return badRequest(missingWords[name] ?? `parameter "${name}" is required`);
}

const missingWords: Record<string, string> = {
	text: "message text is empty",
	chat_id: "chat_id is empty",
	message_id: "message identifier is not specified",
	user_id: "invalid user_id specified",
	photo: "there is no photo in the request",
	document: "there is no document in the request",
	video: "there is no video in the request",
	voice: "there is no voice in the request",
	audio: "there is no audio in the request",
	animation: "there is no animation in the request",
	sticker: "there is no sticker in the request",
	file_id: "invalid file_id",
};

function spoken(name: string): string {
	return name === "reply_markup" ? "reply keyboard markup" : name.replaceAll("_", " ");
}
