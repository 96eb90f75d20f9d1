import type { Timers } from "#core/timers.ts";
import type { Log } from "./log.ts";
import { openPump, type Pump, type WorkOff } from "./pump.ts";
import type { Queue, Work } from "./queue.ts";

/** Work of this process that nobody rings for: it knows its own times. */
export type OwnWork = { readonly [name: string]: WorkOff };

/** Works off what is due in this process. */
export type Worker = {
	start(): void;
	/** Begins nothing more and waits for what is under way, 20 s at most: what is left then is recovered by others. */
	stop(): Promise<void>;
};

/** Longest orderly end; a SIGKILL is only slower. */
const PATIENCE = 20_000;

/** Joins each kind of work to a pump and to the bell. To be called before `queue.start`. */
export function openWorker({
	works,
	own = {},
	queue,
	now,
	timers,
	log,
}: {
	works: { readonly [Name in Work]?: WorkOff };
	own?: OwnWork;
	queue: Pick<Queue, "onRing" | "healthy">;
	now: () => Date;
	timers: Timers;
	log: Log;
}): Worker {
	const healthy = () => queue.healthy;
	const pump = (name: string, work: WorkOff) => openPump({ name, work, now, timers, healthy, log });
	const pumps: Pump[] = Object.entries(own).map(([name, work]) => pump(name, work));
	for (const name of ["inbox", "runs", "outbox", "errands"] as const) {
		const work = works[name];
		if (!work) continue;
		const rung = pump(name, work);
		queue.onRing(name, (at) => rung.ring(at));
		pumps.push(rung);
	}

	return {
		start() {
			for (const one of pumps) one.start();
		},
		async stop() {
			const ended = Promise.all(pumps.map((one) => one.stop())).then(() => "ended" as const);
			const tired = new Promise<"tired">((done) => timers.after(PATIENCE, () => done("tired")));
			if ((await Promise.race([ended, tired])) === "tired")
				log.warn("some work did not end in time and is left to others");
		},
	};
}
