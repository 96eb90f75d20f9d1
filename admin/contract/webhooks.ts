import { z } from "zod";
import { instant } from "./shared.ts";

/** The words of core/webhooks/webhook-events.ts. */
export const webhookEvents = [
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
] as const;

/** POST /api/webhooks, PUT /api/webhooks/:id */
export const webhookBody = z.strictObject({
	url: z
		.url({ protocol: /^https?$/ })
		.max(500)
		.refine((text) => !/^https?:\/\/[^/]*@/.test(text), "names a user: the signature says who calls"),
	events: z.array(z.enum(webhookEvents)).min(1).max(webhookEvents.length),
});

/** The secret is told this once. */
export const webhookMade = z.object({ id: z.uuid(), secret: z.string() });
export const webhookSecret = z.object({ secret: z.string() });
export const webhookSwitch = z.strictObject({ state: z.enum(["on", "off"]) });

/** GET /api/webhooks */
export const webhooks = z.object({
	items: z.array(
		z.object({
			id: z.uuid(),
			url: z.string(),
			events: z.array(z.string()),
			/** `failed`: we have switched it off after days without a good answer. */
			state: z.enum(["on", "off", "failed"]),
			failingSince: instant.nullable(),
			/** Until then the secret before signs too. */
			oldSecretUntil: instant.nullable(),
			waiting: z.number().int(),
			createdAt: instant,
		}),
	),
});
export type WebhookView = z.infer<typeof webhooks>["items"][number];

/** GET /api/webhooks/:id/deliveries: the last hundred. */
export const deliveries = z.object({
	items: z.array(
		z.object({
			id: z.uuid(),
			/** Of the diary: what `webhook-id` ends with. */
			entry: z.string(),
			event: z.string().nullable(),
			state: z.enum(["waiting", "delivered", "skipped"]),
			attempts: z.number().int(),
			dueAt: instant,
			triedAt: instant.nullable(),
			status: z.number().int().nullable(),
			answer: z.string().nullable(),
			tookMs: z.number().int().nullable(),
		}),
	),
});
export type DeliveryRow = z.infer<typeof deliveries>["items"][number];

export const deliveryWish = z.strictObject({ wish: z.enum(["again", "skip"]) });

/** GET /api/events: a stream (SSE) of what the diary says from this entry on; `Last-Event-ID` counts for more. */
export const eventsQuery = z.strictObject({
	after: z
		.string()
		.regex(/^\d{1,18}$/)
		.optional(),
});
