import { pose, questionAt } from "./pose-question.ts";
import { lastAnswer, rewind } from "./rewind.ts";
import { applyAnswer, refusalOf } from "./take-answer.ts";
import { type Doing, type Draft, programOf, type Turn } from "./turn.ts";
import type { Value } from "./types.ts";

/** What an operator knows now: a correction of that variable, with its answer. Refused, it is asked again. */
export function* applyFact(turn: Turn, run: Draft, variable: string, value: Value): Doing {
	const at = lastAnswer(run, { variable });
	if (at === undefined) return;
	const frame = rewind(turn, run, at);
	const question = questionAt(programOf(turn, frame), frame.pc);
	const posed = question && (yield* pose(turn, run, frame, question));
	if (!question || !posed || posed === "none") return;
	const same = JSON.stringify(value);
	const option = posed.options.find((one) => JSON.stringify(one.value) === same || one.label === value);
	const answer = option ? { value: option.value, option: option.key } : { value: ofItsType(value, question.type) };
	if (question.kind === "choose" && !option) return;
	if ((yield* refusalOf(turn, run, frame, question, answer)) !== undefined) return;
	yield* applyAnswer(turn, run, frame, question, answer, posed);
}

/** Staff write an address in words; the flow reads its `text`, as of one that the customer wrote. */
function ofItsType(value: Value, type: string): Value {
	return type === "address" && typeof value === "string" ? { id: value, text: value } : value;
}
