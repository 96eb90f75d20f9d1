import type { EventName } from "#core/events.ts";

/** What an address outside may be told of. What is said and seen word for word is not among it: the thread has the words. */
export const WEBHOOK_EVENTS = [
	"customer.met",
	"profile.changed",
	"consent.given",
	"consent.withdrawn",
	"tag.added",
	"tag.removed",
	"message.received",
	"message.sent",
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
	"coupon.redeemed",
	"feedback.given",
	"outcome.said",
	"control.changed",
	"conversation.closed",
	"conversation.reopened",
	"promise.made",
	"promise.settled",
	"stage.reached",
	"flow.started",
	"flow.ended",
] as const satisfies readonly EventName[];

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];
