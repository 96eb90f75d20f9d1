import { inSeconds, parseDuration } from "./durations.ts";
import type { ChooseStep, DefaultsFile, FlowFile, Silence, Step, WaitStep } from "./flow-file.ts";

/** One step, or one side of it, as a place that paths run through. */
export interface Node {
	step: Step;
	/** It waits for the customer, for time or for a person: a circle through it does no harm. */
	waits: boolean;
	/** Its message leaves here. */
	says: boolean;
	next: Edge[];
}

export interface Edge {
	to: Node;
	/** Seconds that may pass on this way at the longest; `answered`: the customer wrote, time counts anew. */
	takes: number | "answered";
	/** Back to the head of a loop, which is counted. */
	loop?: true;
}

/** All ways through a flow. A `choose` with `if_none` has two nodes: what is asked stands behind where it is begun. */
export interface FlowGraph {
	nodes: Node[];
	/** Where the steps begin. */
	entry: Node | undefined;
	/** Where handlers begin. */
	handlers: Node[];
	nodesOf(step: Step): Node[];
}

type Next = Node | undefined;

const DAY = 86_400;

/** Draws the graph of a flow, of a broken one too: a jump to nowhere leads nowhere. */
export function drawGraph(flow: FlowFile, defaults: DefaultsFile | undefined, steps: readonly Step[]): FlowGraph {
	const drawing = new Drawing(flow, defaults, steps);
	return {
		nodes: drawing.nodes,
		entry: drawing.entry,
		handlers: drawing.handlers,
		nodesOf: (step) => drawing.nodes.filter((node) => node.step === step),
	};
}

/** The longest that a step may wait, in seconds; 0 for a length that cannot be read. */
export function longestWait({ wait }: WaitStep): number {
	if (typeof wait === "string") return seconds(wait);
	const days = wait.days === undefined || wait.days.length === 7 ? 1 : 7;
	return seconds(wait.after ?? "0s") + days * DAY;
}

/** How long a silence lasts: with a nudge, twice. */
export function longestSilence({ after, nudge }: Silence): number {
	return seconds(after) * (nudge === undefined ? 1 : 2);
}

export function seconds(written: string): number {
	const length = typeof written === "string" ? parseDuration(written) : undefined;
	return length ? inSeconds(length) : 0;
}

class Drawing {
	readonly nodes: Node[] = [];
	readonly entry: Node | undefined;
	readonly handlers: Node[] = [];
	readonly #flow: FlowFile;
	readonly #defaults: DefaultsFile | undefined;
	readonly #heads = new Map<Step, Node>();
	readonly #byKey = new Map<string, Step>();
	/** Where the silence of the whole flow begins, and the node from which it goes on behind the question. */
	readonly #silence: { head: Next; end: Node } | undefined;

	constructor(flow: FlowFile, defaults: DefaultsFile | undefined, steps: readonly Step[]) {
		this.#flow = flow;
		this.#defaults = defaults;
		for (const step of steps) {
			this.#byKey.set(step.key, step);
			this.#heads.set(step, this.#node(step));
		}
		const first = flow.silence?.steps?.[0];
		if (first) {
			const end = this.#node(first);
			this.#silence = { head: this.#lay(flow.silence?.steps ?? [], end), end };
		}
		this.entry = this.#lay(flow.steps, undefined);
		for (const handler of flow.during) {
			const head = this.#lay(handler.steps ?? [], undefined);
			if (head) this.handlers.push(head);
		}
	}

