/** How often something may be done: `size` at once, and `perSecond` in the long run. */
export interface Pace {
	size: number;
	perSecond: number;
}

/** A token bucket. Time is handed in, so it knows no clock. */
export class Bucket {
	readonly #pace: Pace;
	#tokens: number;
	#filledAt: number;

	constructor(pace: Pace, now: number) {
		this.#pace = pace;
		this.#tokens = pace.size;
		this.#filledAt = now;
	}

	/** Milliseconds until the next token; 0 means that there is one. */
	wait(now: number): number {
		this.#fill(now);
		// A token that lacks a billionth part is there: seconds and milliseconds do not divide evenly.
		return this.#tokens > 1 - 1e-9 ? 0 : Math.ceil(((1 - this.#tokens) / this.#pace.perSecond) * 1000);
	}

	/** Takes a token; ask `wait` first. */
	take(): void {
		this.#tokens -= 1;
	}

	/** Whether nothing was taken lately. */
	isFull(now: number): boolean {
		this.#fill(now);
		return this.#tokens >= this.#pace.size;
	}

	#fill(now: number): void {
		const passed = Math.max(0, now - this.#filledAt) / 1000;
		this.#tokens = Math.min(this.#pace.size, this.#tokens + passed * this.#pace.perSecond);
		this.#filledAt = now;
	}
}
