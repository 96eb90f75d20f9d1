import { ApiError, badRequest } from "./api-error.ts";
import type { Call, Upload } from "./call.ts";
import { type FileKind, largestUpload } from "./files.ts";
import { isObject } from "./method-table.ts";
import { readCaption } from "./read-text.ts";
import type { Service } from "./service.ts";
import type { Content, FileFacts } from "./shapes.ts";

/** The content that holds a file of this kind. */
export function fileContent(kind: FileKind, facts: FileFacts): Content {
	switch (kind) {
		case "photo":
			return { photo: photoSizes(facts) };
		case "sticker":
			return { sticker: { width: 512, height: 512, ...facts, type: "regular", is_animated: false, is_video: false } };
		case "voice":
		case "audio":
			return { [kind]: { duration: 3, ...facts } };
		case "video_note":
			return { video_note: { ...facts, duration: 3, ...{ length: 240 } } };
		case "video":
		case "animation":
			return { [kind]: { width: 640, height: 360, duration: 3, ...facts } };
		case "document":
			return { document: facts };
	}
}

/** Telegram makes a small copy of each picture; the last one is the largest. */
function photoSizes(facts: FileFacts): FileFacts[] {
	const { width = 0, height = 0 } = facts;
	const shrink = 90 / Math.max(width, height, 1);
	if (shrink >= 1) return [facts];
	const small = {
		...facts,
		file_unique_id: `${facts.file_unique_id}s`,
		width: Math.max(1, Math.round(width * shrink)),
		height: Math.max(1, Math.round(height * shrink)),
	};
	return [small, facts];
}

/** The file that a parameter means: an upload, an id that was given before, or an address that Telegram would fetch. */
export function fileOf(service: Service, { bot, files }: Call, kind: FileKind, source: string): FileFacts {
	const { files: store } = service.world;
	if (source.startsWith("attach://")) {
		const upload = files.get(source.slice("attach://".length));
		if (!upload) throw badRequest("wrong file identifier/HTTP URL specified");
		return store.keep(bot.id, kind, sizeChecked(kind, upload)).facts;
	}
	const kept = store.find(bot.id, source);
	if (kept) return kept.facts;
	if (!/^https?:\/\//.test(source)) throw badRequest("wrong file identifier/HTTP URL specified");
	// Nothing leaves this machine: a picture by address is taken to be there, one dot in size.
	const name = source.split(/[/?#]/).findLast((part) => part !== "") ?? "file";
	return store.keep(bot.id, kind, { name, mime: "", bytes: onePixel }).facts;
}

function sizeChecked(kind: FileKind, upload: Upload): Upload {
	if (upload.bytes.length === 0) throw badRequest("file must be non-empty");
	if (upload.bytes.length <= largestUpload(kind)) return upload;
	throw new ApiError(413, "Request Entity Too Large", { blame: "caller" });
}

const onePixel = Buffer.from(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
	"base64",
);

/** Reads one picture of an album; its `media` is a file like any other. */
export function albumItem(service: Service, call: Call, item: unknown): Content {
	if (!isObject(item) || typeof item.media !== "string") throw badRequest("media not found");
	const kind = mediaTypes[String(item.type)];
	if (!kind) throw badRequest(`type "${String(item.type)}" is not supported`);
	const { text, entities } = readCaption(item.caption, item.parse_mode, item.caption_entities);
	return {
		...fileContent(kind, fileOf(service, call, kind, item.media)),
		...withEntities("caption", text, "caption_entities", entities),
	};
}

const mediaTypes: Record<string, FileKind> = {
	photo: "photo",
	video: "video",
	document: "document",
	audio: "audio",
	animation: "animation",
};

/** A text with its entities, each field only where there is something in it. */
export function withEntities(
	text: "text" | "caption",
	value: string,
	entities: "entities" | "caption_entities",
	found: Content["entities"] = [],
): Content {
	if (value === "") return {};
	return found.length === 0 ? { [text]: value } : { [text]: value, [entities]: found };
}
