import type { Words } from "#core/conversations/answer-row.ts";
import type { Heard } from "#core/conversations/heard.ts";
import type { Met } from "#core/conversations/meet.ts";
import { readHeard } from "#core/conversations/read-heard.ts";
import { recognise, shownIn } from "#core/customers/recognise.ts";
import type { Shop } from "#core/shop.ts";
import type { Thought, TurnEnd, Turns } from "./drive-turn.ts";
import { readRunLink } from "./run-link.ts";
import type { Button, Cause } from "./talk.ts";
import type { Incoming } from "./turn-lines.ts";

export type ConverseParts = {
	readonly shop: Shop;
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
	{ shop, turns, seal, acknowledgePress }: ConverseParts,
	{ heard, words: said, met: known, from, thought }: Conversing,
): Promise<TurnEnd> {
	const { words, met } = await knowAgain(shop, heard, said, known);
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

/**
 * Somebody who shows that they are known from another messenger is joined to who they are before anything is answered. Codes
 * and links of that kind are no answer to a question: a flow says what came of them.
 */
async function knowAgain(shop: Shop, heard: Heard, words: Words, met: Met): Promise<{ words: Words; met: Met }> {
	const shown = shownIn(words);
	const { identityId } = met;
	if (!shown || !identityId) return { words, met };
	const { chatId } = met;
	const seen = await recognise(shop, shown, { ...met, identityId });
	const now = seen.ended === "linked" ? { ...seen, chatId, identityId } : met;
	if (shown.by === "own_contact") return { words, met: now };
	const id = words.kind === "message" || words.kind === "link" ? words.id : heard.key;
	return { words: { kind: "link", id, payload: seen.ended === "linked" ? "me-linked" : "me-unknown" }, met: now };
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
