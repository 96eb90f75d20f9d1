import { note } from "./routed.ts";
import type { Turn } from "./turn.ts";

/** Row 1: control is with staff, or on its way to them, and the customer has not chosen to go on with the bot. */
export function leftToStaff(turn: Turn): boolean {
	if (botMaySpeak(turn)) return false;
	note(turn, 1, turn.control.by);
	turn.effects.push({ effect: "unanswered" });
	return true;
}

/** Whether what the customer says is the bot's to answer. */
export function botMaySpeak({ control }: Turn): boolean {
	return control.by === "bot" || (control.by === "asked" && control.meanwhile === "bot");
}
