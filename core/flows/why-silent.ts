import { isoDay } from "#core/zoned-time.ts";
import type { Simulation } from "./simulate.ts";
import { clockOf } from "./simulated-planner.ts";
import { spellMoments } from "./spell-moments.ts";

/** What keeps a flow from speaking, for a test that waits for its words: held, not started, or still to come. Empty if nothing does. */
export function whySilent({ runs, entries, trace, talk: { zone } }: Simulation, flow: string): string {
	const spell = (at: Date) => `${isoDay(at, zone)} ${clockOf(at, zone)}`;
	const run = [...runs.values()].findLast((one) => one.flow === flow);
	if (run?.status === "held") {
		const held = trace.findLast(({ run: id, kind }) => id === run.id && kind === "held");
		if (held) return ` — held: ${spellMoments(held.decision ?? "", spell)} (${held.file}:${held.line})`;
	}
	if (run) return run.outcome === undefined ? "" : ` — ${flow} has ended: ${run.outcome}`;
	const entry = [...entries.values()].findLast((one) => one.flow === flow);
	if (entry?.refused !== undefined) return ` — ${flow} did not start: ${entry.refused}`;
	return entry?.state === "pending" ? ` — ${flow} starts ${spell(entry.firesAt)}` : "";
}
