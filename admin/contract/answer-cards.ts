import { z } from "zod";
import { instant, money, typedText } from "./shared.ts";

/*
 * What an operator looks up while a customer waits: `/` and a few letters. Staff alone see the card; one tap sends its
 * text, by the same way as any reply (lease, control, press key).
 */

const shelf = z.object({
	warehouse: z.string(),
	free: z.number().int(),
	countedAt: instant,
	ageHours: z.number().int(),
	/** Older than a day: goes out as «уточним», never as a number. */
	stale: z.boolean(),
	/** Days until more can be had there, and when somebody said so. */
	leadDays: z.number().int().nullable(),
	leadToldAt: instant.nullable(),
});

const goods = z.object({
	variantId: z.string(),
	title: z.string(),
	price: money,
	stock: z.number().int(),
	unit: z.string(),
});

export const answerCard = goods.extend({
	sku: z.string(),
	photo: z.string().nullable(),
	oldPrice: money.nullable(),
	/** When the price was last set. */
	pricedAt: instant,
	shelves: z.array(shelf),
	/** have: it can be promised; none: it is sold out; check: the numbers are too old, somebody has to look. */
	answer: z.enum(["have", "none", "check"]),
	/** At most two, in stock. */
	substitutes: z.array(goods),
	/** What the customer is told, in their language. */
	text: z.string(),
});
export type AnswerCardView = z.infer<typeof answerCard>;

/** GET /api/answer-cards: by a few letters of the name, or the article's number. `conversation`: in whose language. */
export const answerCardQuery = z.strictObject({
	q: typedText(100).trim().min(1),
	conversation: z.uuid().optional(),
});
export const answerCards = z.object({ items: z.array(answerCard) });

/** POST /api/conversations/:id/answer-cards: sends the card. Of answer `check` it opens a promise, due at `checkBy`, else in two hours. */
export const answerCardBody = z.strictObject({
	variantId: z.uuid(),
	key: z.string().regex(/^[\w-]{8,64}$/),
	lease: z.number().int().min(0).optional(),
	checkBy: instant.optional(),
});
