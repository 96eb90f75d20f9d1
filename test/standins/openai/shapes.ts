import type { Answer } from "./server.ts";

/** What stands in every answer. */
export type About = { readonly id: string; readonly model: string; readonly created: number };

/** An answer in one piece. */
export function completionOf(answer: Answer, about: About) {
	return {
		...about,
		object: "chat.completion",
		choices: [{ index: 0, message: messageOf(answer), logprobs: null, finish_reason: reasonOf(answer) }],
		usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
	};
}

/** The same as events of a stream: a role, the words or arguments in pieces, the end. */
export function streamOf(answer: Answer, about: About): readonly string[] {
	const event = (delta: object, finish_reason: string | null = null) =>
		JSON.stringify({ ...about, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }] });
	const body =
		"says" in answer
			? inPieces(answer.says).map((content) => event({ content }))
			: answer.calls.flatMap((call, index) => [
					event({
						tool_calls: [
							{ index, id: `call_${index}`, type: "function", function: { name: call.name, arguments: "" } },
						],
					}),
					...inPieces(call.arguments).map((piece) =>
						event({ tool_calls: [{ index, function: { arguments: piece } }] }),
					),
				]);
	return [event({ role: "assistant" }), ...body, event({}, reasonOf(answer))];
}

function messageOf(answer: Answer) {
	if ("says" in answer) return { role: "assistant", content: answer.says, refusal: null };
	const tool_calls = answer.calls.map((call, index) => ({ id: `call_${index}`, type: "function", function: call }));
	return { role: "assistant", content: null, refusal: null, tool_calls };
}

function reasonOf(answer: Answer): string {
	return "says" in answer ? "stop" : "tool_calls";
}

function inPieces(text: string): string[] {
	return text.match(/[\s\S]{1,8}/g) ?? [];
}
