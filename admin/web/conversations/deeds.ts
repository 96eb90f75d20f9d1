import type { ConversationRow } from "#admin/contract/conversations.ts";
import type { Word } from "../words.ts";
import type { Doing } from "./doing.ts";
import type { Leading } from "./use-leading.ts";

/** Something that may be done with a conversation as a whole; what ends in `-now` asks nothing more. */
export type Deed = {
	readonly word: Word;
	readonly key: string;
	readonly does: Exclude<Doing["what"], "withdraw"> | "take-now" | "reopen-now";
	/** What somebody in this place does most likely. */
	readonly main?: true;
};

/** What may be done now, by whoever looks: the same rules as the server's, which asks again. */
export function deedsOf(conversation: ConversationRow, { mine, other, leads, mayWrite }: Leading): readonly Deed[] {
	const { by } = conversation.control;
	if (!mayWrite) return [];
	if (other) return leads ? [{ word: "takeFrom", key: "t", does: "take", main: true }, PASS] : [];
	return [
		...(mine && by !== "parked" ? [] : [takeAs(mine ? "resumeIt" : "take")]),
		...(mine ? HOLDERS : []),
		...(by === "asked" ? [HAND_BACK] : []),
		ORDER,
		PASS,
		...endsOf(conversation),
	];
}

/** Nothing is to be answered, all is settled, or it was not after all. */
function endsOf({ unansweredSince, closedAt, undo }: ConversationRow): readonly Deed[] {
	return [...(unansweredSince ? [CALM] : []), ...(closedAt ? [] : [CLOSE]), ...(undo ? [REOPEN[undo]] : [])];
}

const takeAs = (word: Word): Deed => ({ word, key: "t", does: "take-now", main: true });
const HAND_BACK: Deed = { word: "handBack", key: "b", does: "hand-back" };
const ORDER: Deed = { word: "orderIt", key: "o", does: "order" };
const PASS: Deed = { word: "passOn", key: "g", does: "pass" };
const CALM: Deed = { word: "noAnswerNeeded", key: "x", does: "calm" };
const CLOSE: Deed = { word: "closeIt", key: "e", does: "close" };
const REOPEN: Readonly<Record<NonNullable<ConversationRow["undo"]>, Deed>> = {
	closed: { word: "reopenIt", key: "u", does: "reopen-now" },
	waived: { word: "waitsAgain", key: "u", does: "reopen-now" },
};
const HOLDERS: readonly Deed[] = [
	{ ...HAND_BACK, main: true },
	{ word: "promiseIt", key: "p", does: "promise" },
	{ word: "pushStep", key: "f", does: "step" },
];
