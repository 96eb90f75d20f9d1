import { endRun, reasonFrom, stopWaiting } from "./end-run.ts";
import { remembered } from "./keep-mode.ts";
import { journal, reachStage, trace, visit } from "./note.ts";
import type { Leave } from "./proactive.ts";
import type { Instruction, Priority, TextSource } from "./program.ts";
import { plainWords, words, worldOf } from "./run-world.ts";
import { speak, speakStanding } from "./speak.ts";
import type { Effect } from "./talk.ts";
import { type Doing, type Draft, type DraftFrame, programOf, request, stepAt, type Turn } from "./turn.ts";

type Handoff = Extract<Instruction, { op: "handoff" }>;
type Handed = Extract<Instruction, { op: "handed" }>;
type Why = Extract<Effect, { effect: "control" }>["cause"];

/** A `handoff`: asks for a person, and tells the customer once. */
export function* handOver(turn: Turn, run: Draft, frame: DraftFrame, step: Handoff): Doing<"on"> {
	const before = remembered(run, frame, "handoff");
	if (before && step.resume) {
		run.journal.push(before);
		frame.pc = step.next + 1;
		return "on";
	}
	const program = programOf(turn, frame);
	const place = stepAt(program, frame.pc);
	if (place.ownStage) reachStage(turn, run, place);
	visit(frame);
	const note = step.note && (yield* plainWords(turn, step.note, frame.flow, worldOf(turn, run, frame)));
	askForPerson(turn, run, "handoff", { team: step.team, priority: step.priority, note, step: place.key });
	journal(turn, run, frame, { kind: "handoff" });
	const { open } = yield* request({ need: "open", team: step.team });
	trace(turn, run, frame, "handoff", { decision: `${step.team}, ${open ? "open" : "closed"}` });
	if (!open && step.closed !== undefined) {
		frame.pc = step.closed;
		return "on";
	}
	yield* tell(turn, run, frame, open ? step.say : undefined, open);
	frame.pc = step.next;
	return "on";
}

/** The customer has been told: the run waits for control to return, or ends. */
export function* handedOver(turn: Turn, run: Draft, step: Handed): Doing<"stop"> {
	if (step.resume) waitForOperator(run);
	else endRun(turn, run, step.outcome, yield* reasonFrom(turn, run, step.reason));
	return "stop";
}

/** Retries used up and nothing else said: the default team, and the question once more when control returns. */
export function* handOverAfterRetries(turn: Turn, run: Draft, frame: DraftFrame): Doing {
	const { settings } = turn.talk;
	const { key } = stepAt(programOf(turn, frame), frame.pc);
	askForPerson(turn, run, "retries", { team: settings.team, priority: "normal", step: key, note: undefined });
	const { open } = yield* request({ need: "open", team: settings.team });
	trace(turn, run, frame, "handoff", { decision: `retries used up: ${settings.team}` });
	yield* tell(turn, run, frame, undefined, open);
	waitForOperator(run);
}

/** The correction reaches something that cannot be taken back. */
export function* handOverTooLate(turn: Turn, run: Draft, frame: DraftFrame): Doing<"stop"> {
	const { settings } = turn.talk;
	const { key } = stepAt(programOf(turn, frame), frame.pc);
	askForPerson(turn, run, "too_late", { team: settings.team, priority: "high", step: key, note: undefined });
	trace(turn, run, frame, "handoff", { decision: "too late to change" });
	yield* speakStanding(turn, run, frame, settings.texts.too_late, answer(run));
	waitForOperator(run);
	return "stop";
}

/** Control becomes `asked`. */
export function askForPerson(
	turn: Turn,
	run: Draft,
	cause: Why,
	{ team, priority, note, step }: { team: string; priority: Priority; note: string | undefined; step: string },
): void {
	// A person leads already: they see what has happened, and keep the lease.
	if (turn.control.by === "human" || turn.control.by === "parked") return;
	turn.control = { by: "asked", since: turn.now, team, reason: cause, meanwhile: "silence" };
	turn.effects.push({
		effect: "control",
		control: turn.control,
		cause,
		run: run.id,
		step,
		priority,
		...(note === undefined ? {} : { note }),
	});
}

/** Says the step's own words; those of `_defaults.yaml` only if this turn has said nothing yet. */
function* tell(turn: Turn, run: Draft, frame: DraftFrame, own: TextSource | undefined, open: boolean): Doing {
	if (own) {
		const text = yield* words(turn, own, frame.flow, worldOf(turn, run, frame));
		if (text !== "") yield* speak(turn, run, frame, { part: "handoff", content: { text }, leave: answer(run) });
		return;
	}
	if (turn.messages > 0) return;
	const { handoff } = turn.talk.settings;
	yield* speakStanding(turn, run, frame, open ? handoff.say : handoff.closed, answer(run));
}

/** The question stays as it was asked: it is repeated when control returns. */
function waitForOperator(run: Draft): void {
	const { asked } = run;
	stopWaiting(run);
	run.asked = asked && { ...asked, misses: 0 };
	run.status = "with_operator";
	run.stack = undefined;
}

/** Whoever is handed over is told at once, whatever the hour. */
function answer(run: Draft): Leave {
	return { class: "answer", channel: run.channel };
}
