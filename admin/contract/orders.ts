import { z } from "zod";
import { instant, money, page, pageQuery, typedText } from "./shared.ts";

export const orderStates = [
	"placed",
	"confirmed",
	"packed",
	"shipped",
	"ready",
	"delivered",
	"cancelled",
	"returned",
] as const;
export type OrderStateName = (typeof orderStates)[number];

export const orderRow = z.object({
	id: z.string(),
	number: z.number().int(),
	state: z.enum(orderStates),
	/** States that this order may go to next. */
	next: z.array(z.enum(orderStates)),
	customer: z.object({ id: z.string(), name: z.string() }),
	conversationId: z.string().nullable(),
	total: money,
	goodsTotal: money,
	deliveryFee: money,
	discount: money,
	delivery: z.string(),
	address: z.string().nullable(),
	dueFrom: instant.nullable(),
	dueTo: instant.nullable(),
	payment: z.enum(["on_receipt", "invoice"]),
	paidAt: instant.nullable(),
	note: z.string().nullable(),
	channel: z.string().nullable(),
	createdAt: instant,
	lines: z.array(z.object({ title: z.string(), qty: z.number(), sum: money, warehouse: z.string().nullable() })),
	changes: z.array(
		z.object({
			from: z.string().nullable(),
			to: z.string(),
			actor: z.string(),
			/** Of the colleague who did it. */
			actorName: z.string().nullable(),
			reason: z.string().nullable(),
			at: instant,
		}),
	),
});
export type OrderView = z.infer<typeof orderRow>;
export const orderPage = page(orderRow);
export const orderQuery = pageQuery.extend({
	/** The number of the last order seen. */
	after: z
		.string()
		.regex(/^\d{1,9}$/)
		.optional(),
	state: z.enum(orderStates).optional(),
});

/** POST /api/orders/:id/state. Giving an order up takes a `reason` of the lost list; «other» takes a note. */
export const orderMove = z.strictObject({
	to: z.enum(orderStates),
	reason: typedText(60).trim().optional(),
	note: typedText(300).trim().optional(),
});
