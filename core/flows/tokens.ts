import { fingerprint } from "./note.ts";
import type { Draft, DraftFrame, Turn } from "./turn.ts";

/**
 * Tokens of the buttons under one message: 16 sealed characters that name run, frame, step and visit and cannot be
 * forged, and a fingerprint of the option. The same question asked again has the same tokens.
 */
export function tokens(turn: Turn, run: Draft, frame: DraftFrame): (key: string) => string {
	let sealed: string | undefined;
	return (key) => {
		sealed ??= turn.talk.seal(`${run.id}/${frame.id}/${frame.pc}/${frame.visits[frame.pc] ?? 0}`).slice(0, 16);
		return sealed + fingerprint(key);
	};
}
