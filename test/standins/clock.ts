/** What a stand-in calls "now" and "later", so that a test or the demo can move time instead of waiting for it. */
export interface Clock {
	/** Milliseconds since 1970, as this stand-in sees them. */
	now(): number;
	/** Runs `act` once the clock has moved on by so much; the answer takes it back. */
	after(milliseconds: number, act: () => void): () => void;
	/** How much is to run later. */
	readonly appointments: number;
	/** Moves the clock on, running on the way what falls due, in order. */
	advance(milliseconds: number): void;
	/** How many of the clock's seconds pass in one real second; 0 stops it. */
	run(factor: number): void;
	/** Forgets all that was to run later. */
	stop(): void;
}

export interface ClockOptions {
	/** The first moment; the real one by default. */
	startsAt?: number;
	/** 1 runs with the real clock, 60 makes a minute of each second, 0 moves by `advance` only. */
	factor?: number;
}

/** A clock that runs at any pace and can be pushed on by hand. */
export function aClock({ startsAt = Date.now(), factor = 1 }: ClockOptions = {}): Clock {
	return new SteerableClock(startsAt, factor);
}

interface Appointment {
	due: number;
	act: () => void;
}

class SteerableClock implements Clock {
	#base: number;
	#since = performance.now();
	#factor: number;
	#book: Appointment[] = [];
	#alarm: NodeJS.Timeout | undefined;

	constructor(startsAt: number, factor: number) {
		this.#base = startsAt;
		this.#factor = factor;
	}

	now(): number {
		return this.#factor === 0 ? this.#base : this.#base + (performance.now() - this.#since) * this.#factor;
	}

	get appointments(): number {
		return this.#book.length;
	}

	after(milliseconds: number, act: () => void): () => void {
		const appointment = { due: this.now() + Math.max(0, milliseconds), act };
		this.#book.splice(this.#placeFor(appointment.due), 0, appointment);
		if (this.#book[0] === appointment) this.#setAlarm();
		return () => {
			const place = this.#book.indexOf(appointment);
			if (place >= 0) this.#book.splice(place, 1);
		};
	}

	advance(milliseconds: number): void {
		const goal = this.now() + milliseconds;
		for (let next = this.#book[0]; next && next.due <= goal; next = this.#book[0]) {
			this.#book.shift();
			this.#rebase(Math.max(this.now(), next.due));
			next.act();
		}
		this.#rebase(Math.max(this.now(), goal));
		this.#setAlarm();
	}

	run(factor: number): void {
		this.#rebase(this.now());
		this.#factor = factor;
		this.#setAlarm();
	}

	stop(): void {
		clearTimeout(this.#alarm);
		this.#book = [];
	}

	#rebase(now: number): void {
		this.#base = now;
		this.#since = performance.now();
	}

	#placeFor(due: number): number {
		let low = 0;
		let high = this.#book.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#book[middle]?.due ?? due) <= due) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	#setAlarm(): void {
		clearTimeout(this.#alarm);
		const next = this.#book[0];
		if (!next || this.#factor === 0) return;
		// setTimeout rounds down and counts in 32 bits: a little late is right, a little early is not.
		const wait = Math.min(2 ** 31 - 1, Math.ceil((next.due - this.now()) / this.#factor));
		this.#alarm = setTimeout(() => this.#ring(), Math.max(0, wait)).unref();
	}

	#ring(): void {
		for (let next = this.#book[0]; next && next.due <= this.now(); next = this.#book[0]) {
			this.#book.shift();
			next.act();
		}
		this.#setAlarm();
	}
}
