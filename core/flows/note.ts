import type { StepPlace } from "./program.ts";
import type { JournalEntry, TraceStep } from "./talk.ts";
import { type Draft, type DraftFrame, findProgram, ownerOf, stepAt, type Turn } from "./turn.ts";
import type { Value } from "./types.ts";

/** Writes a line of the trace: what was decided at the step where the run stands. */
export function trace(
	turn: Turn,
	run: Draft,
	frame: DraftFrame | undefined,
	kind: string,
	more: Partial<Pick<TraceStep, "decision" | "lookedAt" | "result" | "effectKey">> = {},
): void {
	// A run whose version is gone must still be able to fail aloud.
	const program = findProgram(turn, frame ?? run) ?? turn.talk.settings.always;
	const place = stepAt(program, frame?.pc ?? -1);
	run.seq += 1;
	turn.effects.push({
		effect: "trace",
		run: run.id,
		seq: run.seq,
		at: turn.now,
		step: place.key,
		file: program.file,
		line: place.line,
		full: program.full,
		kind,
		...(turn.why && turn.heard.has(run.id) ? { why: `row ${turn.why.row}: ${turn.why.matched}` } : {}),
		...more,
	});
}

/** Notes in the journal what was done at the step where the frame stands. */
export function journal(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	entry: Pick<JournalEntry, "kind"> & Partial<JournalEntry>,
): void {
	run.journal.push({
		frame: frame.id,
		pc: frame.pc,
		visit: frame.visits[frame.pc] ?? 0,
		at: turn.now,
		...(frame.of === undefined ? {} : { of: frame.of }),
		...entry,
	});
}

/** Writes a variable, and returns what takes the writing back. */
export function assign(run: Draft, frame: DraftFrame, variable: string, value: Value): Record<string, Value> {
	const owner = ownerOf(run, frame);
	const before = owner.vars[variable] ?? null;
	owner.vars = { ...owner.vars, [variable]: value };
	return { [variable]: before };
}

/** Counts that the frame begins the instruction where it stands. */
export function visit(frame: DraftFrame): number {
	const visits = (frame.visits[frame.pc] ?? 0) + 1;
	frame.visits[frame.pc] = visits;
	return visits;
}

/** The run is at this stage now; the diary hears of it if that is new. */
export function reachStage(turn: Turn, run: Draft, place: StepPlace): void {
	if (place.stage === undefined || place.stage === run.stage) return;
	run.stage = place.stage;
	turn.effects.push({
		effect: "diary",
		name: "stage.reached",
		data: { stage: place.stage, flow: run.flow, step: place.key, run: run.id },
	});
	turn.effects.push({ effect: "noted", stage: place.stage });
}

/** A short fingerprint of a text (53 bits): of a question as shown, of an action's input. No secret, no proof. */
export function fingerprint(text: string): string {
	let high = 0xdeadbeef;
	let low = 0x41c6ce57;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		high = Math.imul(high ^ code, 2654435761);
		low = Math.imul(low ^ code, 1597334677);
	}
	high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
	low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
	return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
