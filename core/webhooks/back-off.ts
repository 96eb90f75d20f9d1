const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** From seconds to a day. */
const WAITS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR];
const LONGEST = 24 * HOUR;
/** An address that has given no good answer for so long is switched off. */
const GIVEN_UP_AFTER = 72 * HOUR;

/** How long to wait after so many failed attempts. */
export function backOff(attempts: number): number {
	return WAITS[attempts - 1] ?? LONGEST;
}

/** Whether to stop trying. `410 Gone` says so itself. */
export function isGivenUp({
	status,
	failingSince,
	now,
}: {
	status: number | null;
	failingSince: Date;
	now: Date;
}): boolean {
	return status === 410 || now.getTime() - failingSince.getTime() >= GIVEN_UP_AFTER;
}