	#node(step: Step, waits = false): Node {
		const node: Node = { step, waits, says: false, next: [] };
		this.nodes.push(node);
		return node;
	}

	/** Draws a list of steps; gives where it begins. */
	#lay(steps: readonly Step[], next: Next): Next {
		let after = next;
		for (const step of steps.toReversed()) {
			const head = this.#heads.get(step);
			if (!head) continue;
			this.#draw(step, head, after);
			if (step.when !== undefined) connect(head, after, 0);
			after = head;
		}
		return after;
	}

	#block(from: Node, steps: readonly Step[] | undefined, next: Next, takes: Edge["takes"] = 0): void {
		connect(from, this.#lay(steps ?? [], next), takes);
	}

	#draw(step: Step, head: Node, next: Next): void {
		switch (step.verb) {
			case "say":
			case "set":
			case "call":
			case "launch":
				head.says = step.verb === "say";
				connect(head, next, 0);
				break;
			case "do":
				connect(head, next, 0);
				if (step.on_error) this.#block(head, step.on_error, next);
				break;
			case "offer":
				connect(head, next, 0);
				if (step.if_none) this.#block(head, step.if_none, next);
				break;
			case "if":
				this.#block(head, step.then, next);
				this.#block(head, step.else, next);
				break;
			case "switch":
				this.#switch(step, head, next);
				break;
			case "split":
				for (const { steps } of step.variants) this.#block(head, steps, next);
				break;
			case "each":
				this.#loop(head, head, step.steps, next);
				break;
			case "repeat":
				this.#repeat(step, head, step.repeat, next);
				break;
			case "wait":
				this.#wait(step, head, next);
				break;
			case "ask":
			case "choose":
				this.#question(step, head, next);
				break;
			case "goto":
				connect(head, this.#target(step.goto), 0);
				break;
			case "change":
				this.#change(step.change, head);
				connect(head, next, 0);
				break;
			case "handoff":
				this.#handoff(step, head, next);
				break;
			case "end":
		}
	}

	#switch(step: Extract<Step, { verb: "switch" }>, head: Node, next: Next): void {
		for (const branch of step.switch) this.#block(head, "else" in branch ? branch.else : branch.then, next);
		if (!step.switch.some((branch) => "else" in branch)) connect(head, next, 0);
	}

	#loop(head: Node, back: Node, steps: readonly Step[], next: Next): void {
		const end = this.#node(back.step);
		connect(head, this.#lay(steps, end), 0);
		end.next.push({ to: head, takes: 0, loop: true });
		connect(head, next, 0);
	}

	#repeat(step: Step, head: Node, steps: readonly Step[], next: Next): void {
		const end = this.#node(step);
		connect(head, this.#lay(steps, end), 0);
		end.next.push({ to: head, takes: 0, loop: true });
		connect(end, next, 0);
	}

	#wait(step: WaitStep, head: Node, next: Next): void {
		head.waits = true;
		const limit = longestWait(step);
		if (step.for === undefined) {
			connect(head, next, limit);
			return;
		}
		const replied = [step.for].flat().every((event) => event === "customer.replied");
		this.#block(head, step.then, next, replied ? "answered" : limit);
		this.#block(head, step.else, next, limit);
	}

	#question(step: Step & { verb: "ask" | "choose" }, head: Node, next: Next): void {
		let asked = head;
		if (step.verb === "choose" && step.if_none) {
			asked = this.#node(step);
			connect(head, asked, 0);
			this.#block(head, step.if_none, next);
		}
		asked.waits = true;
		asked.says = true;
		if (step.verb === "choose") this.#options(step, asked, next);
		else connect(asked, next, "answered");
		if (step.optional !== undefined) connect(asked, next, "answered");
		if (step.retry?.then) this.#block(asked, step.retry.then, next, "answered");
		this.#silenceOf(step, asked, next);
	}

	#options(step: ChooseStep, asked: Node, next: Next): void {
		if (step.from !== undefined) connect(asked, next, "answered");
		for (const option of step.options) {
			if (option.goto !== undefined) connect(asked, this.#target(option.goto), "answered");
			else if (option.change !== undefined) {
				this.#change(option.change, asked);
				connect(asked, next, "answered");
			} else this.#block(asked, option.steps, next, "answered");
		}
	}

	#silenceOf(step: Step & { verb: "ask" | "choose" }, asked: Node, next: Next): void {
		if (step.silence) {
			this.#block(asked, step.silence.steps, next, longestSilence(step.silence));
		} else if (this.#flow.silence) {
			const takes = longestSilence(this.#flow.silence);
			if (!this.#silence) {
				connect(asked, next, takes);
				return;
			}
			connect(asked, this.#silence.head, takes);
			connect(this.#silence.end, next, 0);
		} else if (this.#defaults && !leaves(this.#defaults.silence.steps ?? [])) {
			connect(asked, next, longestSilence(this.#defaults.silence));
		}
	}

	#change(variable: string, from: Node): void {
		for (const step of this.#byKey.values())
			if ((step.verb === "ask" && step.ask === variable) || (step.verb === "choose" && step.choose === variable))
				connect(from, this.#heads.get(step), "answered");
	}

	#handoff(step: Step & { verb: "handoff" }, head: Node, next: Next): void {
		const handed = this.#node(step, step.after === "resume");
		head.says = step.say !== undefined;
		this.#block(head, step.closed, handed);
		connect(head, handed, 0);
		if (step.after === "resume") connect(handed, next, "answered");
	}

	#target(key: string): Next {
		const step = this.#byKey.get(key);
		return step && this.#heads.get(step);
	}
}

/** Whether a list of steps ends in one that does not go on. */
export function leaves(steps: readonly Step[]): boolean {
	const last = steps.at(-1);
	return (
		last !== undefined &&
		(last.verb === "end" || last.verb === "goto" || (last.verb === "handoff" && last.after !== "resume"))
	);
}

function connect(from: Node, to: Next, takes: Edge["takes"]): void {
	if (to) from.next.push({ to, takes });
}
