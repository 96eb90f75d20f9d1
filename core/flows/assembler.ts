import type { Step } from "./flow-file.ts";
import type { Instruction, Pc, StepPlace } from "./program.ts";

/** A place in the code that may be jumped to before it is known. */
export type Label = { pc: Pc };

/**
 * Collects instructions in order. They are handed in as makers, called when every label has found its place, so that
 * a jump forward is written like a jump back.
 */
export class Assembler {
	readonly #makers: (() => Instruction)[] = [];
	readonly #places: (() => StepPlace)[] = [];
	readonly #byKey = new Map<string, Label>();

	readonly vars: Readonly<Record<string, string>>;
	#stage: string | undefined;

	readonly #compileStep: (asm: Assembler, step: Step) => void;

	constructor(
		flow: { vars: Readonly<Record<string, string>>; stage?: string | undefined },
		compileStep: (asm: Assembler, step: Step) => void,
	) {
		this.#compileStep = compileStep;
		this.vars = flow.vars;
		this.#stage = flow.stage;
	}

	here(): Pc {
		return this.#makers.length;
	}

	stepCount(): number {
		return this.#places.length;
	}

	emit(make: () => Instruction): void {
		this.#makers.push(make);
	}

	label(): Label {
		return { pc: -1 };
	}

	place(label: Label): void {
		label.pc = this.here();
	}

	/** Where the step of that key begins, also if it comes later. */
	step(key: string): Label {
		const known = this.#byKey.get(key);
		if (known) return known;
		const label = this.label();
		this.#byKey.set(key, label);
		return label;
	}

	/** Notes that the step begins here; the returned index is what its instructions carry. */
	begin(step: Step): { index: number; verbHere: () => void } {
		const start = this.step(step.key);
		this.place(start);
		const verb = this.label();
		const stage = step.stage ?? this.#stage;
		const variable = step.verb === "ask" ? step.ask : step.verb === "choose" ? step.choose : undefined;
		const index = this.#places.push(() => ({
			key: step.key,
			verb: step.verb,
			line: step.line,
			pc: start.pc,
			at: verb.pc,
			ownStage: step.stage !== undefined,
			...(stage === undefined ? {} : { stage }),
			...(variable === undefined ? {} : { variable }),
		}));
		return { index: index - 1, verbHere: () => this.place(verb) };
	}

	/** Lays steps one behind the other. */
	lay(steps: readonly Step[]): void {
		for (const step of steps) this.#compileStep(this, step);
	}

	/** Lays steps that may come at any place of the flow: without a stage of their own they leave it as it is there. */
	layApart(steps: readonly Step[]): void {
		const stage = this.#stage;
		this.#stage = undefined;
		this.lay(steps);
		this.#stage = stage;
	}

	/** A side block: its steps, and a jump behind the step it belongs to. Nothing to lay gives undefined. */
	aside(index: number, steps: readonly Step[] | undefined, behind: Label): Label | undefined {
		if (!steps) return undefined;
		const start = this.label();
		this.place(start);
		this.lay(steps);
		this.emit(() => ({ op: "jump", step: index, to: behind.pc }));
		return start;
	}

	assemble(): { code: Instruction[]; steps: StepPlace[] } {
		for (const [key, { pc }] of this.#byKey) if (pc < 0) throw new Error(`There is no step "${key}" to jump to.`);
		return { code: this.#makers.map((make) => make()), steps: this.#places.map((place) => place()) };
	}
}
