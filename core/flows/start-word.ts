import { applies, type Match, startHandler } from "./handlers.ts";
import type { Program, Start } from "./program.ts";
import { note } from "./routed.ts";
import { topOf } from "./stack.ts";
import { hear, startByCustomer } from "./start-run.ts";
import { type Doing, type Turn, topFrame } from "./turn.ts";
import { sayUnknown } from "./unknown.ts";

/** Row 2: `/order`: a flow's command, or one of `_always.yaml`. */
export function* routeCommand(turn: Turn, name: string): Doing {
	const program = startedBy(turn, (start) => start.by === "command" && start.command === name);
	if (program) {
		note(turn, 2, `/${name}`);
		yield* startByCustomer(turn, program);
		return;
	}
	if (yield* handlerByCommand(turn, name)) return;
	note(turn, 10, `/${name}`);
	yield* sayUnknown(turn);
}

/** Row 2: a start link, or a message that is that word and nothing else (`wa.me/…?text=order`). */
export function* startByLink(turn: Turn, payload: string): Doing<boolean> {
	const program = startedBy(turn, (start) => start.by === "link" && start.link === payload);
	if (!program) return false;
	note(turn, 2, `link ${payload}`);
	yield* startByCustomer(turn, program);
	return true;
}

/** Whether these words are a start link's, and nothing else. */
export function startsByLink(turn: Turn, payload: string): boolean {
	return startedBy(turn, (start) => start.by === "link" && start.link === payload) !== undefined;
}

function startedBy(turn: Turn, isMeant: (start: Start) => boolean): Program | undefined {
	for (const program of turn.talk.book.newest.values()) if (program.start.some(isMeant)) return program;
	return undefined;
}

function* handlerByCommand(turn: Turn, name: string): Doing<boolean> {
	const { always } = turn.talk.settings;
	const handler = always.during.find(({ command }) => command === name);
	if (!handler) return false;
	const top = topOf(turn);
	const run = top?.status === "waiting_input" ? top : undefined;
	if (!(yield* applies(turn, run, run && topFrame(run), handler))) return false;
	if (run) hear(turn, run);
	note(turn, 2, `/${name}`, run?.id);
	const match: Match = { handler, program: always, matched: `/${name}` };
	yield* startHandler(turn, run, match);
	return true;
}
