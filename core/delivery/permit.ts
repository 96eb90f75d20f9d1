import { mayLeave } from "#core/conversations/may-leave.ts";
import { roomFrom } from "./caps.ts";
import { awakeFrom } from "./quiet-hours.ts";
import { consentFor, type SendingPurpose, type SendingRules } from "./sending-rules.ts";

/** What permission is asked for: a row of the outbox as it was written. */
export type PermitRow = {
	/**
	 * `answer`: a flow says it to a customer who asked; `news`: the shop itself says it (a bill); `operator`: a person of the shop
	 * wrote it; `proactive`: nobody asked.
	 */
	readonly kind: "answer" | "news" | "operator" | "proactive";
	readonly purpose: SendingPurpose;
	readonly flow: string | null;
	readonly due: Date;
	/** The lease under which a flow decided on it. */
	readonly lease: number | null;
	readonly usefulUntil: Date | null;
};

/** How things stand as the row is claimed, read afresh. */
export type PermitFacts = {
	readonly unreachable: string | null;
	readonly control: "bot" | "asked" | "human" | "parked";
	readonly meanwhile: "silence" | "bot" | null;
	/** The lease as it is: it grows with each change of control. */
	readonly lease: number;
	/** The last message of the dialog that was no proactive one. */
	readonly liveAt: Date | null;
	/** When the customer last wrote or pressed. */
	readonly heardAt: Date | null;
	/** State of the consent that the purpose needs, as it holds for this channel. */
	readonly consent: "given" | "withdrawn" | null;
	/** When marketing was tried, arrived or may have arrived with this customer. */
	readonly marketingAt: readonly Date[];
	/** A complaint of theirs is open, an order is late, or nobody has answered a low score yet. */
	readonly troubled: boolean;
	readonly zone: string | null;
	/** All zones in which they may be living, if not one is known. */
	readonly zones: readonly string[];
	/** Whether free text may be sent; `template`: it may not, and an approved template can go instead. */
	readonly words: "free" | "template" | "none";
	/** The messenger lets no marketing through until then. */
	readonly cappedUntil: Date | null;
};

/** `never` ends the row as cancelled, `later` gives it a new due time. */
export type Permit =
	| { readonly permit: "allow" }
	| { readonly permit: "later"; readonly due: Date; readonly reason: PermitReason }
	| { readonly permit: "never"; readonly reason: PermitReason };

export type PermitReason =
	| "stale"
	| "unreachable"
	| "operator"
	| "trouble"
	| "no_consent"
	| "opted_out"
	| "dialog"
	| "hours"
	| "cap"
	| "capped"
	| "window"
	| "no_template";

/** While somebody of the shop is in charge, or has something to put right, a held message looks again this often. */
const HELD = 10 * 60_000;

/**
 * Whether a message may leave now. Asked when its row is claimed, so that an opt-out, an operator or a block between
 * planning and sending is obeyed.
 */
export function permit(row: PermitRow, facts: PermitFacts, now: Date, rules: SendingRules): Permit {
	if (row.usefulUntil && row.usefulUntil <= now) return never("stale");
	if (facts.unreachable) return never("unreachable");
	if (facts.words === "none") return never(row.kind === "proactive" ? "no_template" : "window");
	switch (row.kind) {
		case "operator":
		case "news":
			return ALLOW;
		case "answer":
			return permitAnswer(row, facts);
		case "proactive":
			return inTime(row, permitProactive(row, facts, now, rules));
	}
}

const ALLOW: Permit = { permit: "allow" };
const never = (reason: PermitReason): Permit => ({ permit: "never", reason });
const later = (due: Date, reason: PermitReason): Permit => ({ permit: "later", due, reason });

/**
 * A line that the bot had written before control changed must not follow a person's. What was written under the lease as it
 * is the engine was allowed to say: a step that the holder pushed, the last words of a handoff.
 */
function permitAnswer(row: PermitRow, { control: by, meanwhile, lease }: PermitFacts): Permit {
	return row.lease === lease || mayLeave({ by, meanwhile }, "answer") === "yes" ? ALLOW : never("operator");
}

/** While somebody talks with the customer, or they are in trouble, only what an order needs is said. */
function keepSilent(row: PermitRow, facts: PermitFacts, now: Date, rules: SendingRules): Permit | undefined {
	if (row.purpose === "transactional") return undefined;
	if (mayLeave({ by: facts.control }, "planned") === "held") return later(new Date(now.getTime() + HELD), "operator");
	if (facts.troubled && row.purpose === "marketing") return later(new Date(now.getTime() + HELD), "trouble");
	const ends = dialogEnds(facts.liveAt, rules);
	return ends && ends > now ? later(ends, "dialog") : undefined;
}

function permitProactive(row: PermitRow, facts: PermitFacts, now: Date, rules: SendingRules): Permit {
	const refusal = refuseWithoutConsent(row, facts);
	if (refusal) return refusal;
	const silence = keepSilent(row, facts, now, rules);
	if (silence) return silence;
	const awake = awakeAt(row, facts, now, rules);
	if (!awake) return never("hours");
	if (awake > now) return later(awake, "hours");
	if (row.purpose !== "marketing") return ALLOW;
	if (facts.cappedUntil && facts.cappedUntil > now) return later(facts.cappedUntil, "capped");
	const room = roomFrom(now, facts.marketingAt, rules.caps, facts.zone ?? rules.zone);
	return room > now ? later(room, "cap") : ALLOW;
}

function refuseWithoutConsent({ purpose }: PermitRow, { consent }: PermitFacts): Permit | undefined {
	if (!consentFor(purpose) || consent === "given") return undefined;
	return never(consent === "withdrawn" ? "opted_out" : "no_consent");
}

/** When the dialog has been silent for long enough to write of something else. */
export function dialogEnds(liveAt: Date | null, { live }: Pick<SendingRules, "live">): Date | undefined {
	return liveAt ? new Date(liveAt.getTime() + live) : undefined;
}

/** Somebody who is writing to us just now is awake: news of their order need not wait for the morning. */
function awakeAt(row: PermitRow, facts: PermitFacts, now: Date, rules: SendingRules): Date | undefined {
	const { quiet, urgent } = rules.of(row.flow);
	if (urgent) return now;
	const justHeard = facts.heardAt !== null && now.getTime() - facts.heardAt.getTime() < rules.live;
	if (row.purpose === "transactional" && justHeard) return now;
	return awakeFrom(now, quiet, facts.zones);
}

/** What would come too late to be of use is dropped at once. */
function inTime({ usefulUntil }: PermitRow, verdict: Permit): Permit {
	return verdict.permit === "later" && usefulUntil && verdict.due >= usefulUntil ? never("stale") : verdict;
}
