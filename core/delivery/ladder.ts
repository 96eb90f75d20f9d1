import type { DeliveryState } from "#core/conversations/heard.ts";

/**
 * How far a message of ours came, by the messenger's own word. Reports come in any order, twice, late or not at all
 * ("read" without "delivered"), so they only ever lead upwards. A failure lies below delivery: one of the customer's
 * devices may refuse what another has shown.
 */
const LADDER: readonly (string | null)[] = ["sent", "failed", "delivered", "read", "played"] satisfies DeliveryState[];

/** How high a message's status stands; what is not the messenger's word stands below all of it. */
export function rankOf(status: string | null): number {
	return LADDER.indexOf(status);
}

/** How a row of the outbox stands, as far as a report concerns it. */
export type Standing = { readonly state: string; readonly evidence: string | null; readonly status: string | null };

/** What a report changes. Absent: it stays as it is. */
export type Step = {
	readonly evidence?: DeliveryState;
	/** The row itself: an unclear send turns out well or badly, a good one badly. */
	readonly row?: "sent" | "failed";
	/** What the thread shows. */
	readonly status?: DeliveryState;
};

/**
 * What a report means for its message. While the call is under way (`attempting`) only the evidence is kept: the call's
 * own outcome settles the row, and reads it (`outbox-statements.ts`, SETTLE).
 */
export function stepUp({ state, evidence, status }: Standing, told: DeliveryState): Step {
	if (rankOf(told) <= rankOf(evidence)) return {};
	const row = rowAfter(state, told);
	return { evidence: told, ...(row && { row }), ...(rankOf(told) > rankOf(status) && { status: told }) };
}

function rowAfter(state: string, told: DeliveryState): "sent" | "failed" | undefined {
	const unclear = state === "pending" || state === "unknown";
	if (told === "failed") return unclear || state === "sent" ? "failed" : undefined;
	return unclear ? "sent" : undefined;
}
