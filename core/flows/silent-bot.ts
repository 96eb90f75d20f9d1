import { mayLeave } from "#core/conversations/may-leave.ts";
import { isThanks } from "#core/conversations/thanks.ts";
import { routeWish } from "./handoff-wish.ts";
import { routePushed } from "./push-step.ts";
import { note } from "./routed.ts";
import type { Cause } from "./talk.ts";
import type { Doing, Turn } from "./turn.ts";

/**
 * Row 1: control is with staff, or on its way to them, and the customer has not chosen to go on with the bot. What they
 * answer to a step that the holder pushed, or to the offer to wait, is heard; all else waits for a person.
 */
export function* leftToStaff(turn: Turn, cause: Cause): Doing<boolean> {
	if (yield* routeWish(turn, cause)) return true;
	const { control } = turn;
	if (botMaySpeak(turn)) return false;
	if (control.by === "human" && (yield* routePushed(turn, cause))) return true;
	note(turn, 1, control.by);
	if (control.by === "parked") wakeHolder(turn, control.holder);
	if (!(cause.cause === "message" && isThanks(cause.content.text))) turn.effects.push({ effect: "unanswered" });
	return true;
}

/** The customer writes before the promise is due: its holder is needed now. */
function wakeHolder(turn: Turn, holder: string): void {
	turn.control = { by: "human", holder, since: turn.now };
	turn.effects.push({ effect: "control", control: turn.control, cause: "customer" });
}

/** Whether what the customer says is the bot's to answer. */
export function botMaySpeak({ control }: Turn): boolean {
	return mayLeave(control, "answer") === "yes";
}
