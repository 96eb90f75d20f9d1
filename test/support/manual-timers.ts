import type { Timers } from "#core/timers.ts";

/** Timers that go off only when a test lets time pass. */
export type ManualTimers = Timers & {
	/** Lets so many milliseconds pass; what falls due goes off, in order. */
	pass(milliseconds: number): void;
	/** How many are set. */
	readonly set: number;
};

/** Timers for one test; `onPass` moves the test's clock along. */
export function manualTimers(onPass: (milliseconds: number) => void = () => {}): ManualTimers {
	let now = 0;
	let timers: { at: number; deed: () => void }[] = [];

	return {
		get set() {
			return timers.length;
		},
		after(milliseconds, deed) {
			const timer = { at: now + Math.max(0, milliseconds), deed };
			timers.push(timer);
			return () => {
				timers = timers.filter((other) => other !== timer);
			};
		},
		pass(milliseconds) {
			const end = now + milliseconds;
			for (let next = earliest(timers); next && next.at <= end; next = earliest(timers)) {
				const due = next;
				timers = timers.filter((timer) => timer !== due);
				onPass(due.at - now);
				now = due.at;
				due.deed();
			}
			onPass(end - now);
			now = end;
		},
	};
}

function earliest<T extends { at: number }>(timers: readonly T[]): T | undefined {
	return timers.reduce<T | undefined>((first, timer) => (first && first.at <= timer.at ? first : timer), undefined);
}
