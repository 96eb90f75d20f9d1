import type { DefaultsFile, FlowFile } from "./flow-file.ts";
import { drawGraph, type FlowGraph } from "./flow-graph.ts";
import { didYouMean, nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import { asDefaults, asFlow, asReasons, asStages, type ReadFile } from "./read-file.ts";
import { isPlainMap } from "./read-steps.ts";
import type { Shelf, Shelved } from "./shelf.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What a family of checks is handed: one file, what stands round it, and where to put what it finds. */
export class Checking {
	readonly file: ReadFile;
	readonly id: string;
	readonly shelf: Shelf;
	readonly vocabulary: Vocabulary;
	readonly problems: Problem[] = [];
	#graph: FlowGraph | undefined;

	constructor(shelved: Pick<Shelved, "file" | "id">, shelf: Shelf, vocabulary: Vocabulary) {
		this.file = shelved.file;
		this.id = shelved.id;
		this.shelf = shelf;
		this.vocabulary = vocabulary;
	}

	error(code: string, offset: number, message: string, suggestion?: string): void {
		this.problems.push(this.file.source.problem("error", code, offset, message, suggestion));
	}

	warn(code: string, offset: number, message: string, suggestion?: string): void {
		this.problems.push(this.file.source.problem("warning", code, offset, message, suggestion));
	}

	/** Tells of a word that is none of the known ones: the nearest of them, or all if there are few. */
	unknown(code: string, offset: number, message: string, word: string, known: Iterable<string>, few?: "few"): void {
		const suggestion = nearest(word, known);
		const words = few && suggestion === undefined ? [...known] : [];
		const all = words.length > 0 ? ` — write one of ${words.join(", ")}` : "";
		this.error(code, offset, `${message}${didYouMean(suggestion)}${all}`, suggestion);
	}

	/** Whether something is said of this very place already: one mistake, one message. */
	isTold(offset: number): boolean {
		const { line, column } = this.file.source.place(offset);
		return this.file.problems.some((problem) => problem.line === line && problem.column === column);
	}

	/** Whether there are steps that could not be understood: what they would have done is not known. */
	get hasUnknownSteps(): boolean {
		return this.file.stepCount > this.file.steps.length;
	}

	/** The file as a flow; only as good as the file. */
	get flow(): FlowFile {
		return asFlow(this.file);
	}

	/** All ways through the flow, drawn once for all who ask. */
	get graph(): FlowGraph {
		const steps = () => this.file.steps.map(({ step }) => step);
		this.#graph ??= drawGraph(this.flow, this.defaults, steps());
		return this.#graph;
	}

	/** `_defaults.yaml`, if it is there and could be read. */
	get defaults(): DefaultsFile | undefined {
		const file = this.shelf.defaults;
		return file?.readable && file.problems.length === 0 ? asDefaults(file) : undefined;
	}

	get stages(): string[] {
		return this.shelf.stages ? asStages(this.shelf.stages).map(({ id }) => id) : [];
	}

	get reasons(): string[] {
		return this.shelf.reasons ? asReasons(this.shelf.reasons).map(({ id }) => id) : [];
	}

	get phrases(): string[] {
		const phrases = this.shelf.phrases?.content.phrases;
		return isPlainMap(phrases) ? Object.keys(phrases) : [];
	}

	/** The variables of another flow, or none. */
	varsOf(flow: string): Record<string, string> {
		const file = this.shelf.flows.get(flow);
		return file ? asFlow(file).vars : {};
	}
}
