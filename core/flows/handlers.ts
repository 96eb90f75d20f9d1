import { longestPhrase } from "./match-phrase.ts";
import type { Handler, Program } from "./program.ts";
import { lastAnswer, rewind } from "./rewind.ts";
import { isTrue, worldOf } from "./run-world.ts";
import { newRun, startByCustomer } from "./start-run.ts";
import { type Doing, type Draft, type DraftFrame, programOf, type Turn, topFrame } from "./turn.ts";
import { guarded, walk } from "./walk.ts";

/** A handler that a message triggers. `frame`: of the flow it belongs to; absent for `_always.yaml`. */
export type Match = {
	readonly handler: Handler;
	readonly program: Program;
	readonly frame?: DraftFrame;
	readonly matched: string;
};

/** Row 5: `during` of this run, innermost called flow first. `named`: the handler is named already, not to be found. */
export function* handledByFlow(turn: Turn, run: Draft, text: string, named?: string): Doing<Match | undefined> {
	for (const frame of run.frames.toReversed()) {
		if (frame.kind !== "flow") continue;
		const program = programOf(turn, frame);
		const found = yield* findHandler(turn, run, frame, program.during, text, named);
		if (found) return { ...found, program, frame };
	}
	return undefined;
}

/** Row 6: `_always.yaml`, less what the flow on top has switched off. */
export function* handledAlways(
	turn: Turn,
	run: Draft | undefined,
	text: string,
	named?: string,
): Doing<Match | undefined> {
	const { always } = turn.talk.settings;
	const off = run ? programOf(turn, run.frames.findLast(({ kind }) => kind === "flow") ?? run).alwaysOff : [];
	const open = off.length === 0 ? always.during : always.during.filter(({ id }) => !off.includes(id));
	const frame = run && topFrame(run);
	const found = yield* findHandler(turn, run, frame, open, text, named);
	return found && { ...found, program: always };
}

/** Runs a handler: a frame of its own in the run, a correction, a launch, or a run of its own where there is none. */
export function* startHandler(turn: Turn, run: Draft | undefined, match: Match): Doing {
	const { does } = match.handler;
	switch (does.do) {
		case "steps":
			yield* runSteps(turn, run, match, does.pc);
			return;
		case "change": {
			const at = run && lastAnswer(run, { variable: does.variable, notAt: topFrame(run) });
			if (!run || at === undefined) return;
			rewind(turn, run, at);
			yield* walk(turn, run);
			return;
		}
		case "launch": {
			const program = turn.talk.book.newest.get(does.flow);
			if (program) yield* startByCustomer(turn, program, { launchedBy: run?.flow });
			return;
		}
		case "stop":
			throw new Error("Stop words are obeyed before any handler is looked for.");
	}
}

type Phrased<T> = { readonly says: readonly string[]; readonly of: T };

/** Handlers with their phrases, made once a list: every message is held against them. */
const phrased = new WeakMap<readonly Handler[], readonly Phrased<Handler>[]>();

function phrasesOf(handlers: readonly Handler[]): readonly Phrased<Handler>[] {
	const known = phrased.get(handlers);
	if (known) return known;
	const made = handlers.map((of) => ({ says: of.says, of }));
	phrased.set(handlers, made);
	return made;
}

function* findHandler(
	turn: Turn,
	run: Draft | undefined,
	frame: DraftFrame | undefined,
	handlers: readonly Handler[],
	text: string,
	named: string | undefined,
): Doing<Pick<Match, "handler" | "matched"> | undefined> {
	let open = handlers;
	while (open.length > 0) {
		const found = named === undefined ? longestPhrase(text, phrasesOf(open)) : namedOne(open, named);
		if (!found) return undefined;
		if (yield* applies(turn, run, frame, found.of)) return { handler: found.of, matched: `«${found.phrase}»` };
		open = open.filter((handler) => handler !== found.of);
	}
	return undefined;
}

function namedOne(handlers: readonly Handler[], id: string): { of: Handler; phrase: string } | undefined {
	const of = handlers.find((handler) => handler.id === id);
	return of && { of, phrase: `assistant: ${id}` };
}

/** `when` holds, and there is something to change. */
export function* applies(
	turn: Turn,
	run: Draft | undefined,
	frame: DraftFrame | undefined,
	{ does, when }: Handler,
): Doing<boolean> {
	if (
		does.do === "change" &&
		(!run || lastAnswer(run, { variable: does.variable, notAt: topFrame(run) }) === undefined)
	) {
		return false;
	}
	return !when || (yield* isTrue(turn, when, worldOf(turn, run, frame)));
}

function* runSteps(turn: Turn, run: Draft | undefined, { program, frame }: Match, pc: number): Doing {
	const host = run ?? newRun(turn, program, { customerAt: turn.now });
	yield* guarded(turn, host, function* () {
		if (host.frames.length >= HANDLERS) throw new Error(`More than ${HANDLERS} handlers within each other.`);
		host.frameCount += 1;
		host.frames.push({
			id: host.frameCount,
			flow: program.flow,
			logic: frame?.logic ?? program.logic,
			kind: "handler",
			pc,
			vars: {},
			loops: {},
			visits: {},
			...(frame ? { of: frame.id } : {}),
		});
		yield* walk(turn, host);
	});
}

const HANDLERS = 10;
