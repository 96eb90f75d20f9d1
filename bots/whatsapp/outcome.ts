import type { Outcome } from "#core/delivery/channel.ts";
import { type Answer, type No, wamidsIn } from "./call.ts";
import { meaningOf } from "./meaning.ts";

/** A status may settle an unclear send; it comes within seconds, or the message never reached Meta. */
const STATUS_COMES_WITHIN = 15_000;

/** How long one chat has to rest after Meta said that there was too much for this person: 4^n seconds. */
export type PairPauses = { pauseFor(chat: string): number; passed(chat: string): void };

/** What an answer means for the letter (channels-and-delivery.md §5). */
export function outcomeOf(
	answer: Answer,
	{ chat, now, pauses }: { chat: string; now: Date; pauses: PairPauses },
): Outcome {
	switch (answer.kind) {
		case "yes":
			pauses.passed(chat);
			return { outcome: "accepted", refs: wamidsIn(answer.result) };
		case "unsent":
			return { outcome: "not-sent", reason: answer.reason };
		case "unanswered":
			return { outcome: "ambiguous", reason: answer.reason, patience: STATUS_COMES_WITHIN };
		case "no":
			return outcomeOfNo(answer, chat, now, pauses);
	}
}

function outcomeOfNo(no: No, chat: string, now: Date, pauses: PairPauses): Outcome {
	const { code, status, reason } = no;
	const until = (ms: number) => new Date(now.getTime() + ms);
	if (code === PAIR_RATE) return { outcome: "wait", until: until(pauses.pauseFor(chat)), scope: "chat" };
	const pause = RATES.get(code);
	if (pause !== undefined || status === 429) return { outcome: "wait", until: until(pause ?? 5_000), scope: "account" };
	if (ACCOUNT_DOWN.has(code) || status === 401) return { outcome: "account-down", reason };
	if (status >= 500) return { outcome: "ambiguous", reason, patience: STATUS_COMES_WITHIN };
	const means = meaningOf(code);
	return { outcome: "refused", reason, ...(means && { means }) };
}

const PAIR_RATE = 131056;

/** Milliseconds to rest: throughput of the number, calls of the app, and, for longer, too much that people called spam. */
const RATES: ReadonlyMap<number, number> = new Map([
	[130429, 2_000],
	[4, 60_000],
	[80007, 60_000],
	[131048, 15 * 60_000],
]);

/** Token, permission, payment, policy, maintenance: nothing of this account leaves until a person or Meta has mended it. */
const ACCOUNT_DOWN: ReadonlySet<number> = new Set([0, 10, 190, 200, 368, 131005, 131031, 131042, 131057, 133010]);

/** Remembers how often in a row a person's chat was too busy. */
export function openPairPauses(): PairPauses {
	const hits = new Map<string, number>();
	return {
		pauseFor(chat) {
			const count = Math.min(MOST_HITS, (hits.get(chat) ?? -1) + 1);
			hits.set(chat, count);
			return 4 ** count * 1000;
		},
		passed: (chat) => void hits.delete(chat),
	};
}

/** 4^5 seconds are a quarter of an hour. */
const MOST_HITS = 5;
