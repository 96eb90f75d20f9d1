import type { MoveRule, Occasion } from "./flows/talk.ts";

/**
 * What may be promised for later, by name, with its payload. Payloads hold ids, never texts. Each name has exactly one
 * keeper (main.ts hands a `Keepers` to the worker), or nothing compiles. A keeper may be called twice for one promise:
 * it looks at the state before acting.
 */
export type Errands = {
	/** A diary entry that flows may wait for: starts, stops and wakes runs. */
	"tell-flows": { diaryId: string; customerId: string | null; name: string };
	/** An occasion that a flow's `to` found for somebody: it becomes an entry of theirs. */
	"tell-occasion": { customerId: string; occasion: Omit<Occasion, "firesAt"> & { firesAt: string } };
	/** A file that a customer sent is fetched from the messenger into our store. */
	"fetch-media": { messageId: string; index: number };
	/** The same of a phone linked to the shop: only the process that has its browser can. */
	"fetch-linked-media": { messageId: string; index: number };
	/** A message was read or pressed within its window, or not: the channel's evidence is counted. */
	"weigh-channel": { messageId: string };
	/** An order that is paid in the messenger gets its bill. */
	"bill-order": { orderId: string };
	/** Dialogs of this flow that a new version's `migrate`, or a person, moves to the newest version, in batches. */
	"move-runs": MoveRuns;
	/** A dialog that a person stops ends with `stopped`. */
	"stop-run": { runId: string };
	/** Somebody of the shop should come, speak or keep a word by now: who leads is looked at, and what time has brought is done. */
	"watch-control": { conversationId: string; customerId: string };
	/** A reply that a member wrote for this moment. */
	"send-later": { laterReplyId: string };
	/** A member has mended words that were on their way: once they have arrived they are changed at the customer's. */
	"send-edit": { messageId: string };
	/** An order has come to its end and nobody has said why: what happened is asked. */
	"settle-outcome": { orderId: string };
	/** The morning's digest is written, for the desk to post: once for a day. */
	"make-digest": { day: string };
	/** An import of customers is taken back, in batches, as far as nobody has built on it. */
	"undo-import": { importId: string; actor: `operator:${string}` };
	/** Looks for the day's date starts, once per shop day. */
	"begin-day": { day: string };
	/** Counts the segments whole: each night, and when a condition has changed. */
	"count-segments": { day?: string };
	/** Expires coupons, forgets old inbox rows and traces. */
	"sweep-up": { day: string };
};

/** `rule` absent: what the newest version's own `migrate` says. `runIds` absent: all that the rule is meant for. */
type MoveRuns = { flow: string; rule?: MoveRule; runIds?: readonly string[]; again?: true };

export type ErrandName = keyof Errands;

/** `key`: at most one such promise is open at a time; a second one moves the first to the earlier time. */
export type When = { readonly at?: Date; readonly key?: string };
