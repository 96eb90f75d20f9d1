import { Agent, request } from "undici";
import type { Clock } from "../clock.ts";
import type { Dice } from "../dice.ts";
import type { QueuedUpdate, UpdateQueue } from "./update-queue.ts";

/** Where updates are to be sent. */
export interface WebhookSettings {
	url: string;
	secret: string;
	maxConnections: number;
	ipAddress: string;
}

/** What the webhook asks of its surroundings. */
export interface WebhookSurroundings {
	queue: UpdateQueue;
	clock: Clock;
	dice: Dice;
	/** An update is about to be sent. */
	handed(update: QueuedUpdate): void;
	/** A request was answered, one way or the other. */
	settled(): void;
	/** The answer's body holds a call, as the Bot API allows. */
	replied(call: Record<string, unknown>): void;
	/** Takes lanes that are ready in random order instead of the order of their waking. */
	shuffle: boolean;
}

/** The updates of one FIFO. Only the first can be under way; while it fails, those behind it wait. */
interface Lane {
	name: string;
	updates: QueuedUpdate[];
	delay: number;
	fails: number;
}

/** Sends updates to a bot's webhook, with the official server's FIFOs, retries and caution. */
export class Webhook {
	readonly #around: WebhookSurroundings;
	settings: WebhookSettings | undefined;
	lastError: { date: number; message: string } | undefined;
	#agent: Agent | undefined;
	#generation = 0;
	#backlog: QueuedUpdate[] = [];
	#lanes = new Map<string, Lane>();
	#ready: Lane[] = [];
	#underWay = 0;
	#answered = 0;
	#lastSuccess = Number.NEGATIVE_INFINITY;
	#first410: number | undefined;
	#stopAlarms: (() => void)[] = [];

	constructor(around: WebhookSurroundings) {
		this.#around = around;
	}

	/** How many requests are on their way. */
	get underWay(): number {
		return this.#underWay;
	}

	/** How many answers were read so far. */
	get answered(): number {
		return this.#answered;
	}

	/** Starts sending: first what waits, then what comes. */
	open(settings: WebhookSettings): void {
		this.close();
		this.settings = settings;
		this.#agent = new Agent({ connections: settings.maxConnections, headersTimeout: 60_000, bodyTimeout: 60_000 });
		this.#backlog = this.#around.queue.all();
		this.#pump();
	}

	/** Stops sending. What waits stays in the queue. */
	close(): void {
		this.#generation += 1;
		for (const stop of this.#stopAlarms.splice(0)) stop();
		void this.#agent?.destroy();
		this.#agent = undefined;
		this.settings = undefined;
		this.lastError = undefined;
		this.#backlog = [];
		this.#lanes.clear();
		this.#ready = [];
		this.#underWay = 0;
		this.#lastSuccess = Number.NEGATIVE_INFINITY;
		this.#first410 = undefined;
	}

	/** Takes a new update in. */
	add(update: QueuedUpdate): void {
		if (!this.settings) return;
		this.#backlog.push(update);
		this.#pump();
	}

	/** Loads and sends as much as the rules allow now. */
	#pump(): void {
		if (!this.settings || !this.#agent) return;
		this.#load(this.settings.maxConnections * 2);
		// Until something succeeded within ten seconds the server risks one connection only.
		const isTrusted = this.#around.clock.now() - this.#lastSuccess <= 10_000;
		const allowed = isTrusted ? this.settings.maxConnections : 1;
		while (this.#underWay < allowed && this.#ready.length > 0) {
			const lane = this.#nextLane();
			const update = lane?.updates[0];
			if (!lane || !update) continue;
			if (!this.#around.queue.has(update.id)) this.#shift(lane);
			else void this.#send(lane, update, this.settings, this.#agent, this.#generation);
		}
	}

	/** The server looks at so many FIFOs at a time: as many failing ones hold up all others. */
	#load(mostLanes: number): void {
		let loaded = 0;
		for (const update of this.#backlog) {
			const lane = this.#lanes.get(update.lane);
			if (!lane && this.#lanes.size >= mostLanes) break;
			loaded += 1;
			if (!this.#around.queue.has(update.id)) continue;
			if (lane) lane.updates.push(update);
			else this.#openLane(update);
		}
		if (loaded > 0) this.#backlog.splice(0, loaded);
	}

	#openLane(update: QueuedUpdate): void {
		const lane: Lane = { name: update.lane, updates: [update], delay: 1, fails: 0 };
		this.#lanes.set(update.lane, lane);
		this.#ready.push(lane);
	}

	#nextLane(): Lane | undefined {
		if (!this.#around.shuffle) return this.#ready.shift();
		const [lane] = this.#ready.splice(this.#around.dice.between(0, this.#ready.length - 1), 1);
		return lane;
	}

	async #send(
		lane: Lane,
		update: QueuedUpdate,
		{ url, secret }: WebhookSettings,
		agent: Agent,
		generation: number,
	): Promise<void> {
		this.#underWay += 1;
		this.#around.handed(update);
		const headers: Record<string, string> = { "content-type": "application/json" };
		if (secret) headers["x-telegram-bot-api-secret-token"] = secret;
		const answer = await deliver(url, headers, update.json, agent);
		if (generation !== this.#generation) return;
		this.#underWay -= 1;
		this.#answered += 1;
		if (answer.kind === "taken") this.#succeed(lane, update, answer.body);
		else this.#fail(lane, update, answer);
		this.#pump();
		this.#around.settled();
	}

	#succeed(lane: Lane, update: QueuedUpdate, body: string): void {
		this.#lastSuccess = this.#around.clock.now();
		this.#first410 = undefined;
		this.#around.queue.forget(update, "confirmed");
		this.#shift(lane);
		const call = callIn(body);
		if (call) this.#around.replied(call);
	}

	#fail(lane: Lane, update: QueuedUpdate, { words, status, retryAfter }: Failure): void {
		const now = this.#around.clock.now();
		this.lastError = { date: Math.floor(now / 1000), message: words };
		if (status === 410 && this.#isGone(now)) {
			this.close();
			return;
		}
		if (status !== 410) this.#first410 = undefined;
		const wait = this.#nextWait(lane, Math.min(retryAfter, 3600));
		if (now + wait * 1000 > update.expiresAt) {
			this.#around.queue.forget(update, "expired");
			this.#shift(lane);
			return;
		}
		lane.fails += 1;
		this.#wakeLater(lane, wait);
	}

