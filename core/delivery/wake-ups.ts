import type { Cancel, Timers } from "#core/timers.ts";

/** Moments at which somebody wants to look again; each of them counts, however many there are. */
export type WakeUps = {
	at(moment: Date): void;
	in(milliseconds: number): void;
	/** Wakes nobody any more. */
	stop(): void;
};

/** Builds them; `now` is the clock that moments are meant by, `wake` what happens at each. */
export function openWakeUps({ timers, now, wake }: { timers: Timers; now: () => Date; wake: () => void }): WakeUps {
	const set = new Map<number, Cancel>();
	let stopped = false;

	function wakeAt(moment: number) {
		if (stopped || set.has(moment)) return;
		const cancel = timers.after(moment - now().getTime(), () => {
			set.delete(moment);
			wake();
		});
		set.set(moment, cancel);
	}

	return {
		at: (moment) => wakeAt(moment.getTime()),
		in: (milliseconds) => wakeAt(now().getTime() + milliseconds),
		stop() {
			stopped = true;
			for (const cancel of set.values()) cancel();
			set.clear();
		},
	};
}
