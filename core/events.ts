/**
 * Everything the diary can say, by name, with what each entry holds. A name that is not here cannot be recorded.
 * Sums are minor units; ids are ours.
 */
export type Events = {
	// What was said and seen. The words are in the thread; the diary says that it happened.
	"message.received": { message: string; kind: string };
	"message.sent": { message: string; proactive: boolean };
	"message.edited": { message: string };
	"message.reacted": { message: string; emojis: readonly string[] };
	"button.pressed": { message: string; label: string };

	// The way to an order.
	"category.viewed": { category: string };
	"product.viewed": { product: string; title: string };
	"search.made": { words: string; found: number };
	"cart.changed": { cart: { id: string }; product: string | null; qty: number; count: number; total: number };
	"order.created": { order: OrderFact };
	/** Staff have changed what is in it, or how it reaches the customer. */
	"order.changed": { order: OrderFact };
	"order.confirmed": { order: OrderFact };
	"order.packed": { order: OrderFact };
	"order.shipped": { order: OrderFact };
	"order.ready": { order: OrderFact };
	"order.delivered": { order: OrderFact };
	"order.cancelled": { order: OrderFact };
	"order.returned": { order: OrderFact };
	"order.paid": { order: OrderFact };
	/** Somebody of the shop took back a step made by mistake; flows are not told. */
	"order.stepped_back": { order: OrderFact };
	"product.price_dropped": { product: { id: string; title: string; price: number } };
	"product.back_in_stock": { product: { id: string; title: string; price: number } };
	"coupon.redeemed": { coupon: string; order: string; amount: number };
	"feedback.given": { kind: string; score: number | null };
	/** Why something was won or lost; `matter` names an order or an inquiry. */
	"outcome.said": { matter: string; result: "won" | "lost"; reason: string; source: string };

	// Who they are.
	"customer.met": { channel: string; source: string | null };
	"customer.replied": { message: string };
	/** Eight offers have passed without a sign: no more leave until they write. `since`: when they were last heard. */
	"customer.unanswered": { channel: string; since: string };
	/** `was`: a wrong address that has been put right. */
	"profile.changed": { field: string; was?: string };
	"consent.given": { purpose: string; version: string };
	"consent.withdrawn": { purpose: string; channel: string | null };
	"identity.linked": { identity: string; proof: string };
	"identity.unreachable": { identity: string; reason: string };
	"identity.reachable": { identity: string };
	"tag.added": { tag: string };
	"tag.removed": { tag: string };

	// Who speaks, and what the flows did.
	"control.changed": { from: string; to: string; cause: string; holder?: string; team?: string; reason?: string };
	/** A member said that what waits needs no answer. */
	"answer.waived": { by: string };
	"conversation.closed": { by: string; human: boolean };
	/** A member took back the last close, or that no answer was needed. `since`: the question that waits again. */
	"conversation.reopened": { by: string; since: string | null };
	/** A member gave it back to the bot, or two idle hours did (`by: "system"`); `human`: it was a person's. */
	"conversation.handed_back": { by: string; human: boolean };
	"promise.made": { promise: string; dueAt: string };
	"promise.settled": { promise: string; ended: string };
	"stage.reached": { stage: string };
	"flow.started": { flow: string; run: string };
	"flow.ended": {
		flow: string;
		run: string;
		outcome: string;
		reason: string | null;
		step: string | null;
		line: number | null;
	};
};

/** What an order's entries say of it. `total` in minor units; `state` as in the table. */
export type OrderFact = { id: string; number: string; state: string; total: number; currency: string };

export type EventName = keyof Events;

/** Who did it. */
export type Actor = "customer" | "bot" | `operator:${string}` | "system" | "platform";

/** One entry of the diary, to be written in the transaction in which it happens. */
export type DiaryEntry = {
	[Name in EventName]: {
		readonly name: Name;
		readonly data: Events[Name];
		/** None: it belongs to no customer (a price has dropped). */
		readonly customerId: string | null;
		readonly conversationId?: string;
		readonly actor: Actor;
		/** Touchpoint stage; absent: the conversation's present one. */
		readonly stage?: string;
		readonly channel?: string;
		readonly flow?: string;
		readonly step?: string;
		readonly runId?: string;
		/** Absent: now. */
		readonly at?: Date;
	};
}[EventName];

/**
 * Entries that may start, stop or wake a flow, so each is told to the flows after its commit. Messages and presses are
 * not among them: they reach the flows as messages.
 */
export const TOLD_TO_FLOWS: ReadonlySet<EventName> = new Set<EventName>([
	"category.viewed",
	"product.viewed",
	"search.made",
	"cart.changed",
	"order.created",
	"order.changed",
	"order.confirmed",
	"order.packed",
	"order.shipped",
	"order.ready",
	"order.delivered",
	"order.cancelled",
	"order.returned",
	"order.paid",
	"product.price_dropped",
	"product.back_in_stock",
	"coupon.redeemed",
	"feedback.given",
	"customer.met",
	"profile.changed",
	"customer.unanswered",
	"consent.given",
	"consent.withdrawn",
	"tag.added",
	"tag.removed",
	"conversation.closed",
	"conversation.handed_back",
]);
