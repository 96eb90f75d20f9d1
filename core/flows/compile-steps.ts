import type { Assembler, Label } from "./assembler.ts";
import { compileMessage } from "./compile-message.ts";
import { compileQuestion } from "./compile-question.ts";
import { changeOf, formulaSource, optionalText, reasonOf, valueSources } from "./compile-values.ts";
import type { Step } from "./flow-file.ts";

type Of<V extends Step["verb"]> = Extract<Step, { verb: V }>;

/** Lays one step, its side blocks behind it. */
export function compileStep(asm: Assembler, step: Step): void {
	const { index, verbHere } = asm.begin(step);
	const behind = asm.label();
	if (step.when !== undefined) {
		const condition = formulaSource(step.when, step.line);
		asm.emit(() => ({ op: "branch", step: index, if: condition, else: behind.pc }));
	}
	verbHere();
	compileVerb(asm, step, index);
	asm.place(behind);
}

function compileVerb(asm: Assembler, step: Step, index: number): void {
	switch (step.verb) {
		case "say":
			compileSay(asm, step, index);
			return;
		case "ask":
		case "choose":
			compileQuestion(asm, step, index);
			return;
		case "set":
			compileSet(asm, step, index);
			return;
		case "do":
			compileDo(asm, step, index);
			return;
		case "if":
			compileBranches(asm, [{ if: step.if, then: step.then }], step.else, step.line, index);
			return;
		case "switch":
			compileSwitch(asm, step, index);
			return;
		case "split":
			compileSplit(asm, step, index);
			return;
		case "offer":
			compileOffer(asm, step, index);
			return;
		case "wait":
			compileWait(asm, step, index);
			return;
		case "each":
			compileEach(asm, step, index);
			return;
		case "repeat":
			compileRepeat(asm, step, index);
			return;
		case "goto": {
			const target = asm.step(step.goto);
			asm.emit(() => ({ op: "jump", step: index, to: target.pc }));
			return;
		}
		case "change":
			asm.emit(() => ({ op: "change", step: index, ...changeOf(step.change) }));
			return;
		case "call":
			compileCall(asm, step, index);
			return;
		case "launch": {
			const input = valueSources(step.with, `${step.key}.with`, step.line);
			asm.emit(() => ({ op: "launch", step: index, flow: step.launch, with: input }));
			return;
		}
		case "handoff":
			compileHandoff(asm, step, index);
			return;
		case "end":
			asm.emit(() => ({ op: "end", step: index, outcome: step.end, ...reasonOf(step) }));
			return;
	}
}

function compileSay(asm: Assembler, step: Of<"say">, index: number): void {
	const say = compileMessage(step.say, step.key, step.line);
	asm.emit(() => ({ op: "say", step: index, say }));
}

function compileSet(asm: Assembler, step: Of<"set">, index: number): void {
	const set = Object.entries(valueSources(step.set, `${step.key}.set`, step.line));
	asm.emit(() => ({ op: "set", step: index, set }));
}

function compileDo(asm: Assembler, step: Of<"do">, index: number): void {
	const action = {
		op: "do" as const,
		step: index,
		action: step.do,
		with: valueSources(step.with, `${step.key}.with`, step.line),
		...(step.save === undefined ? {} : { save: step.save }),
	};
	const behind = asm.label();
	let failed: Label | undefined;
	asm.emit(() => ({ ...action, ...(failed ? { onError: failed.pc } : {}) }));
	if (step.on_error) asm.emit(() => ({ op: "jump", step: index, to: behind.pc }));
	failed = asm.aside(index, step.on_error, behind);
	asm.place(behind);
}

function compileSwitch(asm: Assembler, step: Of<"switch">, index: number): void {
	const branches = step.switch.filter((branch) => "if" in branch);
	const otherwise = step.switch.find((branch) => "else" in branch);
	compileBranches(asm, branches, otherwise?.else, step.line, index);
}

function compileBranches(
	asm: Assembler,
	branches: readonly { readonly if: string; readonly then: readonly Step[] }[],
	otherwise: readonly Step[] | undefined,
	line: number,
	index: number,
): void {
	const behind = asm.label();
	for (const branch of branches) {
		const next = asm.label();
		const condition = formulaSource(branch.if, line);
		asm.emit(() => ({ op: "branch", step: index, if: condition, else: next.pc }));
		asm.lay(branch.then);
		asm.emit(() => ({ op: "jump", step: index, to: behind.pc }));
		asm.place(next);
	}
	if (otherwise) asm.lay(otherwise);
	asm.place(behind);
}

