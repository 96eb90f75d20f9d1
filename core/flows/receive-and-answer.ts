import type { Lanes } from "#core/conversations/answer-lane.ts";
import type { Words } from "#core/conversations/answer-row.ts";
import { describeError } from "#core/conversations/database-trouble.ts";
import { type Met, meet } from "#core/conversations/meet.ts";
import { type Arrival, inboxRow, laneOf } from "#core/conversations/receive.ts";
import type { Shop } from "#core/shop.ts";
import { type ConverseParts, converse } from "./converse.ts";
import { Memory } from "./memory.ts";

export type DirectParts = {
	readonly shop: Shop;
	readonly lanes: Lanes;
	readonly talking: ConverseParts;
	/** The ordinary way: the inbox row alone is committed. */
	readonly keep: (arrivals: readonly Arrival[], next?: string) => Promise<void>;
	readonly log: { warn(message: string, fields?: Record<string, unknown>): void };
};

/**
 * Receiving and answering in one commit (performance.md, choice 12): inbox row, turn and outbox together, then the
 * acknowledgement. Whatever stands in the way sends an arrival down the ordinary way: its lane is at work or has older
 * rows waiting, it is nothing for the flows, its turn failed. Duplicates meet the same unique index on both ways.
 */
export function openDirectWay({ shop, lanes, talking, keep, log }: DirectParts) {
	const known = new Memory<Met>(20_000);

	return async function receiveAndAnswer(arrivals: readonly Arrival[], next?: string): Promise<void> {
		const left = await Promise.all([...byLane(arrivals)].map(([lane, own]) => answerLane(lane, own)));
		const rest = left.flat();
		// The position alone, too, is kept only when everything before it is safe.
		if (rest.length > 0 || next !== undefined) await keep(rest.length > 0 ? rest : arrivals.slice(-1), next);
	};

	/** What of a lane could not be answered: from the first that stands in the way, all, for order's sake. */
	async function answerLane(lane: string, arrivals: readonly Arrival[]): Promise<readonly Arrival[]> {
		const left = await lanes.tryLane(lane, async () => {
			for (const [index, arrival] of arrivals.entries()) if (!(await answered(arrival))) return arrivals.slice(index);
			return [];
		});
		return left ?? arrivals;
	}

	async function answered(arrival: Arrival): Promise<boolean> {
		const { heard } = arrival;
		if (!isWords(heard.what)) {
			known.forget(chatOf(arrival));
			return false;
		}
		try {
			const met = known.get(chatOf(arrival)) ?? (await meet(shop, heard));
			known.set(chatOf(arrival), met);
			const from = { fresh: inboxRow(arrival) };
			const end = await converse(talking, { heard, words: heard.what, met, from });
			return end.ended === "written";
		} catch (error) {
			known.forget(chatOf(arrival));
			log.warn("an update goes the ordinary way", { key: heard.key, reason: describeError(error) });
			return false;
		}
	}
}

function isWords(what: Arrival["heard"]["what"]): what is Words {
	return what.kind === "message" || what.kind === "command" || what.kind === "link" || what.kind === "pressed";
}

function chatOf({ heard }: Arrival): string {
	return `${heard.account} ${heard.chat}`;
}

function byLane(arrivals: readonly Arrival[]): Map<string, Arrival[]> {
	const lanes = new Map<string, Arrival[]>();
	for (const arrival of arrivals) {
		const lane = laneOf(arrival.heard);
		const own = lanes.get(lane);
		if (own) own.push(arrival);
		else lanes.set(lane, [arrival]);
	}
	return lanes;
}
