import { keepAttachment } from "#core/conversations/attachments.ts";
import { Refusal } from "#core/refusal.ts";
import type { DeskTools } from "./desk-tools.ts";
import type { HeardFile } from "./hear.ts";

/** Telegram hands out no more than this to a bot. */
const LIMIT = 20 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

/** Brings a member's file into our store, to be sent on. The link holds the token and leaves in no error. */
export async function fetchAttachment(desk: DeskTools, file: HeardFile): Promise<string> {
	const { caller, shop, keepMedia } = desk;
	const found = await caller.call("getFile", { file_id: file.id });
	const path = found.kind === "done" ? found.result.file_path : undefined;
	if (!path)
		throw new Refusal("unavailable", found.kind === "refused" ? found.reason : "Telegram keeps the file no more.");
	const bytes = await download(desk, path);
	const kept = await keepAttachment(shop, { keep: keepMedia, file: { bytes, mime: file.mime, name: file.name } });
	return kept.id;
}

async function download({ apiRoot, token }: DeskTools, path: string): Promise<Uint8Array> {
	const gone = new Refusal("unavailable", "The file could not be fetched from Telegram: send it again.");
	const answer = await fetch(`${apiRoot}/file/bot${token}/${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
		() => {
			throw gone;
		},
	);
	if (!answer.ok) throw gone;
	const bytes = new Uint8Array(await answer.arrayBuffer());
	if (bytes.byteLength > LIMIT) throw new Refusal("limit", "The file is too large.");
	return bytes;
}
