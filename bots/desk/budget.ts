/**
 * How urgent a message or an edit is: an answer to a member's own press, somebody who asks for a person, a promise that is due,
 * the customers' lines, the digest.
 */
export type Urgency = "talk" | "asked" | "due" | "transcript" | "digest";

/** Telegram takes about 20 messages a minute in a group, edits among them. */
const MINUTE_MS = 60_000;

/** How much of a minute's messages may be spent when something of this urgency leaves: what is less urgent leaves room. */
const SHARE: Record<Urgency, number> = { talk: 18, asked: 17, due: 15, transcript: 12, digest: 6 };

/** The most urgent first. */
export const URGENCIES: readonly Urgency[] = ["talk", "asked", "due", "transcript", "digest"];

/** When something of this urgency may leave: now, or the moment at which the minute has room again. */
export function mayLeaveAt(spent: readonly Date[], urgency: Urgency, now: Date): Date {
	const recent = recentOf(spent, now);
	const over = recent.length - SHARE[urgency];
	const frees = over < 0 ? undefined : recent[over];
	return frees ? new Date(frees.getTime() + MINUTE_MS) : now;
}

/** What of it still counts, oldest first. */
export function recentOf(spent: readonly Date[], now: Date): Date[] {
	return spent
		.filter((at) => at.getTime() > now.getTime() - MINUTE_MS)
		.toSorted((one, other) => one.getTime() - other.getTime());
}
