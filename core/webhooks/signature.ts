import { createHmac, randomBytes } from "node:crypto";

/** A secret in the form of Standard Webhooks: 256 random bits, marked for what they are. */
export function makeSigningSecret(): string {
	return `whsec_${randomBytes(32).toString("base64")}`;
}

/**
 * Headers by which a receiver knows that this is ours, fresh and not another entry (standardwebhooks.com). While a secret
 * is being changed both sign, so that the receiver may change its own at any moment.
 */
export function signatureHeaders(
	secrets: readonly string[],
	{ id, at, body }: { id: string; at: Date; body: string },
): Record<string, string> {
	const timestamp = String(Math.floor(at.getTime() / 1000));
	const signed = `${id}.${timestamp}.${body}`;
	return {
		"webhook-id": id,
		"webhook-timestamp": timestamp,
		"webhook-signature": secrets.map((secret) => `v1,${hmac(secret, signed)}`).join(" "),
	};
}

function hmac(secret: string, text: string): string {
	const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
	return createHmac("sha256", key).update(text).digest("base64");
}
