import { createPostgresBackend, Queue as Jobs, type JobsOptions, type PgPool, runMigrations, Worker } from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import type { Cancel, Timers } from "#core/timers.ts";
import type { Log } from "./log.ts";

/** What there may be to do; each is found in the database by whoever is rung. */
export type Work = "inbox" | "runs" | "outbox" | "errands";

/**
 * The bell between processes. Within a process it rings at once and without help; BullMQ wakes the others. It carries
 * wake-ups and never truth: whoever is not woken finds the same work at the next sweep.
 */
export type Queue = {
	/** There is work, now or then. Returns at once and never throws. */
	ring(work: Work, at?: Date): void;
	/** Says what happens in this process when that work is rung. Before `start`. */
	onRing(work: Work, handler: (at?: Date) => void): void;
	/** Begins to hear other processes. Throws with the remedy where the queue would lose jobs. */
	start(): Promise<void>;
	/** False while rings of other processes may not arrive: then everybody sweeps every second. */
	readonly healthy: boolean;
	close(): Promise<void>;
};

export type QueueSettings = {
	readonly databaseUrl: string;
	/** Absent: jobs run on PostgreSQL. */
	readonly redisUrl?: string;
	readonly now: () => Date;
	readonly timers: Timers;
	readonly log: Log;
};

/** Builds the bell; nothing is connected before `start`. */
export function openQueue(settings: QueueSettings): Queue {
	const { now, timers, log, redisUrl, databaseUrl } = settings;
	const handlers = new Map<Work, (at?: Date) => void>();
	const workers: JobWorker[] = [];
	const queues = new Map<Home, JobQueue>();
	const throttled = new Map<Work, { again: boolean }>();
	let line: Line | undefined;
	let isHealthy = false;
	let cancelLook: Cancel = () => {};

	function trouble(error: unknown) {
		if (isHealthy) log.warn("the bell is out, everybody sweeps every second meanwhile", { error });
		isHealthy = false;
	}

	function handle(name: string, home: Home) {
		for (const [work, handler] of handlers) if (name === work || (name === SWEEP && HOMES[work] === home)) handler();
	}

	/** The first ring goes out at once, those of the next moment together: a wake-up is for all of them. */
	function wakeOthers(work: Work) {
		const waiting = throttled.get(work);
		if (waiting) {
			waiting.again = true;
			return;
		}
		const moment = { again: false };
		throttled.set(work, moment);
		add(work, 0);
		timers.after(MOMENT, () => {
			throttled.delete(work);
			if (moment.again) wakeOthers(work);
		});
	}

	/** Nobody waits for it: an answer that does not come in a second is as good as none. */
	function add(work: Work, delay: number) {
		const queue = queues.get(HOMES[work]);
		if (!queue || !isHealthy) return;
		// A later ring of the same moment is the same ring. Never a colon in an id.
		const id = delay > 0 ? { jobId: `${work}-${Math.ceil((Date.now() + delay) / MOMENT)}` } : {};
		withinASecond(queue.add(work, {}, { ...GONE, ...id, delay })).catch(trouble);
	}

	async function look() {
		try {
			if (!line) return;
			await withinASecond(line.ping());
			if (!isHealthy) await scheduleSweeps();
			isHealthy = true;
		} catch (error) {
			trouble(error);
		}
	}

	function lookNowAndThen() {
		cancelLook = timers.after(isHealthy ? LOOK : MOMENT * 10, () => void look().then(lookNowAndThen));
	}

	/** Again after each outage: an emptied Redis has forgotten them. */
	async function scheduleSweeps() {
		for (const queue of queues.values())
			await withinASecond(queue.upsertJobScheduler(SWEEP, { every: SWEEP_EVERY }, { name: SWEEP, opts: GONE }));
	}

	return {
		ring(work, at) {
			const here = handlers.get(work);
			if (here) return here(at);
			const delay = at ? at.getTime() - now().getTime() : 0;
			if (delay <= 0) wakeOthers(work);
			else if (delay < SWEEP_EVERY) add(work, delay);
		},
		onRing: (work, handler) => void handlers.set(work, handler),
		async start() {
			const opened = redisUrl ? await openRedis(redisUrl, log) : await openPostgres(databaseUrl, log);
			line = opened;
			for (const home of new Set(Object.values(HOMES))) {
				const queue = opened.queue(`prilavok-${home}`);
				queue.on("error", trouble);
				queues.set(home, queue);
			}
			for (const home of new Set([...handlers.keys()].map((work) => HOMES[work]))) {
				const worker = opened.worker(`prilavok-${home}`, (name) => handle(name, home));
				worker.on("error", trouble);
				workers.push(worker);
			}
			await look();
			lookNowAndThen();
		},
		get healthy() {
			return isHealthy;
		},
		async close() {
			isHealthy = false;
			cancelLook();
			const closing = [...workers, ...queues.values()].map((end) => within(2_000, end.close()).catch(() => {}));
			await Promise.all(closing);
			await line?.close();
		},
	};
}