	/** Again at once, or after the answer's Retry-After; then 2, 4, 8… seconds, with a ceiling drawn from 60 to 120. */
	#nextWait(lane: Lane, retryAfter: number): number {
		if (retryAfter > 0 || lane.fails === 0) return retryAfter;
		lane.delay = Math.min(this.#around.dice.between(60, 120), lane.delay * 2);
		return lane.delay;
	}

	#wakeLater(lane: Lane, seconds: number): void {
		if (seconds === 0) {
			this.#ready.push(lane);
			return;
		}
		const stop = this.#around.clock.after(seconds * 1000, () => {
			this.#stopAlarms = this.#stopAlarms.filter((other) => other !== stop);
			this.#ready.push(lane);
			this.#pump();
		});
		this.#stopAlarms.push(stop);
	}

	/** Done with a lane's first update: on to the next, or the lane ends. */
	#shift(lane: Lane): void {
		lane.updates.shift();
		lane.delay = 1;
		lane.fails = 0;
		if (lane.updates.length === 0) this.#lanes.delete(lane.name);
		else this.#ready.push(lane);
	}

	/** 410 for 23 hours on end removes a webhook. */
	#isGone(now: number): boolean {
		this.#first410 ??= now;
		return now - this.#first410 > 23 * 3600 * 1000;
	}
}

interface Failure {
	kind: "failed";
	words: string;
	status?: number;
	retryAfter: number;
}

type Answer = { kind: "taken"; body: string } | Failure;

async function deliver(url: string, headers: Record<string, string>, body: string, dispatcher: Agent): Promise<Answer> {
	try {
		const response = await request(url, { method: "POST", headers, body, dispatcher });
		const answer = await response.body.text();
		if (response.statusCode >= 200 && response.statusCode < 300) return { kind: "taken", body: answer };
		return {
			kind: "failed",
			words: `Wrong response from the webhook: ${response.statusCode} ${reasons[response.statusCode] ?? ""}`.trimEnd(),
			status: response.statusCode,
			retryAfter: Number(response.headers["retry-after"] ?? 0) || 0,
		};
	} catch (error) {
		return { kind: "failed", words: connectionWords(error), retryAfter: 0 };
	}
}

const reasons: Record<number, string> = {
	302: "Moved Temporarily",
	401: "Unauthorized",
	403: "Forbidden",
	404: "Not Found",
	410: "Gone",
	429: "Too Many Requests",
	500: "Internal Server Error",
	502: "Bad Gateway",
	503: "Service Unavailable",
};

function connectionWords(error: unknown): string {
	const code = error instanceof Error && "code" in error ? error.code : undefined;
	if (code === "ECONNREFUSED") return "Connection refused";
	if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") return "Read timeout expired";
	return "Webhook connection closed";
}

function callIn(body: string): Record<string, unknown> | undefined {
	if (!body.startsWith("{")) return undefined;
	try {
		const call: unknown = JSON.parse(body);
		return typeof call === "object" && call !== null && "method" in call ? { ...call } : undefined;
	} catch {
		return undefined;
	}
}
