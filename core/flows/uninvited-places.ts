import type { Instruction, Pc, Program, Question } from "./program.ts";
import type { Settings } from "./settings.ts";

/**
 * Instructions that a run may reach without the customer having just written: such a message goes out uninvited (§9.7).
 * Behind a question they are reached through its silence, behind a wait by time. Where neither the question nor the flow
 * has a silence that of `_defaults.yaml` counts, which mostly ends the run.
 */
export function uninvitedPlaces(program: Program, defaults: Defaults): ReadonlySet<Pc> {
	const goesOn = comesBack(defaults);
	const startsByItself = program.start.some(({ by }) => by !== "says" && by !== "command" && by !== "link");
	const reached = new Set<Pc>(startsByItself ? [program.entry] : []);
	for (const step of program.code) for (const pc of laterFrom(step, program, goesOn)) reached.add(pc);
	for (const pc of reached) for (const next of onwardFrom(program.code[pc], pc)) reached.add(next);
	return reached;
}

type Defaults = Pick<Settings, "silence" | "defaults">;

/** Whether a run goes on behind its question when the shop's own silence is over. */
function comesBack({ silence, defaults }: Defaults): boolean {
	if (silence.steps === undefined) return true;
	const reached = new Set<Pc>([silence.steps]);
	for (const pc of reached) for (const next of onwardFrom(defaults.code[pc], pc)) reached.add(next);
	return [...reached].some((pc) => defaults.code[pc]?.op === "finish");
}

/** Where time alone leads from a step that waits. */
function laterFrom(step: Instruction, program: Program, goesOn: boolean): Pc[] {
	if (step.op === "question") return silenceOf(step.question, program, goesOn);
	if (step.op !== "wait") return [];
	const replied = step.for.length > 0 && step.for.every((event) => event === "customer.replied");
	return [...(replied ? [] : [step.then ?? step.next]), step.else ?? step.next];
}

function silenceOf({ silence, next }: Question, program: Program, goesOn: boolean): Pc[] {
	const own = silence ?? program.silence;
	return own || goesOn ? [own?.steps ?? next] : [];
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
