import { endRun } from "./end-run.ts";
import type { Run } from "./talk.ts";
import { allRuns, type Draft, draft, isOver, type Turn } from "./turn.ts";

/** Runs whose question waits, the top one last. */
export function stackOf(turn: Turn): (Run | Draft)[] {
	return allRuns(turn)
		.filter((run) => run.stack !== undefined && !isOver(run))
		.sort((a, b) => (a.stack ?? 0) - (b.stack ?? 0));
}

/** The run that hears the customer. */
export function topOf(turn: Turn): Draft | undefined {
	const top = stackOf(turn).at(-1);
	return top && draft(turn, top);
}

/** Puts a run on top: the one that was there pauses. A fourth one ends the lowest. */
export function rise(turn: Turn, run: Draft): void {
	const others = stackOf(turn).filter(({ id }) => id !== run.id);
	const top = others.at(-1);
	if (top && (run.stack === undefined || run.stack < (top.stack ?? 0))) run.stack = (top.stack ?? 0) + 1;
	run.stack ??= 1;
	if (top) pause(turn, draft(turn, top));
	const lowest = others[0];
	if (others.length >= DEPTH && lowest) endRun(turn, draft(turn, lowest), "dropped");
}

const DEPTH = 3;

function pause(turn: Turn, run: Draft): void {
	if (run.status !== "waiting_input") return;
	run.status = "paused";
	run.pausedAt = turn.now;
	run.wakeAt = undefined;
	run.wakeFor = undefined;
}
