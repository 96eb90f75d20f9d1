import { createHmac } from "node:crypto";
import type { Door } from "#core/delivery/channel.ts";
import { readBody } from "../read-body.ts";
import { isSameSecret } from "../same-secret.ts";
import { type Ear, hear } from "./hear.ts";

/** Meta's largest request. */
const LIMIT = 3 * 1024 * 1024;

/**
 * Meta's way in. It asks once whether this is the place (a token that both know, and its challenge back); everything else
 * is signed with the app's secret over the very bytes.
 */
export function webhookDoor(parts: { appSecret: string; verifyToken: string; ear: () => Ear }): Door {
	const { appSecret, verifyToken, ear } = parts;
	return {
		path: "/hooks/whatsapp",
		limit: LIMIT,
		proof: "body",
		greet(query) {
			const { "hub.mode": mode, "hub.verify_token": given, "hub.challenge": challenge } = query;
			if (mode !== "subscribe" || given === undefined || !isSameSecret(given, verifyToken)) return undefined;
			// What is sent back as it came must not be a page.
			return challenge !== undefined && /^[\w.-]{1,128}$/.test(challenge) ? challenge : undefined;
		},
		verify(headers, raw) {
			const given = headers["x-hub-signature-256"];
			const signature = createHmac("sha256", appSecret).update(raw).digest("hex");
			return typeof given === "string" && isSameSecret(given, `sha256=${signature}`);
		},
		hear: (raw) =>
			hear(readBody(raw), ear()).map(({ heard, told }) => ({
				heard,
				raw: Buffer.from(JSON.stringify(told) ?? "null"),
			})),
	};
}
