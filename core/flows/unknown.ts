import { speakAlone } from "./speak.ts";
import type { Doing, Turn } from "./turn.ts";

/** Nobody could make anything of it: said at most once an hour, and the conversation shows as unanswered. */
export function* sayUnknown(turn: Turn): Doing {
	turn.effects.push({ effect: "unanswered" });
	const { unknownAt, settings } = turn.talk;
	if (unknownAt && turn.now.getTime() - unknownAt.getTime() < HOUR) return;
	yield* speakAlone(turn, settings.texts.unknown, "_defaults");
	turn.effects.push({ effect: "noted", unknownAt: turn.now });
}

/** A button or link of something that is over. */
export function* sayOutdated(turn: Turn): Doing {
	yield* speakAlone(turn, turn.talk.settings.texts.outdated, "_defaults");
}

const HOUR = 3_600_000;
