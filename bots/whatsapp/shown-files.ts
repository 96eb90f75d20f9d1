import type { ContentMedia } from "#core/delivery/content.ts";
import { aText } from "#core/json.ts";
import type { Answer, Caller, Form } from "./call.ts";
import type { FileOf } from "./say.ts";

/** Reads a medium of ours: its bytes and the name a customer sees. */
export type ReadMedia = (source: string) => Promise<{ readonly bytes: Uint8Array; readonly name: string }>;

/** Files on their way to customers: each is uploaded once, and shown by Meta's own id for as long as Meta keeps it. */
export type ShownFiles = {
	/** Gets ready what one letter shows: how to name it, or what stood in the way. Rejects when a file cannot be read. */
	prepare(
		media: readonly ContentMedia[],
	): Promise<{ fileOf: FileOf; trouble?: Answer; media: readonly ContentMedia[] }>;
	/** Meta does not know these ids (any more). True if there were any, so that another try makes sense. */
	forget(media: readonly ContentMedia[]): boolean;
};

type Shelf = {
	readonly call: Caller;
	readonly phoneId: string;
	readonly read: ReadMedia;
	readonly now: () => Date;
	readonly timeout: number;
};

/** Uploads are kept for thirty days. */
const KEPT = 29 * 86_400_000;
const MOST = 10_000;

/** The ids live in memory: losing them costs one upload each. */
export function openShownFiles({ call, phoneId, read, now, timeout }: Shelf): ShownFiles {
	const known = new Map<string, { id: string; kind: ContentMedia["kind"]; until: number }>();
	const find = (medium: ContentMedia) => {
		const file = known.get(keyOf(medium));
		return file && file.until > now().getTime() ? file : undefined;
	};

	async function upload(medium: ContentMedia): Promise<Answer | undefined> {
		const { bytes, name } = await read(medium.source);
		const mime = mimeOf(bytes, medium.name ?? name);
		const form = formOf({ messaging_product: "whatsapp", type: mime }, { bytes, name: medium.name ?? name, mime });
		const answer = await call({ method: "POST", path: `${phoneId}/media`, body: form, timeout });
		if (answer.kind !== "yes") return answer;
		const id = aText(answer.result.id);
		if (!id) return { kind: "no", status: 400, code: 131052, reason: "Meta gave the upload no id" };
		known.delete(keyOf(medium));
		known.set(keyOf(medium), { id, kind: kindOf(mime), until: now().getTime() + KEPT });
		const [oldest] = known.keys();
		if (known.size > MOST && oldest !== undefined) known.delete(oldest);
		return undefined;
	}

	return {
		async prepare(media) {
			for (const medium of media) {
				if (isAddress(medium.source) || find(medium)) continue;
				const trouble = await upload(medium);
				if (trouble) return { fileOf: byAddress, trouble, media };
			}
			const fileOf: FileOf = (medium) => {
				const file = find(medium);
				return file ? { id: file.id } : byAddress(medium);
			};
			// A picture that WhatsApp does not show as one goes as a file.
			return { fileOf, media: media.map((medium) => ({ ...medium, kind: find(medium)?.kind ?? medium.kind })) };
		},
		forget: (media) => media.map((medium) => known.delete(keyOf(medium))).some(Boolean),
	};
}

const byAddress: FileOf = ({ source }) => ({ link: source });

function keyOf({ source }: ContentMedia): string {
	return source;
}

function isAddress(source: string): boolean {
	return source.startsWith("https://") || source.startsWith("http://");
}

function kindOf(mime: string): ContentMedia["kind"] {
	if (mime === "image/jpeg" || mime === "image/png") return "photo";
	if (mime.startsWith("video/")) return "video";
	return mime === "audio/ogg" ? "voice" : "document";
}

/** By its first bytes, not by its name: Meta looks too, and refuses what does not agree. */
function mimeOf(bytes: Uint8Array, name: string): string {
	const head = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
	if (head.startsWith("\u0089PNG")) return "image/png";
	if (head.startsWith("\u00ff\u00d8\u00ff")) return "image/jpeg";
	if (head.startsWith("%PDF")) return "application/pdf";
	if (head.slice(4, 8) === "ftyp") return "video/mp4";
	if (head.startsWith("OggS")) return "audio/ogg";
	return /\.txt$/i.test(name) ? "text/plain" : "application/octet-stream";
}

/** A multipart form with one file. The names are ours, and headers take no line breaks. */
function formOf(fields: Record<string, string>, file: { bytes: Uint8Array; name: string; mime: string }): Form {
	const boundary = `prilavok-${crypto.randomUUID()}`;
	const head = (name: string, more = "") =>
		`--${boundary}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n`;
	const texts = Object.entries(fields).map(([name, value]) => `${head(name)}\r\n${value}\r\n`);
	const filename = file.name.replace(/[\r\n";\\/]/g, "_").slice(-200) || "file";
	const start = `${texts.join("")}${head("file", `; filename="${filename}"`)}content-type: ${file.mime}\r\n\r\n`;
	const bytes = Buffer.concat([Buffer.from(start), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
	return { type: `multipart/form-data; boundary=${boundary}`, bytes };
}
