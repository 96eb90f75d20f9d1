/**
 * A length of time, plain JSON. `days` keep the wall clock in the customer's zone (a week is seven), `seconds` are
 * exact; they are kept apart because a day in spring has 23 hours.
 */
export type Duration = { readonly days: number; readonly seconds: number };

/** Reads `30m`, `2h`, `3 days`, `3 дня`. Undefined for what is no length of time («3 днй»). */
export function parseDuration(_written: string): Duration | undefined {
	throw new Error("durations are being written");
}

/** The moment this much later: days by the wall clock of the zone, then the exact rest. */
export function addDuration(_at: Date, _duration: Duration, _zone: string): Date {
	throw new Error("durations are being written");
}

/** As files write it, for messages and traces: `3 days`, `1h 30m`. */
export function showDuration(_duration: Duration): string {
	throw new Error("durations are being written");
}
