import { createHash } from "node:crypto";
import { GraphError, wrongParameter } from "./graph-error.ts";
import type { MediaKind } from "./shapes.ts";

/** A file that Meta keeps. */
export interface KeptFile {
	id: string;
	mime: string;
	bytes: Uint8Array;
	name?: string;
	/** Uploaded files are kept for thirty days, those of customers for seven. */
	goneAt: number;
	/** A download address works for five minutes, once somebody asked for it. */
	linkUntil: number;
}

/** Meta's shelf of files: uploads by the business, and what customers send. */
export class MediaShelf {
	readonly #files = new Map<string, KeptFile>();
	#next = 900_000_001;

	/** Keeps an upload if its kind and size are allowed. */
	upload(mime: string, bytes: Uint8Array, name: string | undefined, now: number): KeptFile {
		const kind = kindOf(mime);
		if (!kind)
			throw wrongParameter(
				`Param file must be a file with one of the following types: ${MIMES.join(", ")}. Received file of type '${mime}'.`,
			);
		const most = MOST_MB[kind] * 1024 * 1024;
		if (bytes.length === 0) throw wrongParameter("The parameter file is required.");
		if (bytes.length > most) {
			throw new GraphError(131052, "Media upload error", {
				details: `File is larger than ${MOST_MB[kind]} MB`,
				blame: "caller",
			});
		}
		return this.keep(mime, bytes, name, now + 30 * DAY);
	}

	keep(mime: string, bytes: Uint8Array, name: string | undefined, goneAt: number): KeptFile {
		const id = String(this.#next++);
		const file: KeptFile = { id, mime, bytes, ...(name !== undefined && { name }), goneAt, linkUntil: 0 };
		this.#files.set(id, file);
		return file;
	}

	find(id: string, now: number): KeptFile | undefined {
		const file = this.#files.get(id);
		return file && file.goneAt > now ? file : undefined;
	}

	remove(id: string): boolean {
		return this.#files.delete(id);
	}
}

/** What a file is shown as. */
export function kindOf(mime: string): MediaKind | undefined {
	const bare = mime.split(";")[0]?.trim() ?? mime;
	if (bare === "image/jpeg" || bare === "image/png") return "image";
	if (bare === "image/webp") return "sticker";
	if (bare === "video/mp4" || bare === "video/3gpp") return "video";
	if (AUDIO.includes(bare)) return "audio";
	return DOCUMENTS.includes(bare) ? "document" : undefined;
}

export function sha256(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}

const DAY = 86_400_000;
const MOST_MB: Record<MediaKind, number> = { image: 5, video: 16, audio: 16, sticker: 0.5, document: 100 };
const AUDIO = ["audio/aac", "audio/mp4", "audio/mpeg", "audio/amr", "audio/ogg"];
const DOCUMENTS = [
	"text/plain",
	"application/pdf",
	"application/msword",
	"application/vnd.ms-excel",
	"application/vnd.ms-powerpoint",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"application/vnd.openxmlformats-officedocument.presentationml.presentation",
];
const MIMES = ["image/jpeg", "image/png", "image/webp", "video/mp4", "video/3gpp", ...AUDIO, ...DOCUMENTS];
