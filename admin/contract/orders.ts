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
	/** Where it is fetched; null: it is brought. */
	warehouse: z.string().nullable(),
	slotId: z.string().nullable(),
	/** Of the customer. */
	tags: z.array(z.string()),
	/** Its time has passed, and it is still on its way. */
	late: z.boolean(),
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

/** Which orders are meant; days are the shop's. */
export const orderFilter = z.strictObject({
	state: z.enum(orderStates).optional(),
	from: z.iso.date().optional(),
	until: z.iso.date().optional(),
	channel: typedText(40).optional(),
	/** The day on which it is due. */
	due: z.iso.date().optional(),
	slot: z.uuid().optional(),
	warehouse: typedText(60).optional(),
	tag: typedText(60).optional(),
	wants: z.enum(["money", "late", "packing"]).optional(),
	search: typedText(100).optional(),
});
export type OrderFilterView = z.infer<typeof orderFilter>;

export const orderQuery = pageQuery.extend({
	...orderFilter.shape,
	/** The number of the last order seen. */
	after: z
		.string()
		.regex(/^\d{1,9}$/)
		.optional(),
});

/** GET /api/order-choices: what the filters offer. */
export const orderChoices = z.object({
	channels: z.array(z.string()),
	warehouses: z.array(z.object({ id: z.string(), title: z.string() })),
	tags: z.array(z.string()),
});

/** POST /api/orders/:id/state. Giving an order up takes a `reason` of the lost list; «other» takes a note. */
export const orderMove = z.strictObject({
	to: z.enum(orderStates),
	reason: typedText(60).trim().optional(),
	note: typedText(300).trim().optional(),
});

const handful = z.array(z.uuid()).min(1).max(500);

/** POST /api/order-states: the same step for a handful of orders. */
export const orderMoves = orderMove.extend({ ids: handful });
/** POST /api/order-steps-back: takes back what was only just done. */
export const orderSteps = z.strictObject({ ids: handful });
/** What became of each. */
export const movedOrders = z.object({
	done: z.array(z.object({ id: z.string(), number: z.number().int() })),
	refused: z.array(
		z.object({ id: z.string(), number: z.number().int().nullable(), code: z.string(), message: z.string() }),
	),
});
export type MovedOrders = z.infer<typeof movedOrders>;
