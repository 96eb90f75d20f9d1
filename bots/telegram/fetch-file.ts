import { anInteger, anObject, aText } from "#core/json.ts";
import { Refusal } from "#core/refusal.ts";
import { type Wire, WireError, type WireReply } from "../wire.ts";
import type { Caller } from "./call.ts";

/** A file's bytes, with the name and kind that its path tells. */
export type FetchedFile = { readonly bytes: Uint8Array; readonly mime: string; readonly name: string };

type Shelf = {
	readonly call: Caller["call"];
	readonly wire: Wire;
	readonly token: string;
	readonly apiRoot: string;
	readonly timeout: number;
};

/**
 * Fetches a file that a customer sent. The link holds the token, so it is made and used here and leaves in no answer
 * and no error. Telegram gives out at most 20 MB; bytes are counted, because sizes told are only words.
 */
export async function fetchFile(shelf: Shelf, ref: string, limit: number): Promise<FetchedFile> {
	const path = await pathOf(shelf, ref, limit);
	const { status, body } = await download(shelf, path, limit);
	if (status !== 200) throw new Refusal("not-found", "This file is not available any more.");
	const name = path.slice(path.lastIndexOf("/") + 1);
	return { bytes: body, mime: mimeOf(name), name };
}

async function pathOf({ call }: Shelf, file_id: string, limit: number): Promise<string> {
	const answer = await call({ method: "getFile", params: { file_id } });
	switch (answer.kind) {
		case "yes": {
			const file = anObject(answer.result);
			const path = aText(file?.file_path);
			if ((anInteger(file?.file_size) ?? 0) > limit) throw tooLarge(limit);
			// With a local Bot API server the path may be one of that machine's disk, which we cannot read.
			if (!path || !/^[\w./-]+$/.test(path) || path.includes("..") || path.startsWith("/")) throw gone();
			return path;
		}
		case "no":
			if (/too big/i.test(answer.description)) throw tooLarge(limit);
			if (answer.code === 400) throw gone();
			throw away();
		case "unsent":
		case "unanswered":
			throw away();
	}
}

async function download({ wire, token, apiRoot, timeout }: Shelf, path: string, limit: number): Promise<WireReply> {
	const root = new URL(apiRoot).pathname.replace(/\/$/, "");
	try {
		return await wire.send({ method: "GET", path: `${root}/file/bot${token}/${path}`, timeout, limit });
	} catch (error) {
		throw error instanceof WireError && error.tooLong ? tooLarge(limit) : away();
	}
}

function tooLarge(limit: number): Refusal {
	return new Refusal("limit", `The file is larger than ${Math.floor(limit / 1024 / 1024)} MB.`);
}

function gone(): Refusal {
	return new Refusal("not-found", "Telegram does not have this file any more.");
}

function away(): Refusal {
	return new Refusal("unavailable", "Telegram does not give out the file just now.");
}

/** Telegram names files by their kind, and serves all of them as octets. */
function mimeOf(name: string): string {
	return MIME.get(name.slice(name.lastIndexOf(".") + 1).toLowerCase()) ?? "application/octet-stream";
}

const MIME = new Map([
	["jpg", "image/jpeg"],
	["jpeg", "image/jpeg"],
	["png", "image/png"],
	["gif", "image/gif"],
	["webp", "image/webp"],
	["mp4", "video/mp4"],
	["webm", "video/webm"],
	["oga", "audio/ogg"],
	["ogg", "audio/ogg"],
	["mp3", "audio/mpeg"],
	["m4a", "audio/mp4"],
	["pdf", "application/pdf"],
]);
