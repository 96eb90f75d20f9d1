import { plainLiquid, shortFormula, textOfHandler, textOfStart, textOfStep, textOfStop } from "./diagram-text.ts";
import { type DiagramLanguage, type DiagramWords, diagramWords } from "./diagram-words.ts";
import type { ChooseStep, FlowFile, HandoffStep, SayStep, Silence, Step, Verb, WaitStep } from "./flow-file.ts";

/** A flow as a picture: its steps, what leads from one to another, and what may happen at any moment. */
export type Diagram = {
	readonly flow: string;
	readonly title: string;
	readonly language: DiagramLanguage;
	readonly nodes: readonly DiagramNode[];
	readonly edges: readonly DiagramEdge[];
};

export type DiagramNode = {
	/** The step's key; of what is no step, a name with a colon. */
	readonly id: string;
	readonly kind: NodeKind;
	/** Key under which the trace knows it; absent for what is no step. */
	readonly step?: string;
	/** Line of the file. */
	readonly line: number;
	readonly stage?: string;
	/** Its verb in words. */
	readonly title: string;
	/** What it does, in the file's words. */
	readonly text: string;
	/** Another flow that begins here. */
	readonly flow?: string;
	/** Part of a silence or a handler: a customer is there in passing, while a question waits. */
	readonly aside: boolean;
};

export type NodeKind = Verb | "start" | "handler" | "silence" | "stop" | "flow" | "done";

export type DiagramEdge = {
	readonly from: string;
	readonly to: string;
	/** What has to be so for this way: an option, a condition, a silence. */
	readonly labels: readonly string[];
	readonly kind: EdgeKind;
};

/** `back` leads to a question that is asked again. */
export type EdgeKind = "way" | "silence" | "trouble" | "back";

/** Draws a checked flow. Pure: the same file gives the same picture. */
export function drawDiagram(flow: FlowFile, language: DiagramLanguage): Diagram {
	const drawing = new Drawing(flow, diagramWords(language));
	return { flow: flow.flow, title: flow.title, language, nodes: drawing.nodes, edges: drawing.edges };
}

/** Nodes from which a picture is read: a customer comes in here, or something happens to them. */
export const ROOTS: ReadonlySet<NodeKind> = new Set<NodeKind>(["start", "handler", "silence", "stop"]);

/** Where a list of steps leads to; nowhere for a handler, after which its question waits again. */
type Next = string | undefined;

class Drawing {
	readonly nodes: DiagramNode[] = [];
	readonly edges: DiagramEdge[] = [];
	readonly #flow: FlowFile;
	readonly #words: DiagramWords;
	#aside = false;

	constructor(flow: FlowFile, words: DiagramWords) {
		this.#flow = flow;
		this.#words = words;
		this.#start();
		this.#handlers();
		if (flow.silence) this.#flowSilence(flow.silence);
		for (const [at, line] of flow.stop_when.entries())
			this.#node({ id: `stop:${at}`, kind: "stop", line: line.line, title: words.stop, text: textOfStop(line, words) });
	}

