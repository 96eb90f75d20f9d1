import { keepAttachment } from "#core/conversations/attachments.ts";
import { Refusal } from "#core/refusal.ts";
import type { DeskTools } from "./desk-tools.ts";
import type { HeardFile } from "./hear.ts";
import { refuse } from "./told.ts";
import type { DeskWords } from "./words.ts";

/** Telegram hands out no more than this to a bot. */
const LIMIT = 20 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

/** Brings a member's file into our store, to be sent on. The link holds the token and leaves in no error. */
export async function fetchAttachment(desk: DeskTools, file: HeardFile, words: DeskWords): Promise<string> {
	const { caller, shop, keepMedia } = desk;
	if (file.size > LIMIT) refuse("limit", words.fileTooLarge);
	const found = await caller.call("getFile", { file_id: file.id });
	if (found.kind === "refused") refuse("limit", /too big/i.test(found.reason) ? words.fileTooLarge : words.fileGone);
	const path = found.kind === "done" ? found.result.file_path : undefined;
	// Telegram is away: the update waits, and is worked off again.
	if (!path) throw new Error("Telegram does not give out a member's file just now.");
	const bytes = await download(desk, path);
	if (bytes.byteLength > LIMIT) refuse("limit", words.fileTooLarge);
	try {
		const kept = await keepAttachment(shop, { keep: keepMedia, file: { bytes, mime: file.mime, name: file.name } });
		return kept.id;
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		return refuse(error.code, error.code === "limit" ? words.fileTooLarge : words.fileUnknown);
	}
}

async function download({ apiRoot, token }: DeskTools, path: string): Promise<Uint8Array> {
	const gone = new Error("A member's file could not be fetched from Telegram.");
	const answer = await fetch(`${apiRoot}/file/bot${token}/${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
		() => {
			throw gone;
		},
	);
	if (!answer.ok) throw gone;
	return new Uint8Array(await answer.arrayBuffer());
}
