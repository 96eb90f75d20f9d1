import type { Simulation } from "./simulate.ts";
import type { Call } from "./simulated-shop.ts";
import type { Entry, Run } from "./talk.ts";
import { type Expectation, isMap } from "./test-script.ts";
import { valueFrom } from "./types.ts";

/** What the newest run of a flow is not, though the test expects it; undefined if all is well. */
export function expectationFaults(simulation: Simulation, tested: string, expected: Expectation): string | undefined {
	const flow = expected.flow ?? tested;
	const run = [...simulation.runs.values()].findLast((one) => one.flow === flow);
	const entry = [...simulation.entries.values()].findLast((one) => one.flow === flow);
	return (
		runFault(run, expected) ??
		entryFault(entry, expected) ??
		varsFault(run, expected.vars ?? {}) ??
		calledFault(simulation.shop.calls, expected.called ?? {})
	);
}

function runFault(run: Run | undefined, expected: Expectation): string | undefined {
	if (expected.outcome !== undefined && expected.outcome !== (run?.outcome ?? null)) {
		const error = run?.error === undefined ? "" : ` (${run.error})`;
		return `expected outcome ${expected.outcome}, got ${run?.outcome ?? run?.status ?? "no run"}${error}`;
	}
	for (const word of ["reason", "stage", "status"] as const) {
		const want = expected[word];
		if (want !== undefined && want !== (run?.[word] ?? null))
			return `expected ${word} ${want}, got ${run?.[word] ?? "none"}`;
	}
	return undefined;
}

function entryFault(entry: Entry | undefined, { goal, refused }: Expectation): string | undefined {
	const reached = entry?.goalAt !== undefined;
	if (goal !== undefined && goal !== reached) return `expected goal ${goal}, got ${reached}`;
	if (refused !== undefined && refused !== entry?.refused) {
		return `expected refused ${refused}, got ${entry?.refused ?? entry?.state ?? "no entry"}`;
	}
	return undefined;
}

function varsFault(run: Run | undefined, vars: Record<string, unknown>): string | undefined {
	const held = run?.frames[0]?.vars ?? {};
	return isPart(vars, held) ? undefined : `expected vars ${JSON.stringify(vars)}, got ${JSON.stringify(held)}`;
}

function calledFault(calls: readonly Call[], expected: NonNullable<Expectation["called"]>): string | undefined {
	for (const [action, want] of Object.entries(expected)) {
		const made = calls.filter((call) => call.action === action);
		const fault = want === false ? uncalledFault(action, made) : madeFault(action, made, want);
		if (fault) return fault;
	}
	return undefined;
}

function uncalledFault(action: string, made: readonly Call[]): string | undefined {
	return made.length > 0 ? `expected no ${action}, got ${made.length}` : undefined;
}

type Wanted = Exclude<NonNullable<Expectation["called"]>[string], false>;

function madeFault(action: string, made: readonly Call[], want: Wanted): string | undefined {
	if (want.times !== undefined && want.times !== made.length)
		return `expected ${action} ${want.times} times, got ${made.length}`;
	const last = made.at(-1);
	if (!last) return want.times === 0 ? undefined : `expected ${action}, got no call`;
	if (!want.with || isPart(want.with, last.input)) return undefined;
	return `expected ${action} with ${JSON.stringify(want.with)}, got ${JSON.stringify(last.input)}`;
}

/** Whether all that is wanted is there; `null` wants it absent. */
function isPart(wanted: unknown, got: unknown): boolean {
	if (wanted === null) return got === null || got === undefined;
	if (isMap(wanted)) return isMap(got) && Object.entries(wanted).every(([name, value]) => isPart(value, got[name]));
	return JSON.stringify(valueFrom(wanted)) === JSON.stringify(valueFrom(got));
}
