import { stackOf } from "./stack.ts";
import { type Doing, draft, findRun, type Turn } from "./turn.ts";
import { walk } from "./walk.ts";

/** The conversation has changed: what was held for its sake asks for leave again, from the first check on. */
export function* reconsiderHeld(turn: Turn): Doing {
	for (const run of turn.talk.runs) {
		if (run.status !== "held" || turn.drafts.has(run.id)) continue;
		if (mayHaveCleared(turn, run.heldBy, run.wakeAt)) yield* walk(turn, draft(turn, run));
	}
}

/** Something outside has changed for this run: consent, a channel, a guard. */
export function* reconsider(turn: Turn, id: string): Doing {
	const run = findRun(turn, id);
	if (run?.status === "held") yield* walk(turn, run);
}

function mayHaveCleared(turn: Turn, heldBy: string | undefined, wakeAt: Date | undefined): boolean {
	const controlled = turn.control.by !== "bot";
	switch (heldBy) {
		case "control":
			return !controlled;
		case "question":
			return !controlled && stackOf(turn).every(({ asked }) => asked?.proactive);
		case "waits_window":
			return turn.byCustomer;
		default:
			return wakeAt === undefined && !controlled;
	}
}
