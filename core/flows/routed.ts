import type { Row } from "./talk.ts";
import type { Turn } from "./turn.ts";

/** Notes which row of the table took what came in; every trace line of that run repeats it. */
export function note(turn: Turn, row: Row, matched: string, run?: string): void {
	turn.why = { row, matched };
	turn.effects.push({ effect: "routed", row, matched, ...(run === undefined ? {} : { run }) });
}
