import type { Dice } from "../dice.ts";
import type { UpdateKind } from "./shapes.ts";

/** An update that waits for its bot. */
export interface QueuedUpdate {
	id: number;
	kind: UpdateKind;
	/** The whole update as JSON, written once for polling and webhook alike. */
	json: string;
	expiresAt: number;
	/** The FIFO it belongs to when it goes by webhook. */
	lane: string;
}

/** How an update left the queue. */
export type Departure = "confirmed" | "expired" | "dropped";

/**
 * The queue of one bot's updates, with the official server's rules about numbers: ids grow by one, jump after a silent
 * week, and an offset that lies too far off is overlooked rather than obeyed.
 */
export class UpdateQueue {
	readonly #waiting = new Map<number, QueuedUpdate>();
	readonly #dice: Dice;
	readonly #left: (update: QueuedUpdate, departure: Departure) => void;
	#nextId: number;
	#lastPushAt: number | undefined;
	#nextExpiry = 0;

	constructor(dice: Dice, left: (update: QueuedUpdate, departure: Departure) => void) {
		this.#dice = dice;
		this.#left = left;
		this.#nextId = this.#randomId();
	}

	/** How many wait. */
	get size(): number {
		return this.#waiting.size;
	}

	/** Adds an update; `body` is its content, without the id. Beyond the limits new updates are dropped, as Telegram does. */
	push(kind: UpdateKind, body: string, lane: string, now: number, lifetime: number): QueuedUpdate | undefined {
		this.expire(now);
		if (this.#waiting.size >= mostUpdates || body.length > longestUpdate) return undefined;
		if (this.#waiting.size === 0 && this.#lastPushAt !== undefined && now - this.#lastPushAt >= week) {
			this.#nextId = this.#randomId();
		}
		const id = this.#nextId++;
		this.#lastPushAt = now;
		const update = { id, kind, json: `{"update_id":${id},"${kind}":${body}}`, expiresAt: now + lifetime, lane };
		this.#waiting.set(id, update);
		return update;
	}

	/** The oldest updates from `offset` on. Asking is confirming: what lies before the offset is forgotten. */
	take(offset: number, limit: number, now: number): QueuedUpdate[] {
		this.expire(now);
		if (offset < 0) this.#keepNewest(-offset);
		if (offset > 0 && this.#isNear(offset)) this.#forgetBefore(offset);
		const taken: QueuedUpdate[] = [];
		for (const update of this.#waiting.values()) {
			if (taken.length >= limit) break;
			taken.push(update);
		}
		return taken;
	}

	/** All that wait, oldest first. */
	all(): QueuedUpdate[] {
		return [...this.#waiting.values()];
	}

	/** Whether this update still waits. */
	has(id: number): boolean {
		return this.#waiting.has(id);
	}

	/** Ends one update's stay. */
	forget(update: QueuedUpdate, departure: Departure): void {
		if (this.#waiting.delete(update.id)) this.#left(update, departure);
	}

	/** Drops everything, as `drop_pending_updates` does. */
	clear(): void {
		for (const update of [...this.#waiting.values()]) this.forget(update, "dropped");
	}

	/** Lets the updates go whose time is over. */
	expire(now: number): void {
		// Sweeping at every call would cost more than the call, and nothing can expire before this moment.
		if (now >= this.#nextExpiry) this.#sweep(now);
	}

	#sweep(now: number): void {
		let next = now + shortestLifetime;
		for (const update of this.#waiting.values()) {
			if (update.expiresAt <= now) this.forget(update, "expired");
			else if (update.expiresAt < next) next = update.expiresAt;
		}
		this.#nextExpiry = next;
	}

	#head(): number {
		const first = this.#waiting.keys().next();
		return first.done ? this.#nextId : first.value;
	}

	#isNear(offset: number): boolean {
		return offset <= this.#nextId + 10 && offset >= this.#head() - mostUpdates;
	}

	#forgetBefore(offset: number): void {
		for (const update of this.#waiting.values()) {
			if (update.id >= offset) break;
			this.forget(update, "confirmed");
		}
	}

	#keepNewest(count: number): void {
		let surplus = this.#waiting.size - count;
		for (const update of this.#waiting.values()) {
			if (surplus-- <= 0) break;
			this.forget(update, "dropped");
		}
	}

	#randomId(): number {
		return this.#dice.between(1, 1_000_000_000);
	}
}

const week = 7 * 24 * 3600 * 1000;
const mostUpdates = 100_000;
const longestUpdate = 512 * 1024;
const shortestLifetime = 150_000;
