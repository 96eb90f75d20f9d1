import { expect, test } from "vitest";
import { openLog } from "#core/platform/log.ts";
import type { Work } from "#core/platform/queue.ts";
import { openWorker } from "#core/platform/worker.ts";
import { manualTimers } from "#test/support/manual-timers.ts";

const log = openLog({ level: "silent", forPeople: false });
const settled = () => new Promise<void>((done) => setImmediate(done));
const now = () => new Date("2026-03-10T12:00:00Z");

function aBell() {
	const handlers = new Map<Work, (at?: Date) => void>();
	return {
		healthy: true,
		onRing: (work: Work, handler: (at?: Date) => void) => void handlers.set(work, handler),
		ring: (work: Work) => handlers.get(work)?.(),
		minded: () => [...handlers.keys()],
	};
}

test("each ring is heard by its own work, and work without a bell looks by itself", async () => {
	const done: string[] = [];
	const does = (name: string) => async () => void done.push(name) as undefined;
	const bell = aBell();
	const timers = manualTimers();
	const works = { errands: does("errands"), inbox: does("inbox") };
	const worker = openWorker({ works, own: { day: does("day") }, queue: bell, now, timers, log });

	worker.start();
	await settled();
	expect(done.sort()).toEqual(["day", "errands", "inbox"]);
	bell.ring("inbox");
	await settled();

	expect(bell.minded()).toEqual(["inbox", "errands"]);
	expect(done.at(-1)).toBe("inbox");
	expect(done.length).toBe(4);
});

test("work that does not end holds up the end of the shop for twenty seconds and no longer", async () => {
	const timers = manualTimers();
	const stuck = () => new Promise<undefined>(() => {});
	const worker = openWorker({ works: { errands: stuck }, queue: aBell(), now, timers, log });
	worker.start();
	let stopped = false;

	const stopping = worker.stop().then(() => {
		stopped = true;
	});
	timers.pass(19_999);
	await settled();
	expect(stopped).toBe(false);
	timers.pass(1);
	await stopping;

	expect(stopped).toBe(true);
});
