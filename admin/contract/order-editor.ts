import { z } from "zod";
import { instant, money, typedText } from "./shared.ts";

/*
 * An order is made, or changed, in the thread. Price and stock are those of now; the same press twice is one order. The
 * customer is told by the flow file `flows/order-by-staff.flow.yaml`.
 */

const deliveryKinds = z.enum(["courier", "pickup"]);

export const orderGoods = z.object({
	variantId: z.string(),
	title: z.string(),
	price: money,
	unit: z.string(),
	/** Pieces that can be had now; of an order that is being changed with those that it holds. */
	stock: z.number().int(),
	qty: z.number().int(),
});
export type OrderGoodsView = z.infer<typeof orderGoods>;

const slot = z.object({ id: z.string(), title: z.string(), startsAt: instant });

/** GET /api/conversations/:id/order-desk?order=…: what the editor begins with: the open cart, or the order to be changed. */
export const orderDeskQuery = z.strictObject({ order: z.uuid().optional() });
export const orderDesk = z.object({
	customer: z.object({ id: z.string(), name: z.string(), addresses: z.array(z.string()) }),
	/** The open cart that the lines are of; handed back, so that it is ordered and nothing else. */
	cart: z.object({ id: z.string(), changedAt: instant }).nullable(),
	/** The order that is being changed. */
	order: z.object({ id: z.string(), number: z.number().int(), changedAt: instant }).nullable(),
	lines: z.array(orderGoods),
	delivery: deliveryKinds,
	address: z.string().nullable(),
	slotId: z.string().nullable(),
	warehouseId: z.string().nullable(),
	note: z.string().nullable(),
	couponId: z.string().nullable(),
	slots: z.object({ courier: z.array(slot), pickup: z.array(slot) }),
	pickupPoints: z.array(z.object({ id: z.string(), title: z.string(), address: z.string() })),
	/** Coupons of this customer that stand. */
	coupons: z.array(z.object({ id: z.string(), title: z.string(), code: z.string(), until: instant })),
	/** Orders that may still be changed. */
	changeable: z.array(z.object({ id: z.string(), number: z.number().int(), total: money })),
});
export type OrderDeskView = z.infer<typeof orderDesk>;

const lines = z.array(z.strictObject({ variantId: z.uuid(), qty: z.number().int().min(1).max(999) })).max(100);
const terms = {
	lines: lines.min(1),
	delivery: deliveryKinds,
	/** For a courier. */
	address: typedText(500).trim().min(1).optional(),
	slotId: z.uuid().optional(),
	warehouseId: z.string().max(60).optional(),
	note: typedText(500).trim().optional(),
};

/** POST /api/conversations/:id/order-quote: what it would come to now. */
export const orderQuoteBody = z.strictObject({
	...terms,
	lines,
	couponId: z.uuid().optional(),
	order: z.uuid().optional(),
});
export const orderQuote = z.object({
	lines: z.array(orderGoods.extend({ sum: money })),
	goodsTotal: money,
	deliveryFee: money,
	discount: money,
	total: money,
	/** What stands in the way, in words for staff. */
	problems: z.array(z.string()),
});
export type OrderQuoteView = z.infer<typeof orderQuote>;

/** POST /api/conversations/:id/orders. */
export const orderBody = z.strictObject({
	...terms,
	couponId: z.uuid().optional(),
	/** From the desk: where it has changed meanwhile, 409 `stale`. Absent: the customer's own cart stays as it is. */
	cart: z.strictObject({ id: z.uuid(), changedAt: instant }).optional(),
	key: z.string().regex(/^[\w-]{8,64}$/),
	lease: z.number().int().min(0).optional(),
});
export const orderMade = z.object({ id: z.string(), number: z.number().int() });

/** PUT /api/orders/:id/terms: until it is packed. `changedAt`: as the desk gave it; told twice it is changed once. */
export const orderChangeBody = z.strictObject({ ...terms, changedAt: instant });
