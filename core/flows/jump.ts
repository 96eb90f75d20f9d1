import { leaveKeepMode } from "./keep-mode.ts";
import type { Pc } from "./program.ts";
import type { Draft, DraftFrame } from "./turn.ts";

/** Goes on elsewhere in the same frame. A jump backwards ends keep mode: what comes is asked anew. */
export function jump(run: Draft, frame: DraftFrame, to: Pc): void {
	if (run.keep && to <= frame.pc) leaveKeepMode(run);
	frame.pc = to;
}
