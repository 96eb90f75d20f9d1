import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { openLog } from "#core/platform/log.ts";
import { openQueue, type Queue, type Work } from "#core/platform/queue.ts";
import { machineTimers } from "#core/timers.ts";
import { aDatabase } from "#test/support/shop.ts";

const log = openLog({ level: "silent", forPeople: false });
const now = () => new Date();

/** One process of the shop, which minds the work named. */
async function aProcess(databaseUrl: string, minds: readonly Work[], redisUrl?: string) {
	const heard: Work[] = [];
	const queue = openQueue({ databaseUrl, now, timers: machineTimers, log, ...(redisUrl && { redisUrl }) });
	for (const work of minds) queue.onRing(work, () => heard.push(work));
	await queue.start();
	onTestFinished(() => queue.close());
	// The queue's own first sweep may come at once; what is looked at comes after it.
	return { queue, heard };
}

/** Rings until it is heard once more: a sweep may have been first. */
async function rings(queue: Queue, work: Work, heard: readonly Work[]) {
	const before = heard.length;
	queue.ring(work);
	await expect.poll(() => heard.length, { timeout: 10_000 }).toBeGreaterThan(before);
}

test("in one process work rings at once, before anything is connected", () => {
	const queue = openQueue({ databaseUrl: "postgres://nowhere", now, timers: machineTimers, log });
	const heard: (Date | undefined)[] = [];
	queue.onRing("outbox", (at) => heard.push(at));
	const later = new Date("2026-03-11T00:00:00Z");

	queue.ring("outbox");
	queue.ring("outbox", later);

	expect(heard).toEqual([undefined, later]);
	expect(queue.healthy).toBe(false);
});

test("on PostgreSQL a turn in one process wakes the sender in another, also after the queue was emptied", async () => {
	const { url, drop } = await aDatabase();
	onTestFinished(drop);
	const sender = await aProcess(url, ["outbox"]);
	const worker = await aProcess(url, ["inbox", "runs", "errands"]);

	await rings(worker.queue, "outbox", sender.heard);
	await emptyQueue(url);
	await rings(sender.queue, "errands", worker.heard);

	expect(sender.heard.every((work) => work === "outbox")).toBe(true);
	expect([sender.queue.healthy, worker.queue.healthy]).toEqual([true, true]);
});

test("on Redis a turn in one process wakes the sender in another, also after Redis was emptied", async () => {
	const redis = await aRedis();
	const { url, drop } = await aDatabase();
	onTestFinished(drop);
	const sender = await aProcess(url, ["outbox"], redis.url);
	const worker = await aProcess(url, ["errands"], redis.url);
	await rings(worker.queue, "outbox", sender.heard);

	const client = new Redis(redis.url);
	await client.flushall();
	client.disconnect();

	await rings(worker.queue, "outbox", sender.heard);
});

test("a Redis that may drop jobs is refused with the remedy", async () => {
	const redis = await aRedis("--maxmemory-policy", "allkeys-lru");

	const starting = openQueue({ databaseUrl: "", redisUrl: redis.url, now, timers: machineTimers, log }).start();

	await expect(starting).rejects.toThrow(/allkeys-lru.*noeviction.*\.env\.example/);
});

test("a Redis that goes away harms nobody: ringing does not throw, and everybody is told to sweep", async () => {
	const redis = await aRedis();
	const { queue } = await aProcess("", ["errands"], redis.url);
	expect(queue.healthy).toBe(true);

	await redis.stop();
	for (let rung = 0; rung < 20; rung++) queue.ring("outbox");

	await expect.poll(() => queue.healthy, { timeout: 10_000 }).toBe(false);
});

test("a shop whose Redis is not there opens all the same", async () => {
	const { queue } = await aProcess("", ["errands"], "redis://127.0.0.1:9");

	queue.ring("outbox");

	expect(queue.healthy).toBe(false);
});

/** All that BullMQ keeps, its schedules too, so that nothing but a ring can be heard afterwards. */
async function emptyQueue(url: string) {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	const { rows } = await client.query(
		"SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'bullmq' AND table_name NOT LIKE '%migration%'",
	);
	expect(rows.length).toBeGreaterThan(0);
	await client.query(`TRUNCATE ${rows.map(({ name }) => `bullmq.${name}`).join(", ")}`);
	await client.end();
}

/** A Redis server of this test's own. */
async function aRedis(...flags: string[]) {
	const program = "/usr/bin/redis-server";
	if (!existsSync(program)) throw new Error("redis-server is not installed: apt-get install redis-server");
	const folder = await mkdtemp(join(tmpdir(), "prilavok-redis-"));
	const port = await freePort();
	const server = spawn(program, [
		"--port",
		String(port),
		"--bind",
		"127.0.0.1",
		"--save",
		"",
		"--dir",
		folder,
		...flags,
	]);
	await new Promise<void>((ready, fail) => {
		server.stdout.on("data", (said: Buffer) => String(said).includes("Ready to accept connections") && ready());
		server.on("exit", (code) => fail(new Error(`redis-server ended (${code})`)));
	});
	const stop = async () => {
		if (server.exitCode !== null || server.signalCode !== null) return;
		await new Promise<void>((ended) => {
			server.once("exit", () => ended());
			server.kill("SIGKILL");
		});
	};
	onTestFinished(async () => {
		await stop();
		await rm(folder, { recursive: true, force: true });
	});
	return { url: `redis://127.0.0.1:${port}`, stop };
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const address = server.address();
	await new Promise((done) => server.close(done));
	if (address === null || typeof address === "string") throw new Error("no free port on the loopback");
	return address.port;
}
