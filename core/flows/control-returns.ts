import { comeBack } from "./come-back.ts";
import { takeGathered } from "./gather.ts";
import { startHandler } from "./handlers.ts";
import { jump } from "./jump.ts";
import { trace } from "./note.ts";
import { lastAnswer, rewind } from "./rewind.ts";
import { topOf } from "./stack.ts";
import { applyFact } from "./take-fact.ts";
import type { Cause } from "./talk.ts";
import { allRuns, type Doing, type Draft, draft, programOf, type Turn, topFrame } from "./turn.ts";
import { guarded, walk } from "./walk.ts";

type HandBack = Extract<Cause, { cause: "hand-back" }>;

/** Control returns to the bot (§9.8): what waited for the operator goes on, the question on top is repeated. */
export function* handBack(turn: Turn, packet: HandBack): Doing {
	turn.control = { by: "bot" };
	turn.effects.push({ effect: "control", control: turn.control, cause: "hand-back" });
	turn.backTo = true;
	const waiting = allRuns(turn).filter(({ status }) => status === "with_operator");
	for (const run of waiting) yield* resume(turn, draft(turn, run), packet);
	const top = topOf(turn);
	if (top && !turn.heard.has(top.id)) yield* resume(turn, top, packet);
	if (!top && waiting.length === 0) yield* showMenu(turn);
	turn.backTo = false;
}

/** The packet's facts and step first; then on behind the handoff, or the question once more. */
function* resume(turn: Turn, run: Draft, packet: HandBack): Doing {
	turn.heard.add(run.id);
	yield* guarded(turn, run, function* () {
		if (yield* applyPacket(turn, run, packet)) {
			yield* walk(turn, run);
			return;
		}
		const frame = topFrame(run);
		const instruction = programOf(turn, frame).code[frame.pc];
		if (instruction?.op === "handed") {
			trace(turn, run, frame, "hand-back", { decision: "control is back" });
			run.status = "waiting_time";
			frame.pc += 1;
			yield* walk(turn, run);
		} else if (instruction?.op === "question") {
			yield* run.gathered ? takeGathered(turn, run) : comeBack(turn, run);
		} else if (run.status === "with_operator") {
			yield* walk(turn, run);
		}
	});
}

/** Facts are corrections that bring their answer, from the earliest step on; a step is gone to, or asked again. */
function* applyPacket(turn: Turn, run: Draft, { at, facts = {} }: HandBack): Doing<boolean> {
	const known = Object.keys(facts)
		.map((variable) => ({ variable, place: lastAnswer(run, { variable }) }))
		.filter((fact): fact is { variable: string; place: number } => fact.place !== undefined)
		.sort((a, b) => a.place - b.place);
	for (const { variable } of known) yield* applyFact(turn, run, variable, facts[variable] ?? null);
	if (at === undefined) return known.length > 0;
	const frame = run.frames.findLast((one) => programOf(turn, one).steps.some(({ key }) => key === at));
	const step = frame && programOf(turn, frame).steps.find(({ key }) => key === at);
	if (!frame || !step) return known.length > 0;
	const answered = step.variable === undefined ? undefined : lastAnswer(run, { variable: step.variable });
	if (answered !== undefined) {
		rewind(turn, run, answered);
		return true;
	}
	run.frames = run.frames.slice(0, run.frames.indexOf(frame) + 1);
	jump(run, topFrame(run), step.pc);
	return true;
}

/** Nothing to resume: the menu, if there is one. */
function* showMenu(turn: Turn): Doing {
	const { always } = turn.talk.settings;
	const handler = always.during.find(({ id }) => id === "menu");
	if (handler) yield* startHandler(turn, undefined, { handler, program: always, matched: "hand-back" });
}
