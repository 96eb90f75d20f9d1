import type { Instruction, Pc, Program, Question } from "./program.ts";

/**
 * Instructions that a run may reach without the customer having just written: such a message goes out uninvited (§9.7).
 * Behind a question they are reached through its silence, behind a wait by time.
 */
export function uninvitedPlaces(program: Program): ReadonlySet<Pc> {
	const startsByItself = program.start.some(({ by }) => by !== "says" && by !== "command" && by !== "link");
	const reached = new Set<Pc>(startsByItself ? [program.entry] : []);
	for (const step of program.code) for (const pc of laterFrom(step, program)) reached.add(pc);
	for (const pc of reached) for (const next of onwardFrom(program.code[pc], pc)) reached.add(next);
	return reached;
}

/** Where time alone leads from a step that waits. */
function laterFrom(step: Instruction, program: Program): Pc[] {
	if (step.op === "question") return [silenceOf(step.question, program)];
	if (step.op !== "wait") return [];
	const replied = step.for.length > 0 && step.for.every((event) => event === "customer.replied");
	return [...(replied ? [] : [step.then ?? step.next]), step.else ?? step.next];
}

function silenceOf({ silence, next }: Question, program: Program): Pc {
	return (silence ?? program.silence)?.steps ?? next;
}

/** Where a step leads at once. */
function onwardFrom(step: Instruction | undefined, pc: Pc): Pc[] {
	switch (step?.op) {
		case undefined:
		case "wait":
		case "handed":
		case "end":
		case "finish":
			return [];
		case "question":
			return step.question.ifNone === undefined ? [] : [step.question.ifNone];
		case "jump":
			return [step.to];
		case "branch":
			return [pc + 1, step.else];
		case "split":
			return step.variants.map(({ to }) => to ?? step.next);
		case "do":
			return [pc + 1, ...(step.onError === undefined ? [] : [step.onError])];
		case "offer":
			return [pc + 1, ...(step.ifNone === undefined ? [] : [step.ifNone])];
		case "next":
			return [pc + 1, step.done];
		case "handoff":
			return [step.next, ...(step.closed === undefined ? [] : [step.closed])];
		default:
			return [pc + 1];
	}
}
