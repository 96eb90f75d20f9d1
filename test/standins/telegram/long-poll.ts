import type { Clock } from "../clock.ts";
import { ApiError } from "./api-error.ts";
import type { QueuedUpdate, UpdateQueue } from "./update-queue.ts";

/** What a poller asks for. */
export interface PollRequest {
	offset: number;
	limit: number;
	/** Seconds. */
	timeout: number;
}

interface Parked {
	request: PollRequest;
	answer: (updates: QueuedUpdate[]) => void;
	refuse: (error: ApiError) => void;
	forgetAlarm: () => void;
	isWatched: boolean;
}

/** `getUpdates`: one poller may wait; the next one that has to wait ends the first. */
export class LongPoll {
	readonly #queue: UpdateQueue;
	readonly #clock: Clock;
	#parked: Parked | undefined;
	#previous: { offset: number; at: number } | undefined;
	#nextConflictAt = 0;
	#waitingForPoller: (() => void)[] = [];

	constructor(queue: UpdateQueue, clock: Clock) {
		this.#queue = queue;
		this.#clock = clock;
	}

	/** The updates for a poller, at once or when there are some. */
	poll(asked: PollRequest): Promise<QueuedUpdate[]> | QueuedUpdate[] {
		const request = this.#slowDown(asked);
		const updates = this.#queue.take(request.offset, request.limit, this.#clock.now());
		if (updates.length > 0 || request.timeout === 0) return updates;
		return this.#park(request);
	}

	/** Wakes the poller that waits: there is something for it. */
	wake(): void {
		const parked = this.#parked;
		if (!parked) return;
		const updates = this.#queue.take(parked.request.offset, parked.request.limit, this.#clock.now());
		if (updates.length === 0) return;
		this.#unpark(parked);
		parked.answer(updates);
	}

	/** Lets the waiting poller go with a 409. */
	abort(words: string): void {
		const parked = this.#parked;
		if (!parked) return;
		this.#unpark(parked);
		this.conflict(words).catch(parked.refuse);
	}

	/** The place of the poller that has just begun to wait, for whoever watches its connection; handed out once. */
	takeSeat(): { leave(): void } | undefined {
		const parked = this.#parked;
		if (!parked || parked.isWatched) return undefined;
		parked.isWatched = true;
		return {
			leave: () => {
				this.#unpark(parked);
				parked.answer([]);
			},
		};
	}

	/** Whether a poller waits. */
	get isWaiting(): boolean {
		return this.#parked !== undefined;
	}

	/** Resolves as soon as a poller waits, for updates or for its 409: from then on a test may move the clock. */
	waiting(): Promise<void> {
		if (this.#parked) return Promise.resolve();
		return new Promise((resolve) => this.#waitingForPoller.push(resolve));
	}

	/** A 409; when the last one is less than three seconds old, the server keeps the poller waiting that long. */
	async conflict(words: string): Promise<never> {
		const now = this.#clock.now();
		const error = new ApiError(409, `Conflict: ${words}`);
		if (now >= this.#nextConflictAt) {
			this.#nextConflictAt = now + 3000;
			throw error;
		}
		await new Promise<void>((resolve) => {
			this.#clock.after(3000, resolve);
			this.#tellWaiting();
		});
		throw error;
	}

	/** Who repeats an offset in haste gets one update at a time, or waits. */
	#slowDown({ offset, limit, timeout }: PollRequest): PollRequest {
		const at = this.#clock.now();
		const sinceSame = this.#previous?.offset === offset ? at - this.#previous.at : Number.POSITIVE_INFINITY;
		this.#previous = { offset, at };
		return {
			offset,
			limit: sinceSame < 500 ? 1 : limit,
			timeout: sinceSame < 3000 && timeout < 3 ? 3 : timeout,
		};
	}

	#park(request: PollRequest): Promise<QueuedUpdate[]> {
		this.abort("terminated by other getUpdates request; make sure that only one bot instance is running");
		return new Promise((answer, refuse) => {
			const forgetAlarm = this.#clock.after(request.timeout * 1000, () => {
				this.#unpark(parked);
				answer([]);
			});
			const parked: Parked = { request, answer, refuse, forgetAlarm, isWatched: false };
			this.#parked = parked;
			this.#tellWaiting();
		});
	}

	#tellWaiting(): void {
		for (const tell of this.#waitingForPoller.splice(0)) tell();
	}

	#unpark(parked: Parked): void {
		parked.forgetAlarm();
		if (this.#parked === parked) this.#parked = undefined;
	}
}
