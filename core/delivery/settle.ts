import type { Outcome } from "./channel.ts";

/** A call that was made, and what its row allows: marketing is sent at most once, all else at least once. */
export type Tried = { readonly attempt: number; readonly marketing: boolean };

/** How a row stands after its call. */
export type Settlement = {
	readonly state: "sent" | "pending" | "unknown" | "blocked" | "failed" | "cancelled";
	readonly reason: string | null;
	/** The messenger's ids of what the customer sees. */
	readonly refs: readonly string[];
	/** Nothing leaves to this chat before; its rows keep their order meanwhile. */
	readonly chatWaits?: Date;
	/** A new due time: the row itself waits, others of its chat go on. */
	readonly due?: Date;
	/** False: it was no try, so the next one bears the same number. */
	readonly counted: boolean;
};

/**
 * What an outcome means for its row (channels-and-delivery.md §5). What it means beyond the row, for the chat
 * or the account, follows in `deliver-due.ts` and `watch-account.ts`.
 */
export function settlementOf({ attempt, marketing }: Tried, outcome: Outcome, now: Date): Settlement {
	switch (outcome.outcome) {
		case "accepted":
			return { ...SETTLED, state: "sent", refs: outcome.refs };
		case "wait":
			return { ...again("wait"), ...(outcome.scope === "chat" && { chatWaits: outcome.until }) };
		case "not-sent":
			return { ...again(outcome.reason), counted: true, chatWaits: retryAt(attempt, now) };
		case "ambiguous":
			if (marketing || attempt >= MOST_TRIES) return { ...SETTLED, state: "unknown", reason: outcome.reason };
			return { ...again(outcome.reason), counted: true, chatWaits: retryAt(attempt, now, outcome.patience) };
		case "unreachable":
			return { ...SETTLED, state: "blocked", reason: outcome.reason };
		case "refused":
			return { ...SETTLED, state: "failed", reason: outcome.reason };
		case "moved":
			return again("moved");
		case "account-down":
			return again(outcome.reason);
	}
}

/** After so many tries without a clear answer a person has to look. */
const MOST_TRIES = 10;

const SETTLED = { reason: null, refs: [], counted: true } as const;
const again = (reason: string): Settlement => ({ state: "pending", reason, refs: [], counted: false });

const BACK_OFF = [2, 4, 8, 16, 20];

/** `patience`: while a report may still come that makes another try unnecessary. */
function retryAt(attempt: number, now: Date, patience = 0): Date {
	const seconds = BACK_OFF[Math.min(attempt, BACK_OFF.length) - 1] ?? 2;
	return new Date(now.getTime() + Math.max(seconds * 1000, patience));
}
