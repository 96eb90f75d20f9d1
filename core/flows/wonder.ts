import { describeError } from "#core/conversations/database-trouble.ts";
import { POSTPONE } from "#core/conversations/inbox-statements.ts";
import type { Shop } from "#core/shop.ts";
import type { Consult } from "./consult.ts";
import type { Thought, TurnEnd } from "./drive-turn.ts";

export type WonderParts = {
	readonly shop: Shop;
	readonly consult: Consult;
	/** A row waits no longer. */
	readonly onInbox: () => void;
	readonly log: { warn(message: string, fields?: Record<string, unknown>): void };
};

/** Slow thinking, beside the work and outside of any transaction. */
export type Wondering = {
	/** Puts the row off, and thinks meanwhile; nobody waits for it but this customer's lane. */
	begin(row: bigint, puzzled: Puzzled): Promise<void>;
	/** What came of it; taken once. */
	take(row: bigint): Thought | undefined;
	/** Resolves when nothing is being thought about. */
	quiet(): Promise<void>;
};

export type Puzzled = Extract<TurnEnd, { ended: "puzzled" }>;

/**
 * Asks the assistant about rows of the inbox. A row is put off for longer than an assistant may take, and called back as soon
 * as there is a verdict; if the process dies meanwhile its time comes by itself, and it is thought about anew.
 */
export function openWondering({ shop, consult, onInbox, log }: WonderParts): Wondering {
	const thoughts = new Map<bigint, Thought>();
	const underWay = new Set<Promise<void>>();

	async function think(row: bigint, { puzzle, customerId, version }: Puzzled): Promise<void> {
		try {
			thoughts.set(row, { version, verdict: await consult(puzzle, customerId) });
		} catch (error) {
			log.warn("the assistant could not be asked", { reason: describeError(error) });
			thoughts.set(row, { version, verdict: "none" });
		}
		try {
			await shop.db.written(POSTPONE, [row, null]);
			onInbox();
		} catch (error) {
			log.warn("a row waits until its time has come", { reason: describeError(error) });
		}
	}

	return {
		async begin(row, puzzled) {
			await shop.db.written(POSTPONE, [row, new Date(shop.now().getTime() + LONGEST_MS)]);
			const thinking = think(row, puzzled).finally(() => underWay.delete(thinking));
			underWay.add(thinking);
		},
		take(row) {
			const thought = thoughts.get(row);
			thoughts.delete(row);
			return thought;
		},
		quiet: async () => void (await Promise.all(underWay)),
	};
}

/** Longer than any assistant's patience. */
const LONGEST_MS = 10_000;
