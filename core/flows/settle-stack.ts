import { comeBack, waitOn } from "./come-back.ts";
import { later } from "./lengths.ts";
import { askToResume } from "./resume.ts";
import { topOf } from "./stack.ts";
import { hear } from "./start-run.ts";
import type { Doing, Turn } from "./turn.ts";
import { guarded } from "./walk.ts";

/** When the run on top has gone, the one below waits again (§9.4): aloud if the customer did it, else in silence. */
export function* settleStack(turn: Turn): Doing {
	const top = topOf(turn);
	if (top?.status !== "paused" || turn.control.by !== "bot") return;
	if (!turn.byCustomer && turn.cause.cause !== "hand-back") {
		yield* guarded(turn, top, () => {
			waitOn(turn, top);
			return undefined;
		});
		return;
	}
	const { settings } = turn.talk;
	const lain = top.pausedAt ?? turn.now;
	const tooLong = turn.now > later(turn, lain, settings.live);
	const { lastAt } = top;
	if (turn.byCustomer) hear(turn, top);
	top.lastAt = lastAt;
	turn.backTo = !tooLong;
	yield* guarded(turn, top, () => (tooLong ? askToResume(turn, top) : comeBack(turn, top)));
	turn.backTo = false;
}