	#start(): void {
		const { start, steps } = this.#flow;
		const text = start.length === 0 ? this.#words.called : start.map((one) => textOfStart(one, this.#words)).join("\n");
		this.#node({ id: "start:", kind: "start", line: start[0]?.line ?? 1, title: this.#words.start, text });
		this.#connect("start:", this.#lay(steps, "done:"));
		if (!this.edges.some(({ to }) => to === "done:")) return;
		const line = steps.at(-1)?.line ?? 1;
		this.#node({ id: "done:", kind: "done", line, title: this.#words.done, text: "done" });
	}

	#handlers(): void {
		for (const handler of this.#flow.during) {
			const id = `handler:${handler.key}`;
			const leads = handler.launch === undefined ? {} : { flow: handler.launch };
			const text = textOfHandler(handler, this.#words);
			this.#node({ id, kind: "handler", line: handler.line, title: this.#words.handler, text, ...leads });
			this.#byTheWay(() => this.#connect(id, this.#lay(handler.steps ?? [], undefined)));
		}
	}

	#flowSilence(silence: Silence): void {
		const id = "silence:";
		const text = [this.#words.length(silence.after), silence.nudge && plainLiquid(silence.nudge)]
			.filter(Boolean)
			.join(": ");
		this.#node({ id, kind: "silence", line: silence.line, title: capital(this.#words.silence), text });
		this.#byTheWay(() => this.#connect(id, this.#lay(silence.steps ?? [], undefined)));
	}

	#byTheWay(draw: () => void): void {
		const before = this.#aside;
		this.#aside = true;
		draw();
		this.#aside = before;
	}

	#node(node: Omit<DiagramNode, "aside">): void {
		this.nodes.push({ ...node, aside: this.#aside || node.kind === "handler" || node.kind === "silence" });
	}

	/** Two ways between the same steps are one line with two labels. */
	#connect(from: string, to: Next, label?: string, kind: EdgeKind = "way"): void {
		if (to === undefined) return;
		const at = this.edges.findIndex((edge) => edge.from === from && edge.to === to);
		const before = this.edges[at];
		const labels = label === undefined ? [] : [label];
		if (!before) this.edges.push({ from, to, labels, kind });
		else
			this.edges[at] = {
				...before,
				labels: [...new Set([...before.labels, ...labels])],
				kind: before.kind === kind ? kind : "way",
			};
	}

	/** Draws a list of steps; gives where it begins. */
	#lay(steps: readonly Step[], next: Next): Next {
		for (const [at, step] of steps.entries()) this.#draw(step, steps[at + 1]?.key ?? next);
		return steps[0]?.key ?? next;
	}

	#branch(from: Step, steps: readonly Step[] | undefined, next: Next, label: string, kind?: EdgeKind): void {
		this.#connect(from.key, this.#lay(steps ?? [], next), label, kind);
	}

	#draw(step: Step, next: Next): void {
		const stage = step.stage ?? this.#flow.stage;
		this.#node({
			id: step.key,
			kind: step.verb,
			step: step.key,
			line: step.line,
			...(stage === undefined ? {} : { stage }),
			title: this.#words.verbs[step.verb],
			text: textOfStep(step, this.#words),
			...(step.verb === "call" ? { flow: step.call } : step.verb === "launch" ? { flow: step.launch } : {}),
		});
		this.#ways(step, next);
		if (step.when !== undefined) this.#connect(step.key, next, this.#words.skip);
	}

	#ways(step: Step, next: Next): void {
		const words = this.#words;
		switch (step.verb) {
			case "say":
				this.#connect(step.key, next);
				this.#buttons(step);
				return;
			case "set":
			case "call":
			case "launch":
				this.#connect(step.key, next);
				return;
			case "do":
				this.#connect(step.key, next);
				if (step.on_error) this.#branch(step, step.on_error, next, words.trouble, "trouble");
				return;
			case "offer":
				this.#connect(step.key, next);
				if (step.if_none) this.#branch(step, step.if_none, next, words.nothing, "trouble");
				return;
			case "if":
				this.#branch(step, step.then, next, words.yes);
				this.#branch(step, step.else, next, words.otherwise);
				return;
			case "switch":
				this.#switch(step, next);
				return;
			case "split":
				for (const { id, weight, steps } of step.variants) this.#branch(step, steps, next, `${id} ${weight}%`);
				return;
			case "each":
				this.#connect(step.key, this.#lay(step.steps, step.key), words.body);
				this.#connect(step.key, next, words.through);
				return;
			case "repeat":
				this.#connect(step.key, this.#lay(step.repeat, step.key), words.again);
				this.#connect(step.key, next, words.through);
				return;
			case "wait":
				this.#wait(step, next);
				return;
			case "ask":
			case "choose":
				this.#question(step, next);
				return;
			case "goto":
				this.#connect(step.key, step.goto);
				return;
			case "change":
				this.#change(step, step.change);
				this.#connect(step.key, next);
				return;
			case "handoff":
				this.#handoff(step, next);
				return;
			case "end":
		}
	}

	#switch(step: Extract<Step, { verb: "switch" }>, next: Next): void {
		for (const branch of step.switch)
			if ("else" in branch) this.#branch(step, branch.else, next, this.#words.otherwise);
			else this.#branch(step, branch.then, next, shortFormula(branch.if));
		if (!step.switch.some((branch) => "else" in branch)) this.#connect(step.key, next, this.#words.otherwise);
	}

	#buttons(step: SayStep): void {
		for (const { label, launch } of step.say.buttons ?? [])
			if (launch !== undefined) this.#launch(step, launch, plainLiquid(label));
	}

	/** A flow of its own that begins beside this one. */
	#launch(step: Step, flow: string, label: string): void {
		const id = `flow:${step.key}:${flow}`;
		if (!this.nodes.some((node) => node.id === id))
			this.#node({ id, kind: "flow", line: step.line, title: this.#words.flow, text: flow, flow });
		this.#connect(step.key, id, label);
	}

	#wait(step: WaitStep, next: Next): void {
		if (step.for === undefined) {
			this.#connect(step.key, next);
			return;
		}
		this.#branch(step, step.then, next, [step.for].flat().join(", "));
		this.#branch(step, step.else, next, this.#words.timeUp, "silence");
	}

	#question(step: Step & { verb: "ask" | "choose" }, next: Next): void {
		const words = this.#words;
		if (step.verb === "choose") this.#options(step, next);
		else this.#connect(step.key, next, words.answer);
		if (step.optional !== undefined) this.#connect(step.key, next, plainLiquid(step.optional));
		if (step.verb === "choose" && step.if_none) this.#branch(step, step.if_none, next, words.nothing, "trouble");
		if (step.retry?.then) this.#branch(step, step.retry.then, next, words.notUnderstood, "trouble");
		const { silence } = step;
		if (silence)
			this.#byTheWay(() =>
				this.#branch(step, silence.steps, next, `${words.silence} ${words.length(silence.after)}`, "silence"),
			);
	}

	#options(step: ChooseStep, next: Next): void {
		if (step.from !== undefined) this.#connect(step.key, next, this.#words.anyOption);
		for (const option of step.options) {
			const label = plainLiquid(option.label) || option.id;
			if (option.launch !== undefined) this.#launch(step, option.launch, label);
			if (option.goto !== undefined) this.#connect(step.key, option.goto, label);
			else if (option.change !== undefined) this.#change(step, option.change, label);
			else this.#branch(step, option.steps, next, label);
		}
	}

	/** Back to the questions that fill the variable. */
	#change(from: Step, variable: string, label = this.#words.back): void {
		for (const question of questionsFor(this.#flow.steps, variable))
			this.#connect(from.key, question.key, label, "back");
	}

	#handoff(step: HandoffStep, next: Next): void {
		const behind = step.after === "resume" ? next : undefined;
		if (step.closed) this.#branch(step, step.closed, behind, this.#words.closed, "trouble");
		this.#connect(step.key, behind, this.#words.controlBack);
	}
}

