import { createHmac } from "node:crypto";

/**
 * The shop's keyed hash for tokens, ids and message keys: at least 122 bits as A-Z a-z 0-9 - _. Same text, same seal. What names
 * a run or an entry (`run/…`, `entry/…`) is sealed as a UUID, since their tables keep UUIDs.
 */
export function openSeal(secret: string): (text: string) => string {
	return (text) => {
		const hash = createHmac("sha256", secret).update(text);
		return NAMES_A_ROW.test(text) ? asUuid(hash.digest()) : hash.digest("base64url").slice(0, 22);
	};
}

const NAMES_A_ROW = /^(run|entry)\//;

/** Version 8 of RFC 9562: an id of our own making. */
function asUuid(hash: Buffer): string {
	const bytes = hash.subarray(0, 16);
	bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
	bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
	return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
