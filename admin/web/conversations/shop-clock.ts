/** An instant as a field for date and time takes it, by the clock of a zone: `2026-03-10T12:00`. */
export function clockIn(zone: string, at: Date): string {
	const parts = new Intl.DateTimeFormat("sv", {
		...({
			timeZone: zone,
			year: "numeric",
			month: "2-digit",
			day: "2-digit",
			hour: "2-digit",
			minute: "2-digit",
		} as const),
	}).format(at);
	return parts.replace(" ", "T");
}

/** The instant at which the clock of a zone shows this. */
export function instantAt(zone: string, clock: string): Date {
	const asIfUtc = Date.parse(`${clock}Z`);
	const away = Date.parse(`${clockIn(zone, new Date(asIfUtc))}Z`) - asIfUtc;
	const guess = asIfUtc - away;
	// On a night when the clock is changed, the distance at the guess is the right one.
	const there = Date.parse(`${clockIn(zone, new Date(guess))}Z`) - guess;
	return new Date(asIfUtc - there);
}
