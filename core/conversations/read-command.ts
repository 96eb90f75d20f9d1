import { cleanText } from "./clean-text.ts";
import type { HeardWhat } from "./heard.ts";

const COMMAND = /^\/([a-z0-9_]{1,32})(?:@[a-z0-9_]{1,64})?(?:\s+(.*))?$/is;
const PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;

/** What somebody types to steer the bot: `/order чай`, or `/start` with what a link carried. Anything else is undefined. */
export function readCommand(
	id: string,
	text: string | undefined,
): Extract<HeardWhat, { kind: "command" | "link" }> | undefined {
	if (!text?.startsWith("/")) return undefined;
	const [, name, rest = ""] = COMMAND.exec(text) ?? [];
	if (!name) return undefined;
	const argument = cleanText(rest).trim();
	if (name === "start" && PAYLOAD.test(argument)) return { kind: "link", id, payload: argument };
	return { kind: "command", id, name: name.toLowerCase(), argument };
}
