import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { Refusal } from "#core/refusal.ts";
import { typeOfBytes } from "./type-of-bytes.ts";

/** A file as it came: what a stranger says of it is not believed. */
export type GivenFile = { readonly bytes: Uint8Array; readonly mime: string; readonly name: string };

/** A file that we keep. `path` is relative to the store; equal bytes have equal paths. */
export type KeptFile = {
	readonly path: string;
	readonly sha256: string;
	readonly mime: string;
	readonly name: string;
	readonly bytes: number;
};

/** Files of customers and of the shop, below DATA_DIR/media, by the hash of their bytes. */
export type MediaStore = {
	/** Bytes; a larger file is refused. */
	readonly limit: number;
	keep(file: GivenFile): Promise<KeptFile>;
	/** Throws a Refusal where there is no such file. */
	read(path: string): Promise<Uint8Array>;
};

/** What Telegram hands out at most. */
const LIMIT = 20 * 1024 * 1024;

/** Opens the store; the folder is made when the first file comes. */
export function openMediaStore({ folder, limit = LIMIT }: { folder: string; limit?: number }): MediaStore {
	return {
		limit,
		async keep({ bytes, mime, name }) {
			if (bytes.byteLength > limit) throw new Refusal("limit", `Files over ${limit >> 20} MB are not taken.`);
			if (bytes.byteLength === 0) throw new Refusal("invalid", "The file is empty.");
			const sha256 = createHash("sha256").update(bytes).digest("hex");
			const type = typeOfBytes(bytes, mime);
			const path = join(sha256.slice(0, 2), `${sha256}.${type.extension}`);
			await writeOnce(join(folder, path), bytes);
			return { path, sha256, mime: type.mime, name: safeName(name, type.extension), bytes: bytes.byteLength };
		},
		async read(path) {
			if (!OURS.test(path)) throw new Refusal("not-found", "We do not keep such a file.");
			const file = await open(join(folder, path)).catch((error) => {
				if (error.code === "ENOENT") throw new Refusal("not-found", "The file is not there any more.");
				throw error;
			});
			try {
				return await file.readFile();
			} finally {
				await file.close();
			}
		},
	};
}

/** Paths that `keep` gave out; nothing else is ever read, whatever a row or an address says. */
const OURS = /^[0-9a-f]{2}[/\\][0-9a-f]{64}\.[a-z0-9]{2,5}$/;

/** Whole or not at all: a file half written by a killed process never bears its final name. */
async function writeOnce(path: string, bytes: Uint8Array): Promise<void> {
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	const draft = `${path}.${randomUUID()}`;
	try {
		await writeFile(draft, bytes, { mode: 0o600 });
		await rename(draft, path);
	} catch (error) {
		await rm(draft, { force: true });
		throw error;
	}
}

/** A name for people, with the ending that the bytes deserve: `../../etc/passwd` becomes `passwd.bin`. */
function safeName(given: string, extension: string): string {
	const last = given.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
	const clean = last.replace(/[^\p{L}\p{N} ._()-]/gu, "").replace(/^[. ]+/, "");
	const stem = clean
		.slice(0, clean.length - extname(clean).length)
		.slice(0, 80)
		.trim();
	return `${stem || "file"}.${extension}`;
}
