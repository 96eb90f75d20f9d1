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
 * What an outcome means for its row (channels-and-delivery.md §5). What it means beyond the row, for the chat or the
 * account, is `consequenceOf`.
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
			return { ...again(outcome.reason), counted: true, chatWaits: retryAt(attempt, now) };
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

/** What an outcome says about more than its row. */
export type Consequence =
	| { readonly of: "account"; readonly does: "waits"; readonly until: Date }
	| { readonly of: "account"; readonly does: "is-down"; readonly reason: string }
	| { readonly of: "chat"; readonly does: "is-unreachable"; readonly reason: string }
	| { readonly of: "chat"; readonly does: "moves"; readonly to: string };

/** Undefined where the row is all that it concerns. */
export function consequenceOf(outcome: Outcome): Consequence | undefined {
	switch (outcome.outcome) {
		case "wait":
			return outcome.scope === "account" ? { of: "account", does: "waits", until: outcome.until } : undefined;
		case "account-down":
			return { of: "account", does: "is-down", reason: outcome.reason };
		case "unreachable":
			return { of: "chat", does: "is-unreachable", reason: outcome.reason };
		case "moved":
			return { of: "chat", does: "moves", to: outcome.chat };
		default:
			return undefined;
	}
}

/** After so many tries without a clear answer a person has to look. */
export const MOST_TRIES = 10;

const SETTLED = { reason: null, refs: [], counted: true } as const;
const again = (reason: string): Settlement => ({ state: "pending", reason, refs: [], counted: false });

const BACK_OFF = [2, 4, 8, 16, 20];

function retryAt(attempt: number, now: Date): Date {
	const seconds = BACK_OFF[Math.min(attempt, BACK_OFF.length) - 1] ?? 2;
	return new Date(now.getTime() + seconds * 1000);
}
