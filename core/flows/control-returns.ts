import { comeBack } from "./come-back.ts";
import { endRun } from "./end-run.ts";
import { takeGathered } from "./gather.ts";
import { startHandler } from "./handlers.ts";
import { jump } from "./jump.ts";
import { trace } from "./note.ts";
import type { StepPlace } from "./program.ts";
import { withdrawStep } from "./push-step.ts";
import { lastAnswer, rewind } from "./rewind.ts";
import { shownValue } from "./shown-value.ts";
import { topOf } from "./stack.ts";
import { startByCustomer } from "./start-run.ts";
import { applyFacts } from "./take-fact.ts";
import type { Cause, Control } from "./talk.ts";
import { tellControl } from "./tell-control.ts";
import { allRuns, type Doing, type Draft, draft, programOf, type Turn, topFrame } from "./turn.ts";
import { guarded, walk } from "./walk.ts";

type HandBack = Extract<Cause, { cause: "hand-back" }>;

/** Control returns to the bot (§9.8): what waited for the operator goes on, the question on top is repeated. */
export function* handBack(turn: Turn, packet: HandBack): Doing {
	turn.control = { by: "bot" };
	turn.effects.push({ effect: "control", control: turn.control, cause: packet.why ?? "hand-back" });
	withdrawStep(turn);
	if (packet.instead === undefined) {
		yield* mentionFacts(turn, packet);
		if (!(yield* resumeAll(turn, packet))) yield* showMenu(turn);
		return;
	}
	for (const run of withOperator(turn)) endRun(turn, draft(turn, run), "dropped");
	if (packet.instead === "menu") yield* showMenu(turn);
	else if (packet.instead !== "nothing") yield* startFlow(turn, packet.instead.flow);
}

/** The customer goes on with the bot while a person is still being looked for. */
export function* goOnWithBot(turn: Turn, asked: Extract<Control, { by: "asked" }>): Doing {
	turn.control = { ...asked, meanwhile: "bot" };
	turn.effects.push({ effect: "control", control: turn.control, cause: "go_on" });
	if (!(yield* resumeAll(turn, {}))) yield* showMenu(turn);
}

/** What waited for a person goes on, and the question on top is repeated. False: there was nothing. */
function* resumeAll(turn: Turn, packet: Pick<HandBack, "at" | "facts">): Doing<boolean> {
	turn.backTo = Object.keys(packet.facts ?? {}).length === 0;
	const waiting = withOperator(turn);
	for (const run of waiting) yield* resume(turn, draft(turn, run), packet);
	const top = topOf(turn);
	if (top && !turn.heard.has(top.id)) yield* resume(turn, top, packet);
	turn.backTo = false;
	return top !== undefined || waiting.length > 0;
}

function withOperator(turn: Turn) {
	return allRuns(turn).filter(({ status }) => status === "with_operator");
}

/** The bot's first line says what has changed while a person led. */
function* mentionFacts(turn: Turn, { facts = {} }: HandBack): Doing {
	const reader = { zone: turn.talk.zone, language: turn.talk.language };
	const shown = Object.values(facts).map((value) => shownValue(value, reader));
	const told = shown.filter((one) => one !== undefined && one !== "");
	if (told.length > 0) yield* tellControl(turn, { text: "facts", with: { facts: told.join(", ") } });
}

function* startFlow(turn: Turn, flow: string): Doing {
	const program = turn.talk.book.newest.get(flow);
	if (program) yield* startByCustomer(turn, program);
	else yield* showMenu(turn);
}

/** The packet's facts and step first; then on behind the handoff, or the question once more. */
function* resume(turn: Turn, run: Draft, packet: Pick<HandBack, "at" | "facts">): Doing {
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
function* applyPacket(turn: Turn, run: Draft, { at, facts = {} }: Pick<HandBack, "at" | "facts">): Doing<boolean> {
	const isCorrected = yield* applyFacts(turn, run, facts);
	if (at === undefined) return isCorrected;
	const frame = run.frames.findLast((one) => programOf(turn, one).steps.some(({ key }) => key === at));
	const step = frame && programOf(turn, frame).steps.find(({ key }) => key === at);
	if (!frame || !step) return isCorrected;
	// Behind what was corrected: the walk comes to it with all that still stands, and asks.
	if (isFrontier(run, step) || forget(run, step.variable)) return true;
	const answered = step.variable === undefined ? undefined : lastAnswer(run, { variable: step.variable });
	if (answered !== undefined) {
		rewind(turn, run, answered);
		return true;
	}
	run.frames = run.frames.slice(0, run.frames.indexOf(frame) + 1);
	jump(run, topFrame(run), step.pc);
	return true;
}

/** Whether the run stood there when it was corrected. */
function isFrontier({ keep }: Draft, { pc, at }: StepPlace): boolean {
	return keep?.frontier.pc === pc || keep?.frontier.pc === at;
}

/** Whether the answer was given before the correction: it is not kept. */
function forget(run: Draft, variable: string | undefined): boolean {
	const { keep } = run;
	if (!keep || variable === undefined || lastAnswer(run, { variable }) !== undefined) return false;
	const remembered = keep.remembered.filter((entry) => entry.variable !== variable);
	if (remembered.length === keep.remembered.length) return false;
	run.keep = { ...keep, remembered };
	return true;
}

/** Nothing to resume: the menu, if there is one. */
function* showMenu(turn: Turn): Doing {
	const { always } = turn.talk.settings;
	const handler = always.during.find(({ id }) => id === "menu");
	if (handler) yield* startHandler(turn, undefined, { handler, program: always, matched: "hand-back" });
}
