import type { Outcome } from "./channel.ts";

/** How many of an account's messages have arrived over the last quarter of an hour. */
export type Arrivals = {
	/** Counts a call. What one chat refuses says nothing of the messenger. */
	add(outcome: Outcome, now: Date): void;
	/** Between 0 and 1; 1 while too few were tried to say. */
	share(now: Date): number;
};

const SPAN = 15 * 60_000;
const MINUTE = 60_000;
/** Of fewer calls a few failures are chance. */
const ENOUGH = 20;

/** Keeps the counts by the minute, so that an account that sends much costs no more memory than one that sends little. */
export function countArrivals(): Arrivals {
	const minutes = new Map<number, { tried: number; arrived: number }>();

	function forget(now: Date) {
		for (const minute of minutes.keys()) if (minute * MINUTE < now.getTime() - SPAN) minutes.delete(minute);
	}

	return {
		add({ outcome }, now) {
			if (outcome !== "accepted" && outcome !== "ambiguous" && outcome !== "not-sent") return;
			forget(now);
			const minute = Math.floor(now.getTime() / MINUTE);
			const counted = minutes.get(minute) ?? { tried: 0, arrived: 0 };
			counted.tried += 1;
			if (outcome === "accepted") counted.arrived += 1;
			minutes.set(minute, counted);
		},
		share(now) {
			forget(now);
			const all = [...minutes.values()];
			const tried = all.reduce((sum, one) => sum + one.tried, 0);
			return tried < ENOUGH ? 1 : all.reduce((sum, one) => sum + one.arrived, 0) / tried;
		},
	};
}
