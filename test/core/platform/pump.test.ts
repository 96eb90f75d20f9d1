import { expect, test } from "vitest";
import { openLog } from "#core/platform/log.ts";
import { openPump } from "#core/platform/pump.ts";
import { manualTimers } from "#test/support/manual-timers.ts";

const log = openLog({ level: "silent", forPeople: false });
const settled = () => new Promise<void>((done) => setImmediate(done));

function aPump(work: () => Promise<Date | undefined>, healthy = () => true) {
	let clock = Date.parse("2026-03-10T12:00:00Z");
	const timers = manualTimers((milliseconds) => {
		clock += milliseconds;
	});
	const now = () => new Date(clock);
	const pump = openPump({ name: "errands", work, now, timers, healthy, log });
	return { pump, timers, now };
}

test("work is looked for at the start, when rung, and at sweeps every 15 seconds", async () => {
	let looked = 0;
	const { pump, timers } = aPump(async () => void looked++ as undefined);

	pump.start();
	await settled();
	expect(looked).toBe(1);
	pump.ring();
	await settled();
	expect(looked).toBe(2);
	timers.pass(14_000);
	await settled();
	expect(looked).toBe(2);
	timers.pass(1_000);
	await settled();
	expect(looked).toBe(3);
});

test("while the bell is out, work is looked for every second", async () => {
	let looked = 0;
	let healthy = true;
	const { pump, timers } = aPump(
		async () => void looked++ as undefined,
		() => healthy,
	);
	pump.start();
	await settled();

	healthy = false;
	for (let second = 0; second < 3; second++) {
		timers.pass(1_000);
		await settled();
	}

	expect(looked).toBe(4);
});

test("what is due later is done then, not at the next sweep", async () => {
	const done: string[] = [];
	const { pump, timers, now } = aPump(async () => {
		done.push(now().toISOString());
		return done.length === 1 ? new Date("2026-03-10T12:00:05Z") : undefined;
	});

	pump.start();
	await settled();
	timers.pass(5_000);
	await settled();
	pump.ring(new Date("2026-03-10T12:00:07Z"));
	timers.pass(2_000);
	await settled();

	expect(done).toEqual(["2026-03-10T12:00:00.000Z", "2026-03-10T12:00:05.000Z", "2026-03-10T12:00:07.000Z"]);
});

test("however often it rings during the work, the work is looked for once more, and never beside itself", async () => {
	let beside = 0;
	let most = 0;
	let looked = 0;
	let finish = () => {};
	const { pump } = aPump(async () => {
		looked += 1;
		most = Math.max(most, ++beside);
		await new Promise<void>((done) => {
			finish = done;
		});
		beside -= 1;
		return undefined;
	});
	pump.start();

	for (let rung = 0; rung < 5; rung++) pump.ring();
	finish();
	await settled();
	finish();
	await settled();

	expect([looked, most]).toEqual([2, 1]);
});

test("trouble is not the end: it is tried again a second later", async () => {
	let tries = 0;
	const { pump, timers } = aPump(async () => {
		tries += 1;
		if (tries === 1) throw new Error("the database is away");
		return undefined;
	});

	pump.start();
	await settled();
	timers.pass(1_000);
	await settled();

	expect(tries).toBe(2);
});

test("a stopped pump waits for what is under way, and begins nothing more", async () => {
	let looked = 0;
	let finish = () => {};
	const { pump, timers } = aPump(async () => {
		looked += 1;
		await new Promise<void>((done) => {
			finish = done;
		});
		return undefined;
	});
	pump.start();
	let stopped = false;

	const stopping = pump.stop().then(() => {
		stopped = true;
	});
	await settled();
	expect(stopped).toBe(false);
	finish();
	await stopping;
	pump.ring();
	timers.pass(60_000);
	await settled();

	expect(looked).toBe(1);
});
