import type { Instruction, Pc, Program } from "./program.ts";

/** Where a place of one version is in another; undefined: its step is gone. */
export type StepMap = (pc: Pc) => Pc | undefined;

/**
 * Finds the places of an old version in a new one. A step is the same if it has the same key (or the new key that
 * `renamed` gives it), the same verb and the same variable; within it an instruction is found by its kind and its turn.
 */
export function mapSteps(old: Program, next: Program, renamed: Readonly<Record<string, string>> = {}): StepMap {
	const places = placesOf(next);
	const turns = turnsOf(old);
	return (pc) => {
		const instruction = old.code[pc];
		const step = instruction && old.steps[instruction.step];
		if (!instruction || !step) return undefined;
		const key = renamed[step.key] ?? step.key;
		const at = next.steps.findIndex((one) => one.key === key);
		const found = next.steps[at];
		if (found?.verb !== step.verb || found.variable !== step.variable) return undefined;
		return places.get(nameOf(at, instruction, turns.get(pc) ?? 0));
	};
}

/** By step, kind and turn: `finish` belongs to no step of its own and has no place here. */
function placesOf({ code }: Program): Map<string, Pc> {
	const turns = turnsOf({ code });
	const places = new Map<string, Pc>();
	for (const [pc, instruction] of code.entries())
		if (instruction.op !== "finish") places.set(nameOf(instruction.step, instruction, turns.get(pc) ?? 0), pc);
	return places;
}

/** A step may have several instructions of a kind: the branches of a `switch`. */
function turnsOf({ code }: Pick<Program, "code">): Map<Pc, number> {
	const counts = new Map<string, number>();
	const turns = new Map<Pc, number>();
	for (const [pc, { step, op }] of code.entries()) {
		const name = `${step} ${op}`;
		const turn = counts.get(name) ?? 0;
		turns.set(pc, turn);
		counts.set(name, turn + 1);
	}
	return turns;
}

function nameOf(step: number, { op }: Instruction, turn: number): string {
	return `${step} ${op} ${turn}`;
}
