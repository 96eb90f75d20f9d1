import type { Words } from "#core/conversations/answer-row.ts";
import type { Heard } from "#core/conversations/heard.ts";
import type { Met } from "#core/conversations/meet.ts";
import { readHeard } from "#core/conversations/read-heard.ts";
import type { Thought, TurnEnd, Turns } from "./drive-turn.ts";
import { readRunLink } from "./run-link.ts";
import type { Button, Cause } from "./talk.ts";
import type { Incoming } from "./turn-lines.ts";

export type ConverseParts = {
	readonly turns: Turns;
	readonly seal: (text: string) => string;
	/** Takes the spinner off a pressed button. Best effort, never throws. */
	readonly acknowledgePress: (account: string, press: string) => void;
};

export type Conversing = {
	readonly heard: Heard;
	readonly words: Words;
	readonly met: Met;
	readonly from: Pick<Incoming, "inbox" | "fresh">;
	readonly thought?: Thought | undefined;
};

/** What a customer wrote or pressed goes to the flows: one turn, which writes it into the thread and settles its row. */
export async function converse(
	{ turns, seal, acknowledgePress }: ConverseParts,
	{ heard, words, met, from, thought }: Conversing,
): Promise<TurnEnd> {
	const button =
		words.kind === "pressed" && words.token !== "" ? await turns.button(met.conversationId, words.token) : undefined;
	const line = readHeard(heard, button?.label);
	const end = await turns.drive({
		conversationId: met.conversationId,
		cause: causeOf(heard, words, button, seal),
		incoming: { ...from, chat: met.chatId, ...(line && { line }) },
		...(thought && { thought }),
	});
	if (words.kind === "pressed") acknowledgePress(heard.account, words.press);
	return end;
}

/** What was heard, as the engine is told. */
function causeOf(heard: Heard, words: Words, button: Button | undefined, seal: (text: string) => string): Cause {
	const { channel } = heard;
	const id = `${heard.account}/${heard.key}`;
	switch (words.kind) {
		case "message":
			return { cause: "message", id, channel, content: words, moreMayFollow: true };
		case "command":
			return { cause: "command", id, channel, name: words.name, argument: words.argument };
		case "link": {
			const run = readRunLink(words.payload, seal);
			return run ? { cause: "resume", id, channel, run } : { cause: "link", id, channel, payload: words.payload };
		}
		case "pressed": {
			const { token, message } = words;
			return { cause: "press", id, channel, token, ...(message && { message }), ...(button && { button }) };
		}
	}
}
