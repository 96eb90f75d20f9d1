import type { Receive } from "#core/delivery/channel.ts";
import { anObject, aText } from "#core/json.ts";
import type { Health } from "../health.ts";
import { type NotYes, reportTrouble } from "./health.ts";
import type { Ear } from "./hear.ts";
import { parcelsOf } from "./parcel.ts";
import { NO_WEBHOOK, type Poller, poll } from "./poll.ts";
import { type Hook, hang, watch } from "./watch.ts";

type Listener = Omit<Poller, "unpack" | "receive" | "signal"> & {
	readonly health: Health;
	readonly ear: () => Ear;
	/** Absent: we poll. */
	readonly hook?: Hook;
};

/** A bot's ear: introduces itself to Telegram, then polls, or keeps watch over its webhook. */
export type Listening = {
	/** Resolves after the first try to reach Telegram; whatever came of it, listening goes on until stopped. */
	start(receive: Receive, position: string | null): Promise<void>;
	stop(): Promise<void>;
	/** The bot's name, once Telegram has told it. */
	username(): string | undefined;
};

/**
 * Prepares an ear; nothing is asked of Telegram before `start`. It may be started again after it was stopped: who lost the
 * database lost the right to listen, and gets it back.
 */
export function openListening(listener: Listener): Listening {
	let stopping = new AbortController();
	let listening: Promise<void> | undefined;
	let username: string | undefined;

	const introduce = async (signal: AbortSignal): Promise<Introduction> => {
		const me = await listener.call({ method: "getMe", params: {} }, { signal });
		if (me.kind !== "yes") return misfortune(me, signal);
		username = aText(anObject(me.result)?.username);
		const agreed = await listener.call(listener.hook ? hang(listener.hook) : NO_WEBHOOK, { signal });
		if (agreed.kind !== "yes") return misfortune(agreed, signal);
		listener.health.report("ok");
		return "known";
	};

	const misfortune = (answer: NotYes, signal: AbortSignal): Introduction => {
		if (signal.aborted) return "later";
		return reportTrouble(listener.health, answer) === "unauthorized" ? "refused" : "later";
	};

	return {
		async start(receive, position) {
			stopping = new AbortController();
			const { signal } = stopping;
			const first = await introduce(signal);
			const unpack = (updates: readonly unknown[]) => parcelsOf(updates, listener.ear());
			const listen = () =>
				listener.hook
					? watch({ ...listener, hook: listener.hook, signal })
					: poll({ ...listener, unpack, receive, signal }, position);
			listening = persist(first, () => introduce(signal), listen, { ...listener, signal });
		},
		async stop() {
			stopping.abort();
			await listening;
		},
		username: () => username,
	};
}

type Introduction = "known" | "later" | "refused";
type Patience = Pick<Poller, "wait" | "signal" | "health">;

/** Tries until Telegram knows us, then listens. An error in here is ours, and is shown rather than ending the shop. */
async function persist(
	first: Introduction,
	introduce: () => Promise<Introduction>,
	listen: () => Promise<void>,
	{ wait, signal, health }: Patience,
): Promise<void> {
	try {
		let introduction = first;
		for (let tries = 0; introduction === "later" && !signal.aborted; tries++) {
			await wait(Math.min(30_000, 3_000 * 2 ** tries), signal);
			if (!signal.aborted) introduction = await introduce();
		}
		if (introduction === "known" && !signal.aborted) await listen();
	} catch (error) {
		health.report("down", `listening broke: ${String(error)}`);
	}
}
