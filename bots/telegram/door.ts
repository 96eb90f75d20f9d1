import { createHash, timingSafeEqual } from "node:crypto";
import type { Door } from "#core/delivery/channel.ts";
import type { Ear } from "./hear.ts";
import { parcelsOf } from "./parcel.ts";

/**
 * Telegram's way in by webhook. The path cannot be guessed, and is the same in every process that knows the secret; the
 * secret itself comes in a header and is compared before anybody looks at the body.
 */
export function webhookDoor({ secret, ear }: { secret: string; ear: () => Ear }): Door {
	const expected = digest(secret);
	return {
		path: `/hooks/telegram/${digest(`path of ${secret}`).toString("hex").slice(0, 32)}`,
		limit: 1024 * 1024,
		proof: "header",
		verify: (headers) => {
			const given = headers["x-telegram-bot-api-secret-token"];
			// Digests are of one length, which timingSafeEqual demands, and tell nothing about that of the secret.
			return typeof given === "string" && timingSafeEqual(digest(given), expected);
		},
		hear: (raw) => parcelsOf([parse(raw)], ear()).map(({ heard }) => ({ heard, raw })),
	};
}

function digest(text: string): Buffer {
	return createHash("sha256").update(text).digest();
}

/** What is not JSON is kept as it came, unread. */
function parse(raw: Uint8Array): unknown {
	const text = Buffer.from(raw).toString();
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
