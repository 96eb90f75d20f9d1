import { createHash } from "node:crypto";
import type { Door } from "#core/delivery/channel.ts";
import { readBody } from "../read-body.ts";
import { isSameSecret } from "../same-secret.ts";
import type { Ear } from "./hear.ts";
import { parcelsOf } from "./parcel.ts";

/**
 * Telegram's way in by webhook. The path cannot be guessed, and is the same in every process that knows the secret; the
 * secret itself comes in a header and is compared before anybody looks at the body.
 */
export function webhookDoor({ secret, ear }: { secret: string; ear: () => Ear }): Door {
	return {
		path: `/hooks/telegram/${createHash("sha256").update(`path of ${secret}`).digest("hex").slice(0, 32)}`,
		limit: 1024 * 1024,
		proof: "header",
		verify: (headers) => {
			const given = headers["x-telegram-bot-api-secret-token"];
			return typeof given === "string" && isSameSecret(given, secret);
		},
		hear: (raw) => parcelsOf([readBody(raw)], ear()).map(({ heard }) => ({ heard, raw })),
	};
}
