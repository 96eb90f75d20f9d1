import type { Cancel, Timers } from "#core/timers.ts";
import { type Care, type CareEvent, careFor } from "./linked-care.ts";
import type { PhoneEvent } from "./linked-hear.ts";
import type { FromPhone, PhoneAnswer, ToPhone } from "./linked-protocol.ts";

/** A process of the phone that runs. */
export type PhoneProcess = {
	ask(what: ToPhone): void;
	/** At once, whatever it does. */
	kill(): void;
};

/** Starts a process; `ended` is called once it is gone, however that came. */
export type OpenProcess = (hears: { told(what: FromPhone): void; ended(): void }) => PhoneProcess;

/** A question to the process, as far as the caller knows it. */
type Question = ToPhone extends infer Ask ? (Ask extends { call: number } ? Omit<Ask, "call"> : never) : never;

/** The lives of one linked phone: process after process, as long as the session can hold. */
export type Lives = {
	care(): Care;
	begin(): void;
	/** Asks the process; nothing is written to anybody if there is none. Never throws. */
	ask(question: Question, limit: number): Promise<PhoneAnswer>;
	/** Nobody waits for it. */
	typing(chat: string): void;
	/** Begins a new life at once, also where none would begin by itself. */
	again(): void;
	end(): Promise<void>;
};

/** `forget` takes the session off the disk; `begins` tells each new process what it has to know. */
export function openLives(parts: {
	readonly open: OpenProcess;
	readonly begins: () => ToPhone;
	readonly forget: () => Promise<void>;
	readonly heard: (events: readonly PhoneEvent[]) => void;
	readonly changed: (care: Care) => void;
	readonly timers: Timers;
	/** Milliseconds that a process may take to end. */
	readonly endsWithin: number;
}): Lives {
	const { timers } = parts;
	let care: Care = { phase: "away", tries: 0, why: "" };
	let running: { process: PhoneProcess; saidGone: boolean; ended: Promise<void> } | undefined;
	let cancelStart: Cancel = () => {};
	let calls = 0;
	const waiting = new Map<number, (answer: PhoneAnswer) => void>();

	function happen(event: CareEvent): void {
		const next = careFor(care, event);
		care = next.care;
		parts.changed(care);
		let ready = Promise.resolve();
		for (const deed of next.deeds) {
			if (deed.do === "forget") ready = parts.forget();
			else {
				cancelStart();
				cancelStart = timers.after(deed.after, () => void ready.finally(start));
			}
		}
	}

	function start(): void {
		if (running || care.phase === "ended") return;
		happen({ tell: "start" });
		let tellEnded = () => {};
		const ended = new Promise<void>((done) => {
			tellEnded = done;
		});
		const process = parts.open({
			told: (what) => hear(what),
			ended() {
				const saidGone = running?.saidGone ?? true;
				running = undefined;
				for (const [call, answer] of waiting) {
					waiting.delete(call);
					answer({ answer: "unclear", why: "The phone's process ended." });
				}
				tellEnded();
				if (!saidGone) happen({ tell: "gone", why: "failed" });
				else if (gone) happen(gone);
				gone = undefined;
			},
		});
		running = { process, saidGone: false, ended };
		process.ask(parts.begins());
	}

	/** The last word is heeded once the process has ended: two browsers cannot share a profile. */
	let gone: Extract<CareEvent, { tell: "gone" }> | undefined;

	function hear(what: FromPhone): void {
		switch (what.tell) {
			case "heard":
				parts.heard(what.events);
				return;
			case "answer": {
				waiting.get(what.call)?.(what.answer);
				waiting.delete(what.call);
				return;
			}
			case "gone":
				if (running) running.saidGone = true;
				gone = what;
				timers.after(parts.endsWithin, () => running?.saidGone && running.process.kill());
				return;
			default:
				happen(what);
		}
	}

	return {
		care: () => care,
		begin() {
			if (care.phase === "ended") care = { phase: "away", tries: 0, why: "" };
			start();
		},
		ask(question, limit) {
			const { process } = running ?? {};
			if (!process || running?.saidGone) return Promise.resolve({ answer: "not-sent", why: "The phone is away." });
			const call = ++calls;
			return new Promise((resolve) => {
				const tooLong = timers.after(limit, () => {
					waiting.delete(call);
					resolve({ answer: "unclear", why: "The phone's process did not answer." });
					process.kill();
				});
				waiting.set(call, (answer) => {
					tooLong();
					resolve(answer);
				});
				process.ask({ ...question, call });
			});
		},
		typing: (chat) => running?.process.ask({ ask: "typing", chat }),
		again() {
			cancelStart();
			if (running) running.process.kill();
			else start();
		},
		async end() {
			cancelStart();
			happen({ tell: "end" });
			if (!running) return;
			const { process, ended } = running;
			process.ask({ ask: "end" });
			const cancel = timers.after(parts.endsWithin, () => process.kill());
			await ended;
			cancel();
		},
	};
}
