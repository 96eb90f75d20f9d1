import type { Program, StepPlace } from "./program.ts";
import type { CaseResult } from "./test-files.ts";

/** A step that no case reached. */
export type Unreached = { readonly file: string; readonly line: number; readonly step: string };

/** How far the cases went through some flows. */
export type Coverage = { readonly steps: number; readonly unreached: readonly Unreached[] };

/** Steps of these flows that no case reached, in the order of the files. */
export function coverageOf(programs: readonly Program[], results: readonly CaseResult[]): Coverage {
	const kinds = new Map<string, Set<string>>();
	for (const { simulation } of results) {
		for (const reached of simulation.reached) {
			const [place = "", kind = ""] = splitOnce(reached);
			kinds.set(place, (kinds.get(place) ?? new Set()).add(kind));
		}
	}
	const unreached = programs.flatMap(({ file, steps }) =>
		steps
			.filter((step) => !isReached(step, kinds.get(`${file}:${step.key}`)))
			.map(({ key, line }) => ({ file, line, step: key }))
			.sort((a, b) => a.line - b.line),
	);
	return { steps: programs.reduce((sum, { steps }) => sum + steps.length, 0), unreached };
}

/** A `when` that was looked at and did not hold is no reaching of the step behind it. */
function isReached({ verb }: StepPlace, kinds: ReadonlySet<string> = new Set()): boolean {
	const decides = verb === "if" || verb === "switch";
	return decides ? kinds.size > 0 : [...kinds].some((kind) => kind !== "if");
}

function splitOnce(reached: string): string[] {
	const at = reached.indexOf(" ");
	return [reached.slice(0, at), reached.slice(at + 1)];
}
