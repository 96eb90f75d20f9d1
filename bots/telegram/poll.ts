import type { Receive } from "#core/delivery/channel.ts";
import { aList, anInteger, anObject } from "#core/json.ts";
import type { Health } from "../health.ts";
import type { Answer, Call, Caller } from "./call.ts";
import { reportTrouble } from "./health.ts";
import type { Parcel } from "./parcel.ts";

/** What polling needs; time and chance are handed in, so that no test sleeps. */
export type Poller = {
	readonly call: Caller["call"];
	readonly timeout: number;
	readonly unpack: (updates: readonly unknown[]) => readonly Parcel[];
	readonly receive: Receive;
	readonly health: Health;
	readonly now: () => Date;
	readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
	readonly random: () => number;
	readonly signal: AbortSignal;
};

/** The list sticks at Telegram, and its default lacks reactions, so all of it is said at each start. */
export const ALLOWED_UPDATES = [
	"message",
	"edited_message",
	"callback_query",
	"message_reaction",
	"my_chat_member",
	"pre_checkout_query",
] as const;

/**
 * Fetches updates until stopped or refused for good. An update is confirmed only by asking for what follows it, and we
 * ask only after `receive` has committed: a crash in between brings the same updates again, and the inbox knows them.
 */
export async function poll(poller: Poller, position: string | null): Promise<void> {
	let from: Position = { offset: offsetOf(position), fresh: true };
	while (!poller.signal.aborted) {
		const asked = poller.now();
		const answer = await poller.call(question(from), { timeout: poller.timeout, signal: poller.signal });
		if (poller.signal.aborted) return;
		const step = await follow(poller, answer, from, poller.now().getTime() - asked.getTime());
		if (!step) return;
		from = step.from;
		if (step.pause > 0) await poller.wait(step.pause, poller.signal);
	}
}

/** `fresh`: nothing has been answered since the start or the last trouble. */
type Position = { readonly offset: number | undefined; readonly fresh: boolean };
type Step = { readonly from: Position; readonly pause: number };

/** Telegram lowers its limits for those who ask the same again within three seconds. */
const BREATH = 3_000;

async function follow(poller: Poller, answer: Answer, from: Position, took: number): Promise<Step | undefined> {
	switch (answer.kind) {
		case "yes":
			return take(poller, aList(answer.result), from, took);
		case "no":
			return refused(poller, answer, from);
		case "unsent":
		case "unanswered":
			poller.health.report("down", answer.reason);
			return { from: { ...from, fresh: true }, pause: BREATH };
	}
}

async function take({ unpack, receive, health }: Poller, updates: readonly unknown[], from: Position, took: number) {
	if (updates.length === 0) {
		health.report("ok");
		// Long polling answers late. Whoever answers "nothing" at once must not be asked in circles.
		return { from: { ...from, fresh: false }, pause: took < 500 ? 1_000 : 0 };
	}
	const offset = offsetAfter(updates) ?? from.offset;
	try {
		await receive(unpack(updates), offset?.toString());
	} catch (error) {
		health.report("down", `the inbox did not take ${updates.length} updates: ${String(error)}`);
		return { from, pause: BREATH };
	}
	health.report("ok");
	return { from: { offset, fresh: false }, pause: offset === from.offset ? BREATH : 0 };
}

async function refused(poller: Poller, answer: No, from: Position): Promise<Step | undefined> {
	const again = { ...from, fresh: true };
	switch (reportTrouble(poller.health, answer)) {
		case "unauthorized":
			return;
		case "conflict":
			if (/webhook/i.test(answer.description)) await poller.call(NO_WEBHOOK, { signal: poller.signal });
			// Two pollers that wait equally long would meet for ever.
			return { from: again, pause: BREATH + poller.random() * 12_000 };
		case "down":
			return { from: again, pause: Math.max(BREATH, (answer.retryAfter ?? 0) * 1000) };
	}
}

type No = Extract<Answer, { kind: "no" }>;

/** A webhook that somebody left set keeps polling from working; what waits in the queue is kept. */
export const NO_WEBHOOK: Call<"deleteWebhook"> = { method: "deleteWebhook", params: { drop_pending_updates: false } };

function question({ offset, fresh }: Position): Call<"getUpdates"> {
	return {
		method: "getUpdates",
		params: {
			limit: 100,
			timeout: 50,
			...(offset !== undefined && { offset }),
			...(fresh && { allowed_updates: ALLOWED_UPDATES }),
		},
	};
}

/** After a week of silence ids start anew, lower perhaps: what counts is the last one received, not the highest. */
function offsetAfter(updates: readonly unknown[]): number | undefined {
	const last = updates.findLast((update) => anInteger(anObject(update)?.update_id) !== undefined);
	const id = anInteger(anObject(last)?.update_id);
	return id === undefined ? undefined : id + 1;
}

/** A negative offset would make Telegram forget what waits. */
function offsetOf(position: string | null): number | undefined {
	return position !== null && /^\d{1,15}$/.test(position) ? Number(position) : undefined;
}
