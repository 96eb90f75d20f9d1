import { type Posed, pose, questionAt } from "./pose-question.ts";
import type { Question } from "./program.ts";
import { lastAnswer, rewind } from "./rewind.ts";
import { applyAnswer, refusalOf } from "./take-answer.ts";
import { type Doing, type Draft, type DraftFrame, programOf, type Turn } from "./turn.ts";
import type { Value } from "./types.ts";

/**
 * What an operator knows now: corrections that bring their answers. The earliest of them is gone back to, and the walk takes the
 * others when it comes to their questions. What is refused is asked again. Gives whether anything was known before.
 */
export function* applyFacts(turn: Turn, run: Draft, facts: Readonly<Record<string, Value>>): Doing<boolean> {
	const known = Object.entries(facts)
		.flatMap(([variable, value]) => {
			const place = lastAnswer(run, { variable });
			return place === undefined ? [] : [{ variable, value, place, loops: run.journal[place]?.loops ?? {} }];
		})
		.sort((a, b) => a.place - b.place);
	const [first, ...later] = known;
	if (!first) return false;
	turn.brought.set(run.id, later);
	const frame = rewind(turn, run, first.place);
	const question = questionAt(programOf(turn, frame), frame.pc);
	const posed = question && (yield* pose(turn, run, frame, question));
	if (question && posed && posed !== "none") yield* bring(turn, run, frame, { question, posed, value: first.value });
	return true;
}

/** Takes the fact that was brought for this question, of its own round; false: there is none, or it is refused. */
export function* takeBrought(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	asked: { question: Question; posed: Posed },
): Doing<boolean> {
	const facts = turn.brought.get(run.id) ?? [];
	const round = JSON.stringify(frame.loops);
	const fact = facts.find(
		({ variable, loops }) => variable === asked.question.variable && JSON.stringify(loops) === round,
	);
	if (!fact) return false;
	turn.brought.set(
		run.id,
		facts.filter((one) => one !== fact),
	);
	return yield* bring(turn, run, frame, { ...asked, value: fact.value });
}

type Bringing = { readonly question: Question; readonly posed: Posed; readonly value: Value };

function* bring(turn: Turn, run: Draft, frame: DraftFrame, { question, posed, value }: Bringing): Doing<boolean> {
	const same = JSON.stringify(value);
	const option = posed.options.find((one) => JSON.stringify(one.value) === same || one.label === value);
	const answer = option ? { value: option.value, option: option.key } : { value: ofItsType(value, question.type) };
	if (question.kind === "choose" && !option) return false;
	if ((yield* refusalOf(turn, run, frame, question, answer)) !== undefined) return false;
	yield* applyAnswer(turn, run, frame, question, answer, posed);
	return true;
}

/** Staff write an address in words; the flow reads its `text`, as of one that the customer wrote. */
function ofItsType(value: Value, type: string): Value {
	return type === "address" && typeof value === "string" ? { id: value, text: value } : value;
}