/** Questions that fill a variable, however deep they stand. */
function questionsFor(steps: readonly Step[], variable: string): Step[] {
	return steps.flatMap((step) => [
		...((step.verb === "ask" && step.ask === variable) || (step.verb === "choose" && step.choose === variable)
			? [step]
			: []),
		...stepsWithin(step).flatMap((block) => questionsFor(block, variable)),
	]);
}

/** The lists of steps that stand inside a step. */
export function stepsWithin(step: Step): readonly (readonly Step[])[] {
	const blocks = (): (readonly Step[] | undefined)[] => {
		switch (step.verb) {
			case "do":
				return [step.on_error];
			case "if":
				return [step.then, step.else];
			case "switch":
				return step.switch.map((branch) => ("else" in branch ? branch.else : branch.then));
			case "split":
				return step.variants.map(({ steps }) => steps);
			case "offer":
				return [step.if_none];
			case "wait":
				return [step.then, step.else];
			case "each":
				return [step.steps];
			case "repeat":
				return [step.repeat];
			case "handoff":
				return [step.closed];
			case "ask":
				return [step.retry?.then, step.silence?.steps];
			case "choose":
				return [step.if_none, step.retry?.then, step.silence?.steps, ...step.options.map(({ steps }) => steps)];
			default:
				return [];
		}
	};
	return blocks().filter((block) => block !== undefined);
}

function capital(text: string): string {
	return text.slice(0, 1).toUpperCase() + text.slice(1);
}