function compileSplit(asm: Assembler, step: Of<"split">, index: number): void {
	const behind = asm.label();
	const blocks = new Map<string, Label | undefined>();
	asm.emit(() => ({
		op: "split",
		step: index,
		split: step.split,
		variants: step.variants.map(({ id, weight }) => {
			const block = blocks.get(id);
			return { id, weight, ...(block ? { to: block.pc } : {}) };
		}),
		...(step.save === undefined ? {} : { save: step.save }),
		next: behind.pc,
	}));
	for (const variant of step.variants) blocks.set(variant.id, asm.aside(index, variant.steps, behind));
	asm.place(behind);
}

function compileOffer(asm: Assembler, step: Of<"offer">, index: number): void {
	const behind = asm.label();
	let none: Label | undefined;
	asm.emit(() => ({
		op: "offer",
		step: index,
		offer: step.offer,
		...(step.pick === undefined ? {} : { pick: step.pick }),
		...(step.save === undefined ? {} : { save: step.save }),
		...(none ? { ifNone: none.pc } : {}),
	}));
	if (step.if_none) asm.emit(() => ({ op: "jump", step: index, to: behind.pc }));
	none = asm.aside(index, step.if_none, behind);
	asm.place(behind);
}

function compileWait(asm: Assembler, step: Of<"wait">, index: number): void {
	const behind = asm.label();
	const condition = step.if === undefined ? {} : { if: formulaSource(step.if, step.line) };
	let then: Label | undefined;
	let otherwise: Label | undefined;
	asm.emit(() => ({
		op: "wait",
		step: index,
		wait: typeof step.wait === "string" ? { length: step.wait } : step.wait,
		for: typeof step.for === "string" ? [step.for] : (step.for ?? []),
		...condition,
		...(then ? { then: then.pc } : {}),
		...(otherwise ? { else: otherwise.pc } : {}),
		next: behind.pc,
	}));
	then = asm.aside(index, step.then, behind);
	otherwise = asm.aside(index, step.else, behind);
	asm.place(behind);
}

function compileEach(asm: Assembler, step: Of<"each">, index: number): void {
	const list = formulaSource(step.each.list, step.line);
	const variable = step.each.name;
	const loop = asm.here();
	asm.emit(() => ({ op: "each", step: index, variable, list, atMost: step.at_most ?? 100 }));
	const next = asm.here();
	const done = asm.label();
	asm.emit(() => ({ op: "next", step: index, loop, variable, done: done.pc }));
	asm.lay(step.steps);
	asm.emit(() => ({ op: "jump", step: index, to: next }));
	asm.place(done);
}

function compileRepeat(asm: Assembler, step: Of<"repeat">, index: number): void {
	const loop = asm.here();
	asm.emit(() => ({ op: "repeat", step: index }));
	asm.lay(step.repeat);
	const until = formulaSource(step.until, step.line);
	asm.emit(() => ({ op: "until", step: index, loop, until, atMost: step.at_most ?? 10 }));
}

function compileCall(asm: Assembler, step: Of<"call">, index: number): void {
	const input = valueSources(step.with, `${step.key}.with`, step.line);
	const save = step.save === undefined ? {} : { save: step.save };
	asm.emit(() => ({ op: "call", step: index, flow: step.call, with: input, ...save }));
}

function compileHandoff(asm: Assembler, step: Of<"handoff">, index: number): void {
	const resume = step.after === "resume";
	const handed = asm.label();
	const closed = step.closed ? asm.label() : undefined;
	const texts = {
		...optionalText("note", step.note, `${step.key}.note`, step.line),
		...optionalText("say", step.say, `${step.key}.say`, step.line),
	};
	asm.emit(() => ({
		op: "handoff",
		step: index,
		team: step.handoff,
		priority: step.priority ?? "normal",
		...texts,
		...(closed ? { closed: closed.pc } : {}),
		next: handed.pc,
		resume,
	}));
	if (closed && step.closed) {
		asm.place(closed);
		asm.lay(step.closed);
	}
	asm.place(handed);
	const outcome = step.outcome ?? "handed_over";
	asm.emit(() => ({ op: "handed", step: index, resume, outcome, ...reasonOf(step) }));
}
