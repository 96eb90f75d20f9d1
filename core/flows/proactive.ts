import type { ChannelName } from "#core/channel-names.ts";
import { mayLeave } from "#core/conversations/may-leave.ts";
import { shareOut } from "./assign.ts";
import { endRun } from "./end-run.ts";
import { findEntry, writeEntry } from "./entries.ts";
import { later } from "./lengths.ts";
import { trace } from "./note.ts";
import type { ChannelVariant, Program } from "./program.ts";
import { isTrue, worldOf } from "./run-world.ts";
import { stackOf } from "./stack.ts";
import { checkStopRules } from "./stop-when.ts";
import type { Candidate, PlanVerdict } from "./talk.ts";
import { type Doing, type Draft, type DraftFrame, request, rootProgram, stepAt, type Turn } from "./turn.ts";

/** Leave to send: as an answer where the customer is, or uninvited, on the channel and until the time planned. */
export type Leave = {
	readonly class: "answer" | "proactive";
	readonly channel: ChannelName;
	readonly usefulUntil?: Date;
};

/** What is to be sent: a question waits its turn, an offer is no message yet. */
export type Sending = {
	readonly kind: "say" | "question" | "offer";
	readonly whatsapp?: ChannelVariant | undefined;
};

/**
 * Whether what stands at this step may leave now (§9.7). Nothing is returned if not: the run is then held, or has ended,
 * and walks no further.
 */
export function* askLeave(turn: Turn, run: Draft, frame: DraftFrame, sending: Sending): Doing<Leave | undefined> {
	if (!controlAllows(turn, run)) return hold(turn, run, frame, "control");
	if (isAnswer(turn, run)) return { class: "answer", channel: run.channel };

	const program = rootProgram(turn, run);
	if (yield* checkStopRules(turn, run)) return undefined;
	const reached = reachedAt(turn, run, frame);
	const usefulUntil = later(turn, reached, program.send.stale ?? turn.talk.settings.send.stale ?? "1 day");
	if (turn.now >= usefulUntil) return yield* comeTooLate(turn, run, frame, program, sending, usefulUntil);
	if (sending.kind === "question" && someoneElseAsks(turn, run)) return hold(turn, run, frame, "question");
	if (!(yield* stillInAudience(turn, run, program))) return over(turn, run, "left_audience");
	return yield* plan(turn, run, frame, program, sending, usefulUntil);
}

/** An answer is what follows the customer's own doing in this run, in this turn or within the last hour. */
export function isAnswer(turn: Turn, run: Draft): boolean {
	if (turn.heard.has(run.id)) return true;
	return run.customerAt !== undefined && turn.now < later(turn, run.customerAt, turn.talk.settings.answering);
}

/** As control was when the turn began (the last words of a handoff), or as it is now (the first ones after it). */
function controlAllows({ talk, control, byCustomer }: Turn, { pushedBy }: Draft): boolean {
	return [talk.control, control].some((led) => {
		if (mayLeave(led, pushedBy ? "pushed" : "answer") !== "yes") return false;
		return led.by !== "asked" || byCustomer;
	});
}

/** `stale` counts from when the step was first reached, however long it has been held since. */
function reachedAt(turn: Turn, run: Draft, frame: DraftFrame): Date {
	if (run.reached?.frame !== frame.id || run.reached.pc !== frame.pc) {
		run.reached = { frame: frame.id, pc: frame.pc, at: turn.now };
	}
	return run.reached.at;
}

function someoneElseAsks(turn: Turn, run: Draft): boolean {
	return stackOf(turn).some((other) => other.id !== run.id && !other.asked?.proactive);
}

function* stillInAudience(turn: Turn, run: Draft, program: Program): Doing<boolean> {
	const condition = program.audience?.if;
	return condition === undefined || (yield* isTrue(turn, condition, worldOf(turn, run, run.frames[0])));
}

/** What waited in vain ends here; the planner, where it was what kept it waiting, writes down why. */
function* comeTooLate(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	program: Program,
	sending: Sending,
	usefulUntil: Date,
): Doing<undefined> {
	if (!run.heldBy?.startsWith("waits_")) return over(turn, run, "stale");
	const candidate = candidateOf(turn, run, frame, program, sending, usefulUntil, undefined);
	const { verdict } = yield* request({ need: "plan", candidate });
	return over(turn, run, verdict.verdict === "outbid" ? "outbid" : "stale");
}

