import type { StoredTalk } from "./load-talk.ts";
import type { Cause, Control, Effect, Run } from "./talk.ts";
import { type Incoming, notedBy } from "./turn-lines.ts";

/** The conversation as it is stored after these effects, so that the next turn need not read it. */
export function afterTurn(
	talk: StoredTalk,
	cause: Cause,
	effects: readonly Effect[],
	incoming: Incoming,
	now: Date,
): StoredTalk {
	const noted = notedBy(effects);
	const runs = new Map(talk.runs.map((run) => [run.id, run]));
	for (const effect of effects) if (effect.effect === "run") runs.set(effect.run.id, effect.run);
	const control = newControl(effects, incoming);
	return {
		...talk,
		version: talk.version + 1,
		lease: talk.lease + (control ? 1 : 0),
		control: control ?? talk.control,
		stage: noted.stage ?? talk.stage,
		customerAt: incoming.line || "channel" in cause ? now : talk.customerAt,
		liveAt: noted.liveAt ?? talk.liveAt,
		unknownAt: noted.unknownAt ?? talk.unknownAt,
		chat: incoming.chat ?? talk.chat,
		runs: [...runs.values()].filter(isOfUse),
	};
}

/** Undefined: nobody has changed it. */
function newControl(effects: readonly Effect[], incoming: Incoming): Control | undefined {
	let control = incoming.control?.control;
	for (const effect of effects) if (effect.effect === "control") control = effect.control;
	return control;
}

/** Runs that go on, and those that a signed link may still take up again. */
function isOfUse({ status, revive }: Run): boolean {
	return status === "ended" ? revive !== undefined : status !== "failed";
}
