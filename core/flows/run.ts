import { handBack } from "./control-returns.ts";
import { enterByOccasion, fire } from "./enter.ts";
import { followLink } from "./follow-link.ts";
import { gatheringRun, takeGathered } from "./gather.ts";
import { hearEvent, wake } from "./hear-event.ts";
import { reconsider, reconsiderHeld } from "./held.ts";
import { migrate } from "./migrate-run.ts";
import { routePress } from "./press.ts";
import { pushStep, withdrawStep } from "./push-step.ts";
import { routeMessage } from "./route-message.ts";
import { settleStack } from "./settle-stack.ts";
import { botMaySpeak, leftToStaff } from "./silent-bot.ts";
import { stackOf } from "./stack.ts";
import { startByCustomer } from "./start-run.ts";
import { routeCommand, startByLink } from "./start-word.ts";
import type { Cause, Effect, Given, Need, Talk } from "./talk.ts";
import { tellControl } from "./tell-control.ts";
import { accepted, hearResult, ring, stopRun } from "./timers.ts";
import { beginTurn, type Doing, noteLive, type Turn } from "./turn.ts";
import { sayUnknown } from "./unknown.ts";

/** Works off one cause. Touches nothing: asks for what it needs, and returns what has to be written. */
export function* answer(talk: Talk, cause: Cause, now: Date): Generator<Need, Effect[], Given> {
	const turn = beginTurn(talk, cause, now);
	const isHeard = "channel" in cause;
	const busy = isHeard ? underWay(turn) : undefined;
	if (busy) return [busy];
	if (isHeard) noteCustomer(turn);
	if (!(yield* endsAnswer(turn, cause))) yield* work(turn, cause);
	if (turn.puzzle) return [{ effect: "puzzled", puzzle: turn.puzzle }];
	if (isHeard) yield* wakeReplied(turn);
	yield* startLaunched(turn);
	yield* settleStack(turn);
	yield* reconsiderHeld(turn);
	yield* startLaunched(turn);
	for (const run of turn.drafts.values()) turn.effects.push({ effect: "run", run });
	return turn.effects;
}

/**
 * A press or a command ends an answer in pieces: what was written before it comes before it. A button of the very question
 * that was being answered says nothing more than that.
 */
function* endsAnswer(turn: Turn, cause: Cause): Doing<boolean> {
	if (!("channel" in cause) || cause.cause === "message" || !botMaySpeak(turn)) return false;
	const run = gatheringRun(turn);
	if (!run) return false;
	const { asked } = run;
	yield* takeGathered(turn, run);
	const button = cause.cause === "press" ? cause.button : undefined;
	return button?.does === "answer" && button.frame === asked?.frame && button.pc === asked.pc && button.run === run.id;
}

/** What each cause is about. */
function* work(turn: Turn, cause: Cause): Doing {
	switch (cause.cause) {
		case "message":
			return yield* routeMessage(turn, cause);
		case "press":
			return (yield* leftToStaff(turn, cause)) ? undefined : yield* routePress(turn, cause);
		case "command":
			return (yield* leftToStaff(turn, cause)) ? undefined : yield* routeCommand(turn, cause.name);
		case "link":
			return (yield* leftToStaff(turn, cause)) ? undefined : yield* openLink(turn, cause.payload);
		case "resume":
			return (yield* leftToStaff(turn, cause)) ? undefined : yield* followLink(turn, cause.run);
		case "timer":
			return yield* ring(turn, cause.run);
		case "event":
			return yield* hearEvent(turn, cause);
		case "action":
			return yield* hearResult(turn, cause);
		case "occasion":
			return yield* enterByOccasion(turn, cause.occasion);
		case "entry":
			return yield* fire(turn, cause.entry);
		case "hand-back":
			return yield* handBack(turn, cause);
		case "reconsider":
			return yield* reconsider(turn, cause.run);
		case "accepted":
			return accepted(turn, cause.run);
		case "stop":
			return stopRun(turn, cause.run);
		case "migrate":
			return yield* migrate(turn, cause);
		case "control":
			// Timers find control changed when they ring, and held runs when it returns.
			return yield* changeControl(turn, cause);
		case "tell":
			return yield* tellControl(turn, cause.tell);
		case "push":
			return yield* pushStep(turn, cause);
		case "withdraw":
			return withdrawStep(turn);
	}
}

/** The customer hears it once; a step that was pushed is over when its holder does not lead any more. */
function* changeControl(turn: Turn, { control, tell }: Extract<Cause, { cause: "control" }>): Doing {
	if (control.by !== "human") withdrawStep(turn);
	if (tell) yield* tellControl(turn, tell);
}

/** An action outside is under way for the run that would hear this: the message waits for its result. */
function underWay(turn: Turn): Effect | undefined {
	const top = stackOf(turn).at(-1);
	if (top?.status !== "waiting_action") return undefined;
	return { effect: "defer", run: top.id, until: top.wakeAt ?? turn.now };
}

function noteCustomer(turn: Turn): void {
	noteLive(turn);
	turn.effects.push({ effect: "noted", customerAt: turn.now });
	if (turn.channel !== turn.talk.channel) turn.effects.push({ effect: "channel", channel: turn.channel });
}

function* openLink(turn: Turn, payload: string): Doing {
	if (!(yield* startByLink(turn, payload))) yield* sayUnknown(turn);
}

/** `customer.replied` goes to runs that waited for it before, whatever row took the message. */
function* wakeReplied(turn: Turn): Doing {
	const waited = turn.talk.runs.filter(
		({ status, waitingFor }) => status === "waiting_event" && waitingFor?.includes("customer.replied"),
	);
	const still = waited.filter(({ id }) => !turn.drafts.has(id));
	if (still.length === 0) return;
	for (const { id } of still) turn.heard.add(id);
	yield* wake(turn, "customer.replied", {});
}

/** Flows that were launched start now that the run which launched them waits. */
function* startLaunched(turn: Turn): Doing {
	for (let launch = turn.launches.shift(); launch; launch = turn.launches.shift()) {
		const program = turn.talk.book.newest.get(launch.flow);
		if (!program) continue;
		if (turn.byCustomer) {
			yield* startByCustomer(turn, program, { with: launch.with, launchedBy: launch.by });
			continue;
		}
		yield* enterByOccasion(turn, {
			flow: launch.flow,
			trigger: "launch",
			key: launch.key,
			firesAt: turn.now,
			with: launch.with,
			launchedBy: launch.by,
		});
	}
}
