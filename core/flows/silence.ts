import { endRun } from "./end-run.ts";
import { jump } from "./jump.ts";
import { later } from "./lengths.ts";
import { assign, journal, trace } from "./note.ts";
import { isAnswer } from "./proactive.ts";
import type { Question, Silence } from "./program.ts";
import { words, worldOf } from "./run-world.ts";
import { speak } from "./speak.ts";
import { copyFrame, type Doing, type Draft, type DraftFrame, programOf, type Turn, topFrame } from "./turn.ts";

/** When the question that waits gives up: from the last message of the run in either direction. */
export function armSilence(turn: Turn, run: Draft, question: Question): void {
	const { silence } = silenceOf(turn, run, question);
	run.wakeAt = later(turn, run.lastAt ?? turn.now, silence.after);
	run.wakeFor = silence.nudge && !run.asked?.nudged ? "nudge" : "silence";
}

/** The time is up for the first time: reminds once, then the same time runs again. */
export function* nudge(turn: Turn, run: Draft, question: Question): Doing {
	const frame = topFrame(run);
	const { silence, flow } = silenceOf(turn, run, question);
	if (run.asked) run.asked = { ...run.asked, nudged: true };
	const text = silence.nudge ? yield* words(turn, silence.nudge, flow, worldOf(turn, run, frame)) : "";
	trace(turn, run, frame, "nudge", { result: text });
	const leave = { class: isAnswer(turn, run) ? "answer" : "proactive", channel: run.channel } as const;
	if (text !== "") yield* speak(turn, run, frame, { part: `nudge-${run.seq}`, content: { text }, leave });
	run.lastAt = turn.now;
	armSilence(turn, run, question);
}

/** Nobody answered: the variable stays empty, the steps of the silence run, and the walk goes on behind the question. */
export function giveUp(turn: Turn, run: Draft, question: Question): void {
	const frame = topFrame(run);
	const { silence, owner } = silenceOf(turn, run, question);
	run.revive = {
		frames: run.frames.map(copyFrame),
		journal: [...run.journal],
		...(run.asked ? { asked: run.asked } : {}),
	};
	const variable = question.variable;
	// In a loop it may still hold the answer of the round before.
	const undo = assign(run, frame, variable, null);
	trace(turn, run, frame, "silence", { decision: `${silence.after}: no answer` });
	journal(turn, run, frame, {
		kind: "silence",
		variable,
		undo,
		...(run.asked ? { shown: run.asked.shown } : {}),
	});
	run.asked = undefined;
	if (silence.steps === undefined) frame.pc = question.next;
	else if (owner === "question") jump(run, frame, silence.steps);
	else leaveBy(turn, run, silence.steps, owner, question);
}

/** Asked three times in a row without any answer in between: the customer is not there. */
export function askedInVain(run: Draft, frame: DraftFrame): boolean {
	const about = run.journal.filter((entry) => entry.kind === "silence" || entry.kind === "answer").slice(-ASKINGS);
	if (about.length < ASKINGS) return false;
	return about.every((entry) => entry.kind === "silence" && entry.frame === frame.id && entry.pc === frame.pc);
}

export function endSilently(turn: Turn, run: Draft): void {
	endRun(turn, run, "silent");
}

const ASKINGS = 3;

type Owner = "question" | "defaults" | DraftFrame;

/** The silence that counts: the question's, that of the innermost flow that has one, or that of `_defaults.yaml`. */
function silenceOf(turn: Turn, run: Draft, question: Question): { silence: Silence; owner: Owner; flow: string } {
	const frame = topFrame(run);
	if (question.silence) return { silence: question.silence, owner: "question", flow: frame.flow };
	for (const owner of run.frames.toReversed()) {
		const silence = programOf(turn, owner).silence;
		if (silence && owner.kind === "flow") return { silence, owner, flow: owner.flow };
	}
	const { settings } = turn.talk;
	return { silence: settings.silence, owner: "defaults", flow: settings.defaults.flow };
}

/** Runs the steps of a whole flow's silence: the frames above it are dropped. */
function leaveBy(turn: Turn, run: Draft, steps: number, owner: "defaults" | DraftFrame, question: Question): void {
	const level = owner === "defaults" ? 0 : run.frames.indexOf(owner);
	const wasTop = level === run.frames.length - 1;
	run.frames = run.frames.slice(0, level + 1);
	const frame = topFrame(run);
	const behind = wasTop ? question.next : behindHere(turn, frame);
	if (owner !== "defaults") {
		frame.behind = behind;
		frame.pc = steps;
		return;
	}
	frame.pc = behind;
	const { defaults } = turn.talk.settings;
	run.frameCount += 1;
	run.frames.push({
		id: run.frameCount,
		flow: defaults.flow,
		logic: defaults.logic,
		kind: "silence",
		pc: steps,
		vars: {},
		visits: {},
		loops: {},
		of: frame.id,
	});
}

/** Behind the call, or the question, at which a lower frame stands. */
function behindHere(turn: Turn, frame: DraftFrame): number {
	const instruction = programOf(turn, frame).code[frame.pc];
	return instruction?.op === "question" ? instruction.question.next : frame.pc + 1;
}
