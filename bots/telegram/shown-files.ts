import { InputFile } from "grammy";
import type { ContentMedia } from "#core/delivery/content.ts";
import { aList, anObject, aText } from "#core/json.ts";
import type { Answer } from "./call.ts";
import type { Means } from "./say.ts";

/** Reads a medium of ours: its bytes and the name a customer sees. */
export type ReadMedia = (source: string) => Promise<{ readonly bytes: Uint8Array; readonly name: string }>;

/** Files on their way to customers: each is uploaded once, and shown by Telegram's own id from then on. */
export type ShownFiles = {
	/** Gets ready what one letter shows; rejects when a file cannot be read. */
	prepare(media: readonly ContentMedia[]): Promise<{ fileOf: Means["fileOf"]; uploads: boolean }>;
	/** Keeps the ids that Telegram gave to what it was shown. */
	learn(media: readonly ContentMedia[], answer: Answer): void;
	/** Telegram does not know these ids (any more). True if there were any, so that another try makes sense. */
	forget(media: readonly ContentMedia[]): boolean;
};

const MOST = 10_000;

/**
 * The ids live in memory: losing them costs one upload each. They are kept by source, so a changed picture needs a new
 * name, which our own media ids are.
 */
export function openShownFiles(read: ReadMedia, ids = new Map<string, string>()): ShownFiles {
	return {
		async prepare(media) {
			const unknown = media.filter((medium) => !ids.has(keyOf(medium)) && !isAddress(medium.source));
			const reading = unknown.map(async (medium) => [keyOf(medium), await upload(read, medium)] as const);
			const uploads = new Map(await Promise.all(reading));
			const fileOf = (medium: ContentMedia) => ids.get(keyOf(medium)) ?? uploads.get(keyOf(medium)) ?? medium.source;
			return { fileOf, uploads: uploads.size > 0 };
		},
		learn(media, answer) {
			if (answer.kind !== "yes") return;
			const messages = Array.isArray(answer.result) ? aList(answer.result) : [answer.result];
			for (const [index, medium] of media.entries()) {
				const id = fileIdIn(messages[index], medium.kind);
				if (id) remember(ids, keyOf(medium), id);
			}
		},
		forget: (media) => media.map((medium) => ids.delete(keyOf(medium))).some(Boolean),
	};
}

/** Telegram's ids are bound to the kind: a photo sent as a document is another file. */
function keyOf({ kind, source }: ContentMedia): string {
	return `${kind} ${source}`;
}

function isAddress(source: string): boolean {
	return source.startsWith("https://") || source.startsWith("http://");
}

async function upload(read: ReadMedia, medium: ContentMedia): Promise<InputFile> {
	const { bytes, name } = await read(medium.source);
	return new InputFile(bytes, headerSafe(medium.name ?? name));
}

/** grammY writes the name into a header as it is. */
function headerSafe(name: string): string {
	return name.replace(/[\r\n";\\/]/g, "_").slice(-200) || "file";
}

function fileIdIn(message: unknown, kind: ContentMedia["kind"]): string | undefined {
	const shown = anObject(message)?.[kind];
	const file = kind === "photo" ? aList(shown).at(-1) : shown;
	return aText(anObject(file)?.file_id);
}

function remember(ids: Map<string, string>, key: string, id: string): void {
	ids.delete(key);
	ids.set(key, id);
	const [oldest] = ids.keys();
	if (ids.size > MOST && oldest !== undefined) ids.delete(oldest);
}
