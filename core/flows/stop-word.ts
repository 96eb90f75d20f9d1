import { endRun } from "./end-run.ts";
import { normalise } from "./normalise.ts";
import { note } from "./routed.ts";
import { speakAlone } from "./speak.ts";
import { saveField } from "./take-answer.ts";
import { allRuns, type Doing, draft, isOver, type Turn } from "./turn.ts";

/**
 * Row 3: a stop word, as the whole message and without typos. Consent to advertising is withdrawn, marketing runs end, one
 * answer goes out. It is obeyed whoever has control.
 */
export function* obeyStop(turn: Turn, text: string): Doing<boolean> {
	const { always } = turn.talk.settings;
	const stop = always.during.find(({ does }) => does.do === "stop");
	if (stop?.does.do !== "stop" || !stop.says.some((word) => normalise(word) === text)) return false;
	note(turn, 3, `«${text}»`);
	saveField(turn, { field: "customer.consent.advertising", value: false, words: text });
	for (const run of allRuns(turn)) {
		if (!isOver(run) && run.purpose === "marketing") endRun(turn, draft(turn, run), "opted_out");
	}
	yield* speakAlone(turn, stop.does.say, always.flow);
	return true;
}
