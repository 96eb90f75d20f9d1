/** What a consent may be for. */
export const PURPOSES = ["processing", "advertising", "ad_audiences", "profiling"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A row of the ledger, as far as the state depends on it. */
export type Evidence = {
	readonly purpose: Purpose;
	readonly state: "given" | "withdrawn";
	/** Only this channel; null: all. */
	readonly channel: string | null;
	readonly at: Date;
};

/**
 * Whether a purpose is agreed to now: the last word counts, at equal times withdrawal wins. With a channel, what was
 * said of that channel alone counts as well.
 */
export function isGiven(ledger: readonly Evidence[], purpose: Purpose, channel?: string): boolean {
	let last: Evidence | undefined;
	for (const row of ledger) {
		if (row.purpose !== purpose) continue;
		if (row.channel !== null && row.channel !== channel) continue;
		if (!last || row.at > last.at) last = row;
		else if (row.at.getTime() === last.at.getTime() && row.state === "withdrawn") last = row;
	}
	return last?.state === "given";
}
