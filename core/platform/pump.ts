import { oneAtATime } from "#core/one-at-a-time.ts";
import type { Cancel, Timers } from "#core/timers.ts";
import type { Log } from "./log.ts";

/** Works off what is due; gives when something will be due next, if it knows. */
export type WorkOff = () => Promise<Date | undefined>;

/** Something that works off what is due: when it is rung, when its time has come, and at sweeps. */
export type Pump = {
	start(): void;
	/** There is work, now or then. Never throws. */
	ring(at?: Date): void;
	/** Begins nothing more, and waits for what is under way. */
	stop(): Promise<void>;
};

/** Everybody looks this often of their own accord; while the bell is out, this often. */
const SWEEP = 15_000;
const SWEEP_WITHOUT_BELL = 1_000;
/** After trouble. */
const REST = 1_000;

/** Builds a pump. `healthy` says whether rings from other processes arrive. */
export function openPump({
	name,
	work,
	now,
	timers,
	healthy,
	log,
}: {
	name: string;
	work: WorkOff;
	now: () => Date;
	timers: Timers;
	healthy: () => boolean;
	log: Log;
}): Pump {
	let alarm: { at: number; cancel: Cancel } | undefined;
	let cancelSweep: Cancel = () => {};
	let running: Promise<void> = Promise.resolve();
	let stopped = true;

	const workOff = oneAtATime(async () => {
		if (stopped) return;
		try {
			const next = await work();
			if (next) wakeAt(next);
		} catch (error) {
			log.error(`${name}: the work is interrupted`, { error });
			wakeAt(new Date(now().getTime() + REST));
		}
	});

	function begin() {
		running = workOff();
	}

	function wakeAt(moment: Date) {
		const at = moment.getTime();
		if (stopped || (alarm && alarm.at <= at)) return;
		alarm?.cancel();
		const cancel = timers.after(at - now().getTime(), () => {
			alarm = undefined;
			begin();
		});
		alarm = { at, cancel };
	}

	/** Looks every second, so that a bell that goes out is missed for no longer. */
	function sweep(elapsed: number) {
		const isTime = elapsed >= (healthy() ? SWEEP : SWEEP_WITHOUT_BELL);
		if (isTime) begin();
		const next = isTime ? SWEEP_WITHOUT_BELL : elapsed + SWEEP_WITHOUT_BELL;
		cancelSweep = timers.after(SWEEP_WITHOUT_BELL, () => sweep(next));
	}

	return {
		start() {
			stopped = false;
			sweep(SWEEP);
		},
		ring(at) {
			if (stopped) return;
			if (at && at > now()) wakeAt(at);
			else begin();
		},
		async stop() {
			stopped = true;
			alarm?.cancel();
			cancelSweep();
			await running;
		},
	};
}
