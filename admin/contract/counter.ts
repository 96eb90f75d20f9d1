import { z } from "zod";
import { instant, money, typedText } from "./shared.ts";

/** POST /api/counter/visits: the six digits that the customer shows. Opened once; of a wrong or old code 404. */
export const visitBody = z.strictObject({ code: z.string().regex(/^\d{6}$/) });

const goods = z.object({
	variantId: z.string(),
	title: z.string(),
	price: money,
	stock: z.number().int(),
	unit: z.string(),
});

/** The cashier's card: no phone, no thread. */
export const counterCard = z.object({
	visit: z.string(),
	name: z.string(),
	orders: z.array(
		z.object({ number: z.number().int(), at: instant, state: z.string(), total: money, titles: z.string() }),
	),
	/** The nearest open one. */
	promise: z.object({ text: z.string(), dueAt: instant }).nullable(),
	/** Three at most, each with its reason: bought so often, cheaper now, others take it. */
	offers: z.array(goods.extend({ reason: z.enum(["bought", "cheaper", "popular"]), times: z.number().int() })),
	/** What may be taken off: coupons that stand. */
	discounts: z.array(z.object({ couponId: z.string(), title: z.string(), until: instant })),
});
export type CounterCardView = z.infer<typeof counterCard>;

/** GET /api/counter/goods?q=: what else is sold. */
export const counterGoodsQuery = z.strictObject({ q: typedText(100).trim().min(1) });
export const counterGoods = z.object({ items: z.array(goods) });

/** POST /api/counter/visits/:id/sale. One visit is one sale: told twice, it is the same. */
export const saleBody = z.strictObject({
	lines: z
		.array(z.strictObject({ variantId: z.uuid(), qty: z.number().int().min(1).max(999) }))
		.min(1)
		.max(50),
	couponId: z.uuid().optional(),
	/** Of the won list. */
	reason: z.string().min(1).max(60),
	note: typedText(300).trim().min(1).optional(),
	/** The offer of the card that they took. */
	offer: z.uuid().optional(),
});
export const sale = z.object({ number: z.number().int(), total: money });