function* plan(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	program: Program,
	sending: Sending,
	usefulUntil: Date,
): Doing<Leave | undefined> {
	const arm = yield* armOf(turn, run, program);
	const candidate = candidateOf(turn, run, frame, program, sending, usefulUntil, arm);
	const { verdict } = yield* request({ need: "plan", candidate });
	yield* openGoal(turn, run, program, verdict, arm);
	switch (verdict.verdict) {
		case "go":
			run.channel = verdict.channel;
			run.heldBy = undefined;
			return { class: "proactive", channel: verdict.channel, usefulUntil };
		case "waits_hours":
		case "waits_window":
		case "waits_dialog":
		case "waits_cap":
			return hold(turn, run, frame, verdict.verdict, verdict.until);
		default:
			return over(turn, run, verdict.verdict);
	}
}

function candidateOf(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	program: Program,
	sending: Sending,
	usefulUntil: Date,
	arm: "held_out" | "treated" | undefined,
): Candidate {
	const defaults = turn.talk.settings.send;
	const quiet = program.send.quiet ?? defaults.quiet;
	const spread = program.send.spread ?? defaults.spread;
	return {
		run: run.id,
		flow: run.flow,
		occurrence: `${run.entry ?? run.id}/${stepAt(program, frame.pc).key}/${(frame.visits[frame.pc] ?? 0) + 1}`,
		purpose: run.purpose,
		earliest: turn.now,
		usefulUntil,
		channels: program.send.channel ?? defaults.channel ?? ["preferred"],
		...(quiet === undefined ? {} : { quiet }),
		...(spread === undefined ? {} : { spread }),
		urgent: program.send.urgent ?? false,
		templates: sending.whatsapp?.template ? ["whatsapp"] : [],
		...(arm === undefined ? {} : { arm }),
		offer: sending.kind === "offer",
		...(turn.liveAt ? { liveAt: turn.liveAt } : {}),
		sentNow: turn.uninvited,
		...(run.heldBy === undefined ? {} : { waited: run.heldBy }),
	};
}

/** In which arm of the hold-out the customer is; runs that began with the customer are outside the comparison. */
function* armOf(turn: Turn, run: Draft, program: Program): Doing<"held_out" | "treated" | undefined> {
	if (run.purpose !== "marketing" || run.entry === undefined) return undefined;
	const share = program.holdout ?? turn.talk.settings.holdout;
	const variants = [
		{ id: "held_out", weight: share },
		{ id: "treated", weight: 1 - share },
	];
	const { variant } = yield* shareOut(turn, `holdout/${run.flow}`, variants);
	return variant === "held_out" ? "held_out" : "treated";
}

/** The goal's window opens, in both arms, when the first proactive message leaves or would have left. */
function* openGoal(
	turn: Turn,
	run: Draft,
	program: Program,
	verdict: PlanVerdict,
	arm: "held_out" | "treated" | undefined,
): Doing {
	if (verdict.verdict !== "go" && verdict.verdict !== "held_out") return;
	const key = run.entryKey;
	if (key === undefined || program.goal?.within === undefined) return;
	const entry = yield* findEntry(turn, run.flow, key);
	if (!entry || entry.goalUntil) return;
	const goalUntil = later(turn, turn.now, program.goal.within);
	writeEntry(turn, { ...entry, goalUntil, ...(arm === undefined ? {} : { arm }) });
}

function hold(turn: Turn, run: Draft, frame: DraftFrame, why: string, until?: Date): undefined {
	reachedAt(turn, run, frame);
	trace(turn, run, frame, "held", { decision: until ? `${why} until ${until.toISOString()}` : why });
	run.status = "held";
	run.heldBy = why;
	run.stack = undefined;
	run.wakeAt = until;
	run.wakeFor = until && "held";
	return undefined;
}

function over(turn: Turn, run: Draft, outcome: string): undefined {
	endRun(turn, run, outcome);
	return undefined;
}
