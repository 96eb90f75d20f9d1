import { enterByEvent } from "./enter.ts";
import { writeEntry } from "./entries.ts";
import { isTrue, worldOf } from "./run-world.ts";
import { checkStopRules, stopOnEvent } from "./stop-when.ts";
import type { Cause } from "./talk.ts";
import { allRuns, type Doing, draft, isOver, request, type Turn } from "./turn.ts";
import type { RecordValue } from "./types.ts";
import { endWaitBy, waitsFor } from "./wait.ts";
import { guarded, walk } from "./walk.ts";

type Event = Extract<Cause, { cause: "event" }>;

/** A diary event of this customer: goals are marked, runs stop or go on, flows may start. */
export function* hearEvent(turn: Turn, event: Event): Doing {
	yield* markGoals(turn, event);
	for (const run of allRuns(turn)) {
		if (isOver(run)) continue;
		const copy = draft(turn, run);
		yield* guarded(turn, copy, function* () {
			yield* stopOnEvent(turn, copy, event.name, event.data);
		});
	}
	yield* wake(turn, event.name, event.data);
	yield* enterByEvent(turn, event.name, event);
}

/** Runs that wait for this event go on. */
export function* wake(turn: Turn, event: string, data: RecordValue): Doing {
	for (const known of allRuns(turn)) {
		if (known.status !== "waiting_event" || !known.waitingFor?.includes(event)) continue;
		const run = draft(turn, known);
		yield* guarded(turn, run, function* () {
			if (!(yield* waitsFor(turn, run, event, data))) return;
			endWaitBy(turn, run, event);
			if (!(yield* checkStopRules(turn, run))) yield* walk(turn, run);
		});
	}
}

/** The first matching event within the window marks the entry, in both arms. */
function* markGoals(turn: Turn, event: Event): Doing {
	const programs = [...turn.talk.book.newest.values()].filter(({ goal }) => goal?.event === event.name);
	if (programs.length === 0) return;
	const flows = programs.map(({ flow }) => flow);
	const { entries } = yield* request({ need: "goals", flows, at: event.at });
	const world = worldOf(turn, undefined, undefined, { event: event.data });
	for (const entry of entries) {
		if (entry.goalAt || !entry.goalUntil || entry.goalUntil < event.at) continue;
		const condition = programs.find(({ flow }) => flow === entry.flow)?.goal?.if;
		if (condition && !(yield* isTrue(turn, condition, world))) continue;
		writeEntry(turn, { ...entry, goalAt: event.at });
	}
}
