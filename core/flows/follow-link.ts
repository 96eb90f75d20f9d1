import { comeBack } from "./come-back.ts";
import { note } from "./routed.ts";
import { rise } from "./stack.ts";
import { hear } from "./start-run.ts";
import { copyFrame, type Doing, type Draft, findRun, isOver, type Turn } from "./turn.ts";
import { sayOutdated } from "./unknown.ts";
import { guarded } from "./walk.ts";

/** Row 2: a signed link opens its run's question, rendered anew; one that silence ended is taken up again. */
export function* followLink(turn: Turn, id: string): Doing {
	note(turn, 2, "link to a dialog", id);
	const run = findRun(turn, id);
	if (run && isOver(run)) revive(turn, run);
	if (!run?.asked || isOver(run)) {
		yield* sayOutdated(turn);
		return;
	}
	hear(turn, run);
	run.asked = { ...run.asked, proactive: false };
	rise(turn, run);
	yield* guarded(turn, run, () => comeBack(turn, run));
}

const WEEK = 7 * 24 * 3_600_000;

/** Back to how it stood when silence ended it, on its own version, with its variables. */
function revive(turn: Turn, run: Draft): void {
	const { revive: before, endedAt } = run;
	if (run.status !== "ended" || !before?.asked || !endedAt) return;
	if (turn.now.getTime() - endedAt.getTime() > WEEK) return;
	const since = run.frames;
	run.frames = before.frames.map(copyFrame);
	// Steps said or done since then keep their numbers, or their keys would be used twice.
	for (const frame of run.frames) Object.assign(frame.visits, since.find(({ id }) => id === frame.id)?.visits);
	run.journal = [...before.journal];
	run.asked = before.asked;
	run.status = "waiting_input";
	run.outcome = undefined;
	run.reason = undefined;
	run.endedAt = undefined;
	run.revive = undefined;
}
