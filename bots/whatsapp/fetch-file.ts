import { anInteger, aText } from "#core/json.ts";
import { Refusal } from "#core/refusal.ts";
import { openWire, WireError } from "../wire.ts";
import type { Caller } from "./call.ts";

type Shelf = {
	readonly call: Caller;
	readonly token: string;
	readonly phoneId: string;
	/** Hosts beside Meta's own that files may come from: the API's, where it is a stand-in. */
	readonly apiRoot: string;
	readonly timeout: number;
};

/**
 * Fetches a file that a customer sent. The address works for five minutes and wants our token, so it is asked for and used
 * here, and only at Meta's own hosts. Bytes are counted, because sizes told are only words.
 */
export async function fetchFile(shelf: Shelf, ref: string, limit: number) {
	if (!/^\d{1,32}$/.test(ref)) throw gone();
	const answer = await shelf.call({ method: "GET", path: `${ref}?phone_number_id=${shelf.phoneId}` });
	if (answer.kind === "no" && answer.status < 500 && answer.status !== 401 && answer.status !== 429) throw gone();
	if (answer.kind !== "yes") throw away();
	const url = aText(answer.result.url);
	if ((anInteger(answer.result.file_size) ?? 0) > limit) throw tooLarge(limit);
	if (!url || !isMetas(url, shelf.apiRoot)) throw gone();
	const bytes = await download(shelf, new URL(url), limit);
	const mime = (aText(answer.result.mime_type) ?? "application/octet-stream").split(";")[0] ?? "";
	return { bytes, mime, name: `${ref}${EXTENSION.get(mime) ?? ""}` };
}

async function download({ token, timeout }: Shelf, url: URL, limit: number): Promise<Uint8Array> {
	const wire = openWire(url.origin);
	try {
		const headers = { authorization: `Bearer ${token}`, "user-agent": "prilavok" };
		const { status, body } = await wire.send({
			method: "GET",
			path: url.pathname + url.search,
			headers,
			timeout,
			limit,
		});
		if (status === 404 || status === 410) throw gone();
		if (status !== 200) throw away();
		return body;
	} catch (error) {
		if (error instanceof Refusal) throw error;
		throw error instanceof WireError && error.tooLong ? tooLarge(limit) : away();
	} finally {
		await wire.close();
	}
}

/** Our token goes to nobody else, whatever an answer says. */
function isMetas(address: string, apiRoot: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname, origin } = new URL(address);
	if (origin === new URL(apiRoot).origin) return true;
	return protocol === "https:" && /(?:^|\.)(?:facebook|fbcdn|fbsbx|whatsapp)\.(?:com|net)$/.test(hostname);
}

function tooLarge(limit: number): Refusal {
	return new Refusal("limit", `The file is larger than ${Math.floor(limit / 1024 / 1024)} MB.`);
}

function gone(): Refusal {
	return new Refusal("not-found", "WhatsApp does not have this file any more.");
}

function away(): Refusal {
	return new Refusal("unavailable", "WhatsApp does not give out the file just now.");
}

const EXTENSION = new Map([
	["image/jpeg", ".jpg"],
	["image/png", ".png"],
	["image/webp", ".webp"],
	["video/mp4", ".mp4"],
	["audio/ogg", ".ogg"],
	["audio/mpeg", ".mp3"],
	["application/pdf", ".pdf"],
]);