type Home = "bots" | "worker";

/** Where each kind of work is done: senders live with the channels. A service hears its own queue only. */
const HOMES: Readonly<Record<Work, Home>> = { outbox: "bots", inbox: "worker", runs: "worker", errands: "worker" };

const SWEEP = "sweep";
const SWEEP_EVERY = 15_000;
const MOMENT = 100;
const LOOK = 5_000;
/** A job that is done or failed must not stand in the way of the next one. */
const GONE = { removeOnComplete: true, removeOnFail: true } as const;

/** The queue library on one of its two backends. */
type Line = {
	queue(name: string): JobQueue;
	worker(name: string, heard: (work: string) => void): JobWorker;
	ping(): Promise<unknown>;
	close(): Promise<void>;
};

/** What we need of a BullMQ queue and of a worker, whatever they run on. */
type JobQueue = {
	add(name: string, data: object, options: JobsOptions): Promise<unknown>;
	upsertJobScheduler(id: string, every: { every: number }, job: { name: string; opts: JobsOptions }): Promise<unknown>;
	on(event: "error", heard: (error: Error) => void): unknown;
	close(): Promise<void>;
};
type JobWorker = Pick<JobQueue, "on" | "close">;

async function openPostgres(connectionString: string, log: Log): Promise<Line> {
	// BullMQ's tables live in a schema of their own. Each worker keeps one connection to listen on.
	const options = { connectionString, max: 6, options: "-c search_path=bullmq", application_name: "prilavok queue" };
	const pool = new pg.Pool(options);
	pool.on("error", (error) => log.warn("a queue's connection was lost", { error }));
	// BullMQ describes pg's pool in its own words, which pg's types do not quite fit.
	const connection = pool as unknown as PgPool;
	const client = await connection.connect();
	try {
		await runMigrations(client);
	} finally {
		client.release();
	}
	return {
		queue: (name) => new Jobs(name, { connection }, createPostgresBackend),
		worker: (name, heard) =>
			new Worker(name, async (job) => heard(job.name), { connection, ...WORKER }, createPostgresBackend),
		ping: () => pool.query("SELECT 1"),
		close: () => within(2_000, pool.end()).catch(() => {}),
	};
}

async function openRedis(url: string, log: Log): Promise<Line> {
	const quiet = (redis: Redis) => {
		// Unheard, a lost connection would end the process; ioredis connects again by itself.
		redis.on("error", (error) => log.debug("redis", { error }));
		return redis;
	};
	// A ring must fail at once rather than wait for better days; a worker is there to wait.
	const ringing = quiet(new Redis(url, { maxRetriesPerRequest: 0, enableOfflineQueue: false, commandTimeout: 1_000 }));
	const listening = quiet(new Redis(url, { maxRetriesPerRequest: null }));
	try {
		await within(2_000, readyOf(ringing));
		await refuseToForget(ringing);
	} catch (error) {
		if (error instanceof ForgetfulRedis) {
			ringing.disconnect();
			listening.disconnect();
			throw error;
		}
		log.error("REDIS_URL is not reachable: see .env.example. The shop goes on and sweeps every second meanwhile", {
			error,
		});
	}
	return {
		queue: (name) => new Jobs(name, { connection: ringing, skipVersionCheck: true, skipWaitingForReady: true }),
		worker: (name, heard) =>
			new Worker(name, async (job) => heard(job.name), { connection: listening, skipVersionCheck: true, ...WORKER }),
		ping: () => ringing.ping(),
		async close() {
			ringing.disconnect();
			listening.disconnect();
		},
	};
}

const WORKER = { concurrency: 4, drainDelay: 5 } as const;

function readyOf(redis: Redis): Promise<void> {
	return new Promise((done) => (redis.status === "ready" ? done() : redis.once("ready", () => done())));
}

class ForgetfulRedis extends Error {
	override readonly name = "ForgetfulRedis";
}

/** Under any other policy Redis drops jobs when it is full, while adding them still succeeds. */
async function refuseToForget(redis: Redis): Promise<void> {
	const policy = /maxmemory_policy:([\w-]+)/.exec(await redis.info("memory"))?.[1];
	if (policy === undefined || policy === "noeviction") return;
	throw new ForgetfulRedis(
		`REDIS_URL: Redis may drop jobs (maxmemory-policy ${policy}). Set it to noeviction: see .env.example`,
	);
}

const withinASecond = <T>(promise: Promise<T>) => within(1_000, promise);

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, fail) => {
		timer = setTimeout(() => fail(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}
