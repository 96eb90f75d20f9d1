import { trace } from "./note.ts";
import type { JournalEntry, Keep } from "./talk.ts";
import { type Draft, type DraftFrame, programOf, stepAt, type Turn, topFrame } from "./turn.ts";

/** Which answer is meant: that of a variable, that of a step, or the last one that is not the present question's. */
export type Sought = {
	readonly variable?: string | undefined;
	readonly frame?: number;
	readonly pc?: number;
	/** Of a button: in a loop it belongs to its own round. */
	readonly visit?: number;
	/** The question that waits: never its own last answer. */
	readonly notAt?: DraftFrame;
};

/** Where in the journal the answer stands, in the present frame or one below it. */
export function lastAnswer(run: Draft, sought: Sought): number | undefined {
	const alive = new Set(run.frames.map(({ id }) => id));
	const found = run.journal.findLastIndex((entry) => alive.has(entry.frame) && isSought(entry, sought));
	if (found < 0) return undefined;
	if (sought.visit === undefined || !run.journal[found]?.loops) return found;
	const own = run.journal.findLastIndex((entry) => isSought(entry, sought) && entry.visit === sought.visit);
	return own < 0 ? undefined : own;
}

/**
 * Goes back to the question of that answer (§9.5): frames above it are dropped, all writes back to it are undone, and
 * what was undone is remembered, so that the walk forward asks only what has changed. The walk then asks the question.
 */
export function rewind(turn: Turn, run: Draft, at: number): DraftFrame {
	const answer = run.journal[at];
	if (!answer) throw new Error(`Run ${run.id} has no answer number ${at}.`);
	const level = run.frames.findIndex(({ id }) => id === answer.frame);
	const due = level === run.frames.length - 1 ? run.due : undefined;
	run.frames = run.frames.slice(0, level + 1);
	const frame = topFrame(run);
	const frontier = { frame: frame.id, pc: frame.pc, ...(due ? { due } : {}) };
	const undone = run.journal.splice(at);
	for (const entry of undone.toReversed()) undo(run, entry);
	if (answer.loops) frame.loops = { ...answer.loops };
	frame.behind = undefined;
	frame.pc = answer.pc;
	run.keep = keepOf(run.keep, undone, answer, frontier);
	leaveWait(run);
	const { key } = stepAt(programOf(turn, frame), frame.pc);
	trace(turn, run, frame, "change", { decision: `back to ${key}` });
	return frame;
}

function isSought(entry: JournalEntry, { variable, frame, pc, notAt }: Sought): boolean {
	if (pc !== undefined) return entry.pc === pc && entry.frame === frame && isAnswered(entry);
	if (entry.kind !== "answer") return false;
	if (variable !== undefined) return entry.variable === variable;
	return !(notAt && entry.frame === notAt.id && entry.pc === notAt.pc);
}

function isAnswered({ kind }: JournalEntry): boolean {
	return kind === "answer" || kind === "silence";
}

function undo(run: Draft, entry: JournalEntry): void {
	if (!entry.undo) return;
	const frame = run.frames.find(({ id }) => id === (entry.of ?? entry.frame));
	if (frame) frame.vars = { ...frame.vars, ...entry.undo };
}

/** A correction within a correction goes as far forward as the first one would have. */
function keepOf(
	before: Keep | undefined,
	undone: JournalEntry[],
	answer: JournalEntry,
	frontier: Keep["frontier"],
): Keep {
	const remembered = [...(before?.remembered ?? []), ...undone].filter(
		(entry) => !(entry.frame === answer.frame && entry.pc === answer.pc),
	);
	// An option is chosen among several that are right; only what was typed is put right.
	const isTyped = answer.kind === "answer" && answer.option === undefined;
	const wrong = isTyped && { frame: answer.frame, pc: answer.pc, value: answer.value ?? null };
	return { remembered, frontier: before?.frontier ?? frontier, ...(wrong && { wrong }) };
}

function leaveWait(run: Draft): void {
	run.asked = undefined;
	run.gathered = undefined;
	run.due = undefined;
	run.waitingFor = undefined;
	run.wakeAt = undefined;
	run.wakeFor = undefined;
	run.heldBy = undefined;
	run.reached = undefined;
	run.resuming = undefined;
}
