import type { Outcome } from "#core/delivery/channel.ts";
import { aList, anId, anObject } from "#core/json.ts";
import type { Answer, No } from "./call.ts";

/** What an answer means for the letter (channels-and-delivery.md §5). `edited` is the message that was to be changed. */
export function outcomeOf(
	answer: Answer,
	{ chat, now, edited }: { chat: string; now: Date; edited?: string },
): Outcome {
	switch (answer.kind) {
		case "yes":
			return { outcome: "accepted", refs: refsIn(answer.result, edited) };
		case "unsent":
			return { outcome: "not-sent", reason: answer.reason };
		case "unanswered":
			return { outcome: "ambiguous", reason: answer.reason };
		case "no":
			return outcomeOfNo(answer, chat, now, edited);
	}
}

function outcomeOfNo(
	{ code, description, retryAfter, movedTo }: No,
	chat: string,
	now: Date,
	edited?: string,
): Outcome {
	const reason = description;
	if (movedTo) return { outcome: "moved", chat: movedTo };
	if (code === 429) return waitFor(retryAfter ?? secondsIn(description) ?? 3, chat, now);
	if (code >= 500) return { outcome: "ambiguous", reason };
	// A token of the wrong form is answered with 404.
	if (code === 401 || code === 404) return { outcome: "account-down", reason };
	if (NOTHING_TO_CHANGE.test(description)) return { outcome: "accepted", refs: edited ? [edited] : [] };
	if (code === 403 || UNREACHABLE.test(description)) return { outcome: "unreachable", reason };
	return { outcome: "refused", reason };
}

/** Telegram does not say whose limit it was; only a group's own, 20 a minute, is sure not to be the account's. */
function waitFor(seconds: number, chat: string, now: Date): Outcome {
	const isGroup = chat.startsWith("-");
	return { outcome: "wait", until: new Date(now.getTime() + seconds * 1000), scope: isGroup ? "chat" : "account" };
}

const NOTHING_TO_CHANGE = /message is not modified/i;
const UNREACHABLE = /chat not found|user not found|user is deactivated|bot was (?:blocked|kicked)|PEER_ID_INVALID/i;

function secondsIn(description: string): number | undefined {
	const seconds = /retry after (\d{1,6})/i.exec(description)?.[1];
	return seconds === undefined ? undefined : Number(seconds);
}

/** One message, an album's messages, or `true` for what makes no message. */
function refsIn(result: unknown, edited: string | undefined): readonly string[] {
	const messages = Array.isArray(result) ? aList(result) : [result];
	const refs = messages.map((message) => anId(anObject(message)?.message_id)).filter((id) => id !== undefined);
	return refs.length === 0 && edited ? [edited] : refs;
}
