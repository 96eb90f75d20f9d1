/** Lets something happen later in this process; handed in, so that tests need not sleep. */
export type Timers = {
	/** Runs the deed once after so many milliseconds, unless cancelled. */
	after(milliseconds: number, deed: () => void): Cancel;
};

export type Cancel = () => void;

/** Timers of the machine. None of them keeps the process alive. */
export const machineTimers: Timers = {
	after(milliseconds, deed) {
		const timer = setTimeout(deed, Math.min(Math.max(milliseconds, 0), LONGEST));
		timer.unref();
		return () => clearTimeout(timer);
	},
};

/** setTimeout takes no more than 2^31 − 1 and fires at once beyond it. A day is more than any caller needs. */
const LONGEST = 86_400_000;
