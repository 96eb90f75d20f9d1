import { addDuration, type Duration, parseDuration } from "./durations.ts";
import type { Turn } from "./turn.ts";

/** The moment that lies this length of time later, by the customer's clock. */
export function later(turn: Turn, at: Date, written: string): Date {
	return addDuration(at, lengthOf(written), turn.talk.zone);
}

const known = new Map<string, Duration>();

/** A length as files write it, read once a process. The checker has seen it: a wrong one is our mistake. */
export function lengthOf(written: string): Duration {
	const seen = known.get(written);
	if (seen) return seen;
	const length = parseDuration(written);
	if (!length) throw new Error(`"${written}" is not a length of time.`);
	known.set(written, length);
	return length;
}
