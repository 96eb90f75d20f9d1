import { badRequest } from "./api-error.ts";
import type { Upload } from "./call.ts";
import type { FileFacts } from "./shapes.ts";

/** The kinds of files, and the folder that each has in a download link. */
export type FileKind = "photo" | "document" | "video" | "animation" | "audio" | "voice" | "video_note" | "sticker";

/** A file that Telegram keeps. */
export interface KeptFile {
	facts: FileFacts;
	kind: FileKind;
	/** Another bot cannot use this file's id. */
	bot: number;
	path: string;
	bytes: Uint8Array;
	/** Until when its download link works, once somebody asked for one. */
	linkUntil: number;
}

/** Telegram's file storage: ids that can be sent again, links that end. */
export class FileStore {
	readonly #byId = new Map<string, KeptFile>();
	readonly #byPath = new Map<string, KeptFile>();

	/** Keeps a file, and gives it an id for this bot. */
	keep(bot: number, kind: FileKind, { name, mime, bytes }: Upload, more: Partial<FileFacts> = {}): KeptFile {
		const number = this.#byId.size + 1;
		const size = kind === "photo" ? pictureSize(bytes) : undefined;
		if (kind === "photo" && !size) throw badRequest("IMAGE_PROCESS_FAILED");
		const named = kind === "document" || kind === "video" || kind === "audio" || kind === "animation";
		const file: KeptFile = {
			facts: {
				file_id: `${idPrefix[kind]}${Buffer.from(`${bot}/${number}`).toString("base64url")}`,
				file_unique_id: `AQ${Buffer.from(`file ${number}`).toString("base64url")}`,
				file_size: bytes.length,
				...(named ? { file_name: name } : {}),
				...(kind === "photo" || kind === "video_note" || kind === "sticker" ? {} : { mime_type: mimeOf(kind, mime) }),
				...(size ?? {}),
				...more,
			},
			kind,
			bot,
			path: `${folders[kind]}/file_${number}${extension(name, kind)}`,
			bytes,
			linkUntil: 0,
		};
		this.#byId.set(file.facts.file_id, file);
		this.#byPath.set(file.path, file);
		return file;
	}

	/** The file of this id, if this bot may use it. */
	find(bot: number, fileId: string): KeptFile | undefined {
		const file = this.#byId.get(fileId);
		return file?.bot === bot ? file : undefined;
	}

	/** Opens a download link for an hour. */
	open(file: KeptFile, now: number): string {
		file.linkUntil = now + 3600 * 1000;
		return file.path;
	}

	/** What lies behind a download link, while it works. */
	download(bot: number, path: string, now: number): KeptFile | undefined {
		const file = this.#byPath.get(path);
		return file && file.bot === bot && file.linkUntil > now ? file : undefined;
	}
}

/** Telegram hands out no link for more than 20 MB. */
export const largestDownload = 20 * 1024 * 1024;

/** A picture as photo may have 10 MB, anything else 50. */
export function largestUpload(kind: FileKind): number {
	return (kind === "photo" ? 10 : 50) * 1024 * 1024;
}

const folders: Record<FileKind, string> = {
	photo: "photos",
	document: "documents",
	video: "videos",
	animation: "animations",
	audio: "music",
	voice: "voice",
	video_note: "video_notes",
	sticker: "stickers",
};

const idPrefix: Record<FileKind, string> = {
	photo: "AgACAgIAAx",
	document: "BQACAgIAAx",
	video: "BAACAgIAAx",
	animation: "CgACAgIAAx",
	audio: "CQACAgIAAx",
	voice: "AwACAgIAAx",
	video_note: "DQACAgIAAx",
	sticker: "CAACAgIAAx",
};

function mimeOf(kind: FileKind, mime: string): string {
	if (mime !== "" && mime !== "application/octet-stream") return mime;
	if (kind === "voice") return "audio/ogg";
	if (kind === "audio") return "audio/mpeg";
	return kind === "video" || kind === "animation" ? "video/mp4" : "application/octet-stream";
}

function extension(name: string, kind: FileKind): string {
	const own = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0];
	return own ?? (kind === "photo" ? ".jpg" : "");
}

/** Width and height as the first bytes tell, for the formats that Telegram takes as photos. */
export function pictureSize(bytes: Uint8Array): { width: number; height: number } | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length >= 24 && view.getUint32(0) === 0x89504e47)
		return { width: view.getUint32(16), height: view.getUint32(20) };
	if (bytes.length >= 10 && view.getUint32(0) === 0x47494638) {
		return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
	}
	if (bytes.length >= 30 && view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250)
		return { width: 512, height: 512 };
	return bytes.length >= 4 && view.getUint16(0) === 0xffd8 ? jpegSize(view) : undefined;
}

function jpegSize(view: DataView): { width: number; height: number } | undefined {
	let at = 2;
	while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
		const marker = view.getUint8(at + 1);
		const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
		if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
		at += 2 + view.getUint16(at + 2);
	}
	return undefined;
}
