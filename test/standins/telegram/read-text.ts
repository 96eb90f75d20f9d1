import { badRequest } from "./api-error.ts";
import type { Call } from "./call.ts";
import { isObject } from "./method-table.ts";
import { type Parsed, parseHtml } from "./parse-html.ts";
import { parseMarkdown } from "./parse-markdown.ts";
import type { Entity } from "./shapes.ts";

/** The text of a call, read as its `parse_mode` or its entities say, and within Telegram's length. */
export function readText(call: Call): Parsed {
	const source = call.text("text") ?? "";
	if (source === "") throw badRequest("message text is empty");
	const parsed = trimmed(parse(source, call.text("parse_mode"), call.json("entities")));
	if (parsed.text === "") throw badRequest("text must be non-empty");
	if (parsed.text.length > longestText) throw badRequest("message is too long");
	return parsed;
}

/** The caption of a call, or of one picture of an album. */
export function readCaption(caption: unknown, parseMode: unknown, entities: unknown): Parsed {
	if (typeof caption !== "string" || caption === "") return { text: "", entities: [] };
	const parsed = trimmed(parse(caption, typeof parseMode === "string" ? parseMode : undefined, entities));
	if (parsed.text.length > longestCaption) throw badRequest("message caption is too long");
	return parsed;
}

/** What Telegram finds in a text by itself: commands, addresses, telephone numbers. */
export function findEntities(text: string): Entity[] {
	const found: Entity[] = [];
	for (const [type, pattern] of patterns) {
		for (const match of text.matchAll(pattern)) {
			const offset = match.index + (match[1] === undefined ? 0 : match[0].length - match[1].length);
			const length = (match[1] ?? match[0]).length;
			if (!found.some((other) => offset < other.offset + other.length && other.offset < offset + length)) {
				found.push({ type, offset, length });
			}
		}
	}
	return found.sort((one, other) => one.offset - other.offset);
}

/** The longest text of a message. */
export const longestText = 4096;
const longestCaption = 1024;

const patterns: [string, RegExp][] = [
	["url", /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/gi],
	["email", /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g],
	["bot_command", /(?:^|[\s(])(\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])/g],
	["mention", /(?<![\w@])@[A-Za-z0-9_]{3,32}\b/g],
	["hashtag", /(?<![\w#])#[\p{L}_][\p{L}\p{N}_]*/gu],
	["phone_number", /(?<![\w+])\+\d[\d\s()-]{8,}\d/g],
];

function parse(source: string, parseMode: string | undefined, entities: unknown): Parsed {
	switch (parseMode?.toLowerCase() ?? "") {
		case "html":
			return withFound(parseHtml(source));
		case "markdownv2":
			return withFound(parseMarkdown(source));
		case "":
			return withFound({ text: source, entities: given(entities, source) });
		default:
			throw badRequest("unsupported parse_mode");
	}
}

/** Telegram adds what it finds itself where nothing was said. */
function withFound({ text, entities }: Parsed): Parsed {
	const free = findEntities(text).filter(
		({ offset, length }) =>
			!entities.some((other) => offset < other.offset + other.length && other.offset < offset + length),
	);
	if (free.length === 0) return { text, entities };
	return { text, entities: [...entities, ...free].sort((one, other) => one.offset - other.offset) };
}

function given(entities: unknown, text: string): Entity[] {
	if (!Array.isArray(entities)) return [];
	return entities
		.filter(isEntity)
		.filter(({ offset, length }) => length > 0 && offset >= 0 && offset + length <= text.length);
}

function isEntity(value: unknown): value is Entity {
	return (
		isObject(value) &&
		typeof value.type === "string" &&
		typeof value.offset === "number" &&
		typeof value.length === "number"
	);
}

/** White space at either end is cut, before the first and behind the last thing to see. */
function trimmed({ text, entities }: Parsed): Parsed {
	const end = text.trimEnd().length;
	const first = entities[0]?.offset ?? text.length;
	const begin = Math.min(first, text.length - text.trimStart().length);
	if (begin === 0 && end === text.length) return { text, entities };
	const kept = entities
		.map((entity) => ({
			...entity,
			length: Math.min(entity.offset + entity.length, end) - entity.offset,
			offset: entity.offset - begin,
		}))
		.filter(({ length }) => length > 0);
	return { text: text.slice(begin, Math.max(begin, end)), entities: kept };
}
