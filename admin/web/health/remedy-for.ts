import type { Word } from "../words.ts";

/** What helps a bot that is not well. A linked phone has a page of its own for that. */
export function remedyFor({
	state,
	channel,
	detail,
}: {
	readonly state: string;
	readonly channel: string;
	readonly detail: string | null;
}): Word | undefined {
	if (channel === "linked-phone") return undefined;
	switch (state) {
		case "unauthorized":
			return "remedy_unauthorized";
		case "conflict":
			return "remedy_conflict";
		case "down":
			return channel === "desk" && detail && GROUP.test(detail) ? "remedy_desk_down" : "remedy_down";
		default:
			return undefined;
	}
}

/** What Telegram says of a group, and what could not be worked off: no trouble of the connection. */
const GROUP = /chat|forum|topic|rights|kicked|member|updates failed/i;
