import type { ChannelName } from "#core/channel-names.ts";
import type { Program, StepPlace } from "./program.ts";
import type { Puzzle } from "./puzzle.ts";
import type { Cause, Control, Effect, Entry, Frame, Given, JournalEntry, Need, Roots, Row, Run, Talk } from "./talk.ts";
import type { Value } from "./types.ts";

/** Work that may need something from outside, and gives a `T`. */
export type Doing<T = void> = Generator<Need, T, Given>;

/** A run while a turn works on it: the copy that will be written. */
export type Draft = { -readonly [K in keyof Omit<Run, "frames" | "journal">]: Run[K] } & {
	frames: DraftFrame[];
	journal: JournalEntry[];
};

export type DraftFrame = { -readonly [K in keyof Omit<Frame, "visits" | "loops">]: Frame[K] } & {
	visits: Record<string, number>;
	loops: Record<string, Frame["loops"][string]>;
};

/** A flow to be started when the present run waits. */
export type Launch = {
	readonly flow: string;
	readonly with: Readonly<Record<string, Value>>;
	readonly by: string;
	/** Run, step and visit: the key of the entry it becomes when the customer did not cause the turn. */
	readonly key: string;
	readonly customerAt: Date | undefined;
};

/** An answer that an operator has brought; `loops`: of which round it is. */
export type BroughtFact = {
	readonly variable: string;
	readonly value: Value;
	readonly loops: NonNullable<JournalEntry["loops"]>;
};

/** What a turn knows and has done so far. The only thing in the engine that changes. */
export type Turn = {
	readonly talk: Talk;
	readonly cause: Cause;
	readonly now: Date;
	readonly effects: Effect[];
	/** Copies of the runs touched, and new runs. */
	readonly drafts: Map<string, Draft>;
	/** Results of `read` functions and of the diary, kept for the turn. */
	readonly reads: Map<string, Value>;
	/** Entries and assignments made or read in this turn: the driver has not written them yet. */
	readonly entries: Map<string, Entry | null>;
	readonly assignments: Map<string, string>;
	/** Runs that the customer's message, press or link was for, or that a hand-back resumed. */
	readonly heard: Set<string>;
	readonly launches: Launch[];
	/** Facts of a hand-back to whose questions the walk has not come yet, by run. */
	readonly brought: Map<string, readonly BroughtFact[]>;
	roots: Roots;
	control: Control;
	channel: ChannelName;
	/** Whether the customer caused the turn, now or with words that were gathered until now. */
	readonly byCustomer: boolean;
	/** Which row of the routing table took what came in. */
	why: { row: Row; matched: string } | undefined;
	instructions: number;
	messages: number;
	/** Of those, proactive ones. */
	uninvited: number;
	/** The last message of the conversation that was no proactive one. */
	liveAt: Date | undefined;
	/** A hand-back: the first question repeated is led in by `texts.back_to`. */
	backTo: boolean;
	/** The next message takes away a button that asked for the phone or the place. */
	closesRequest: boolean;
	runCount: number;
	/** What the assistant is to be asked before anything of this turn is done. */
	puzzle: Puzzle | undefined;
};

export function beginTurn(talk: Talk, cause: Cause, now: Date): Turn {
	return {
		talk,
		cause,
		now,
		effects: [],
		drafts: new Map(),
		reads: new Map(),
		entries: new Map(),
		assignments: new Map(),
		heard: new Set(),
		launches: [],
		brought: new Map(),
		roots: talk.roots,
		control: talk.control,
		channel: "channel" in cause ? cause.channel : talk.channel,
		byCustomer: "channel" in cause || isGathered(talk, cause),
		why: undefined,
		instructions: 0,
		messages: 0,
		uninvited: 0,
		liveAt: talk.liveAt,
		backTo: false,
		closesRequest: false,
		runCount: 0,
		puzzle: undefined,
	};
}

function isGathered({ runs }: Talk, cause: Cause): boolean {
	return cause.cause === "timer" && runs.some(({ id, wakeFor }) => id === cause.run && wakeFor === "gathered");
}

/** A message that was no proactive one, either way: the dialog is live. */
export function noteLive(turn: Turn): void {
	turn.liveAt = turn.now;
	turn.effects.push({ effect: "noted", liveAt: turn.now });
}

/** The copy of a run that this turn may change. */
export function draft(turn: Turn, run: Run): Draft {
	const known = turn.drafts.get(run.id);
	if (known) return known;
	const copy: Draft = { ...run, frames: run.frames.map(copyFrame), journal: [...run.journal] };
	turn.drafts.set(run.id, copy);
	return copy;
}

export function copyFrame(frame: Frame): DraftFrame {
	return { ...frame, visits: { ...frame.visits }, loops: { ...frame.loops } };
}

/** All runs as they are now. */
export function allRuns(turn: Turn): (Run | Draft)[] {
	const runs: (Run | Draft)[] = [];
	for (const run of turn.talk.runs) runs.push(turn.drafts.get(run.id) ?? run);
	for (const run of turn.drafts.values()) if (!turn.talk.runs.some(({ id }) => id === run.id)) runs.push(run);
	return runs;
}

export function findRun(turn: Turn, id: string): Draft | undefined {
	const known = turn.drafts.get(id) ?? turn.talk.runs.find((run) => run.id === id);
	return known && draft(turn, known);
}

export function isOver(run: Pick<Run, "status">): boolean {
	return run.status === "ended" || run.status === "failed";
}

/** The frame that is running. */
export function topFrame(run: Draft): DraftFrame {
	const frame = run.frames.at(-1);
	if (!frame) throw new Error(`Run ${run.id} has no frame left to walk in.`);
	return frame;
}

/** The frame whose variables are read and written: for a handler that of its flow, where it has one. */
export function ownerOf(run: Draft, frame: DraftFrame): DraftFrame {
	return run.frames.find(({ id }) => id === frame.of) ?? frame;
}

/** The program a frame walks in: the newest wording of its logic. */
export function programOf(turn: Turn, at: { flow: string; logic: string }): Program {
	const program = findProgram(turn, at);
	if (!program) throw new Error(`The version ${at.logic.slice(0, 4)} of the flow ${at.flow} is gone.`);
	return program;
}

/** The same, or nothing where the version is gone. */
export function findProgram(turn: Turn, { flow, logic }: { flow: string; logic: string }): Program | undefined {
	const { book, settings } = turn.talk;
	if (flow === settings.always.flow && logic === settings.always.logic) return settings.always;
	if (flow === settings.defaults.flow) return settings.defaults;
	return book.program(flow, logic);
}

/** The program that decides about the run as a whole: that of its lowest frame. */
export function rootProgram(turn: Turn, run: Draft | Run): Program {
	return programOf(turn, run);
}

/** The step that an instruction belongs to. */
export function stepAt(program: Program, pc: number): StepPlace {
	const place = program.steps[program.code[pc]?.step ?? -1];
	return place ?? { key: program.flow, verb: "end", line: 1, pc, at: pc, ownStage: false };
}

/** Asks the driver for something, and gives what it gave. */
export function* request<N extends Need>(need: N): Doing<Extract<Given, { given: N["need"] }>> {
	const given: Given = yield need;
	if (!answers(need, given)) throw new Error(`The driver was asked for "${need.need}" and gave "${given.given}".`);
	return given;
}

function answers<N extends Need>(need: N, given: Given): given is Extract<Given, { given: N["need"] }> {
	return given.given === need.need;
}
