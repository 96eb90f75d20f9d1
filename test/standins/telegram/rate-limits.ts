import { Bucket, type Pace } from "../bucket.ts";
import { tooMany } from "./api-error.ts";
import type { Chat } from "./shapes.ts";

/** How fast one bot may send. */
export interface RateLimits {
	/** To everyone together. */
	account: Pace;
	/** To one person. */
	chat: Pace;
	/** To one group. */
	group: Pace;
	/** How much too early a send may be while a pause is in force, before it counts as a violation. */
	graceMilliseconds: number;
}

/**
 * Telegram's guidance as buckets: 30 a second in bulk, one a second to a person with a small burst, 20 a minute to a
 * group. The true limits are unpublished; these are what a careful bot keeps to.
 */
export const guidedLimits: RateLimits = {
	account: { size: 30, perSecond: 30 },
	chat: { size: 3, perSecond: 1 },
	group: { size: 20, perSecond: 20 / 60 },
	graceMilliseconds: 250,
};

/** Counts one bot's sends, and says 429 when they are too many. */
export class RateGate {
	readonly #limits: RateLimits | undefined;
	readonly #account: Bucket | undefined;
	readonly #chats = new Map<number, Bucket>();
	readonly #pauses = new Map<number | "account", { since: number; until: number }>();

	/** Without limits it lets everything pass, and minds scripted pauses only. */
	constructor(limits: RateLimits | undefined, now: number) {
		this.#limits = limits;
		this.#account = limits && new Bucket(limits.account, now);
	}

	/** Takes a token for a send to this chat, or throws Telegram's 429. */
	pass(chat: Chat, now: number): void {
		if (!this.#limits || !this.#account) return;
		const bucket = this.#bucketOf(chat, this.#limits, now);
		const wait = Math.max(bucket.wait(now), this.#account.wait(now));
		if (wait > 0) {
			const seconds = Math.ceil(wait / 1000);
			this.pause(bucket.wait(now) > 0 ? chat.id : "account", seconds, now);
			throw tooMany(seconds);
		}
		bucket.take();
		this.#account.take();
	}

	/** Remembers that the bot was told to wait. */
	pause(scope: number | "account", seconds: number, now: number): void {
		this.#pauses.set(scope, { since: now, until: now + seconds * 1000 });
	}

	/** How many milliseconds too early a send to this chat is, after a 429 that the bot had the time to hear. */
	tooEarlyBy(chat: number, now: number): number {
		if (this.#pauses.size === 0) return 0;
		return Math.max(this.#early("account", now), this.#early(chat, now));
	}

	#early(scope: number | "account", now: number): number {
		const pause = this.#pauses.get(scope);
		if (!pause) return 0;
		if (now >= pause.until) {
			this.#pauses.delete(scope);
			return 0;
		}
		const grace = this.#limits?.graceMilliseconds ?? guidedLimits.graceMilliseconds;
		return now - pause.since <= grace || pause.until - now <= grace ? 0 : pause.until - now;
	}

	#bucketOf(chat: Chat, limits: RateLimits, now: number): Bucket {
		let bucket = this.#chats.get(chat.id);
		if (!bucket) {
			if (this.#chats.size > mostIdleBuckets) this.#dropFull(now);
			bucket = new Bucket(chat.type === "private" ? limits.chat : limits.group, now);
			this.#chats.set(chat.id, bucket);
		}
		return bucket;
	}

	/** A campaign to a million people must not leave a million buckets behind: a full bucket is as good as none. */
	#dropFull(now: number): void {
		for (const [chat, bucket] of this.#chats) if (bucket.isFull(now)) this.#chats.delete(chat);
	}
}

const mostIdleBuckets = 10_000;
