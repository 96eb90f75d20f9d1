import type { Asked } from "./read-request.ts";
import type { Answer } from "./server.ts";

/**
 * A model that has been talked round: it does what the last text tells it, by whatever way the text names. «CALL name
 * {json}» calls that tool, offered or not; «CHOOSE id» calls the first tool offered with that choice and full
 * confidence, offered or not; anything else it repeats, with all that it was told before.
 */
export function obeyText({ messages, tools }: Asked): Answer {
	const last = messages.at(-1)?.content ?? "";
	const call = /CALL (\w+) (\{.*?\})(?!\})/s.exec(last);
	if (call) return { calls: [{ name: call[1] ?? "", arguments: unquoted(call[2] ?? "") }] };
	const choose = /CHOOSE ([\w-]+)(?: ANSWER ([^"\\]+))?/.exec(last);
	const [tool] = tools;
	if (choose && tool) {
		const args = { choice: choose[1], confidence: 1, ...(choose[2] && { answer: choose[2].trim() }) };
		return { calls: [{ name: tool.name, arguments: JSON.stringify(args) }] };
	}
	return { says: messages.map(({ content }) => content).join("\n") };
}

/** The text may have come inside JSON. */
function unquoted(text: string): string {
	return text.replaceAll('\\"', '"');
}
