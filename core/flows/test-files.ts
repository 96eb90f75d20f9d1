import { DialogPlayer } from "./dialog-player.ts";
import type { FlowBook } from "./flow-book.ts";
import type { OpenBook } from "./open-book.ts";
import { Simulation } from "./simulate.ts";
import type { TestCase, TestScript } from "./test-script.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What became of one case: nothing, or the line of the test file and what is wrong there. */
export type CaseResult = {
	readonly file: string;
	readonly name: string;
	readonly line: number;
	/** `flows/order.test.yaml:60 expected "…", got "…"`; the first that fails, nothing if the case passes. */
	readonly failure?: string;
	readonly simulation: Simulation;
};

/** The book that cases run against. */
export type TestGround = { readonly open: OpenBook; readonly loaded: FlowBook; readonly vocabulary: Vocabulary };

/** Plays every case of a test file in virtual time. */
export function runTestScript(script: TestScript, ground: TestGround): CaseResult[] {
	return script.cases.map((one) => playCase(script, one, ground));
}

/** Plays one case of a test file. */
export function playCase(script: Pick<TestScript, "file" | "flow">, one: TestCase, ground: TestGround): CaseResult {
	const { given, channel } = one;
	const simulation = new Simulation({ ...ground, given, channel });
	const player = new DialogPlayer(simulation, script.flow);
	const about = { file: script.file, name: one.name, simulation };
	for (const [at, step] of one.dialog.entries()) {
		const fault = player.play(step, one.dialog[at + 1]);
		if (fault) return { ...about, line: step.line, failure: `${script.file}:${step.line} ${fault}` };
	}
	const unread = player.unread();
	const line = one.dialog.at(-1)?.line ?? one.line;
	return { ...about, line: one.line, ...(unread ? { failure: `${script.file}:${line} ${unread}` } : {}) };
}
