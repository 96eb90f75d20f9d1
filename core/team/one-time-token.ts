import { createHash, randomBytes } from "node:crypto";

/** A secret that is shown once and kept as a hash: 192 random bits need no salt. */
export function makeToken(prefix = ""): { readonly token: string; readonly hash: string } {
	const token = `${prefix}${randomBytes(24).toString("base64url")}`;
	return { token, hash: hashOfToken(token) };
}

/** What a token is looked up by. */
export function hashOfToken(token: string): string {
	return createHash("sha256").update(token).digest("hex");
}
