/** What a file is, by its first bytes. */
export type FileType = { readonly mime: string; readonly extension: string };

/**
 * The type that the bytes show. What the sender says counts only between types that begin alike (a .docx is a zip);
 * what shows nothing known is plain bytes, to be downloaded and never opened in a browser, HTML and SVG among them.
 */
export function typeOfBytes(bytes: Uint8Array, said: string): FileType {
	const shown = SIGNATURES.find(({ signature }) => signature.every(({ at, bytes: part }) => begins(bytes, at, part)));
	if (!shown) return isPlainText(bytes, said) ? { mime: "text/plain", extension: "txt" } : UNKNOWN;
	return shown.types.find(({ mime }) => mime === said) ?? shown.types[0];
}

const UNKNOWN: FileType = { mime: "application/octet-stream", extension: "bin" };

type Part = { readonly at: number; readonly bytes: string };
type Signature = { readonly signature: readonly Part[]; readonly types: readonly [FileType, ...FileType[]] };

const from = (bytes: string, at = 0): Part => ({ at, bytes });
const type = (mime: string, extension: string): FileType => ({ mime, extension });
const OFFICE = "application/vnd.openxmlformats-officedocument";

/** Bytes as Latin-1. */
const SIGNATURES: readonly Signature[] = [
	{ signature: [from("\xff\xd8\xff")], types: [type("image/jpeg", "jpg")] },
	{ signature: [from("\x89PNG\r\n\x1a\n")], types: [type("image/png", "png")] },
	{ signature: [from("GIF8")], types: [type("image/gif", "gif")] },
	{ signature: [from("RIFF"), from("WEBP", 8)], types: [type("image/webp", "webp")] },
	{ signature: [from("RIFF"), from("WAVE", 8)], types: [type("audio/wav", "wav")] },
	{ signature: [from("ftypM4A", 4)], types: [type("audio/mp4", "m4a")] },
	{ signature: [from("ftypheic", 4)], types: [type("image/heic", "heic")] },
	{ signature: [from("ftypqt", 4)], types: [type("video/quicktime", "mov")] },
	{ signature: [from("ftyp", 4)], types: [type("video/mp4", "mp4"), type("audio/mp4", "m4a")] },
	{ signature: [from("\x1aE\xdf\xa3")], types: [type("video/webm", "webm")] },
	{ signature: [from("OggS")], types: [type("audio/ogg", "ogg")] },
	{ signature: [from("ID3")], types: [type("audio/mpeg", "mp3")] },
	{ signature: [from("\xff\xfb")], types: [type("audio/mpeg", "mp3")] },
	{ signature: [from("%PDF-")], types: [type("application/pdf", "pdf")] },
	{
		signature: [from("PK\x03\x04")],
		types: [
			type("application/zip", "zip"),
			type(`${OFFICE}.wordprocessingml.document`, "docx"),
			type(`${OFFICE}.spreadsheetml.sheet`, "xlsx"),
		],
	},
	// Telegram's animated stickers.
	{ signature: [from("\x1f\x8b")], types: [type("application/gzip", "gz")] },
];

function begins(bytes: Uint8Array, at: number, part: string): boolean {
	for (let index = 0; index < part.length; index++) if (bytes[at + index] !== part.charCodeAt(index)) return false;
	return true;
}

/** A text is believed if it is one: valid UTF-8 without control characters, and said to be text and nothing more. */
function isPlainText(bytes: Uint8Array, said: string): boolean {
	if (said !== "text/plain" && said !== "text/csv") return false;
	try {
		const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, 4096), { stream: true });
		return !/\p{Cc}/u.test(text.replace(/[\t\r\n]/g, ""));
	} catch {
		return false;
	}
}
