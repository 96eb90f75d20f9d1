import { goOnWithBot } from "./control-returns.ts";
import { readLabel } from "./read-label.ts";
import { note } from "./routed.ts";
import type { HandoffWish } from "./settings.ts";
import type { Cause } from "./talk.ts";
import { tellControl, wishLabels } from "./tell-control.ts";
import type { Doing, Turn } from "./turn.ts";
import { sayOutdated } from "./unknown.ts";

/** The customer says how to go on while nobody of the shop is there: to wait, to be called back, or with the bot. */
export function* routeWish(turn: Turn, cause: Cause): Doing<boolean> {
	const wish = yield* wishIn(turn, cause);
	if (!wish) return false;
	note(turn, 2, `handoff: ${wish}`);
	const { control } = turn;
	if (control.by !== "asked") {
		// Somebody has come meanwhile, or the request is over: the press says nothing any more.
		if (control.by === "bot") yield* sayOutdated(turn);
		return true;
	}
	switch (wish) {
		case "wait":
			yield* tellControl(turn, { text: "wait_said" });
			break;
		case "call_back":
			turn.effects.push({ effect: "control", control: { ...control, reason: "call_back" }, cause: "call_back" });
			yield* tellControl(turn, { text: "call_back_said" });
			break;
		case "go_on":
			yield* goOnWithBot(turn, control);
	}
	return true;
}

function* wishIn(turn: Turn, cause: Cause): Doing<HandoffWish | undefined> {
	if (cause.cause === "press") return cause.button?.does === "handoff" ? cause.button.wish : undefined;
	const { control } = turn;
	if (cause.cause !== "message" || control.by !== "asked" || control.meanwhile === "bot") return undefined;
	const labels = yield* wishLabels(turn);
	const meant = readLabel(cause.content.text, labels)?.option.id;
	return labels.find(({ id }) => id === meant)?.id;
}
